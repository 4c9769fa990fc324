"""
Held-out accuracy of a checkpoint, by ability and mode.

    python3 evaluate.py runs/base/last.pt --per-ability 100 --seed 5

Modes as the app forces them: auto opens the block and lets the model decide; think forbids the closing line end
as the first token; quick closes the block. Questions are never ones the training may have seen (tasks/item.py).
"""

import argparse
import json
import random

from generate import at_once_on, generate
from render import CLOSED, OPENED, prompt_of
from tasks.held_out import items
from tasks.item import Item, is_right

MOST = 240  # tokens of thought and answer together; only counting to 100 is longer


def answers(model, tokenizer, asked: list[Item], mode: str, seed: int) -> list[tuple[str, str, int]]:
    """(thought, answer, tokens written) for every item."""
    source = random.Random(seed)
    opening = OPENED if mode in ('auto', 'think') else CLOSED
    prompts = [tokenizer.encode(prompt_of(source, item, mode, typos=False) + opening + (item.prefix if mode == 'quick' else '')) for item in asked]
    line_end = tokenizer.id_of['Ċ']
    results: list[tuple[str, str, int]] = [('', '', 0)] * len(asked)
    order = sorted(range(len(asked)), key=lambda at: len(prompts[at]))
    at_once = at_once_on(model)
    for first in range(0, len(order), at_once):
        group = order[first : first + at_once]
        written = generate(model, tokenizer, [prompts[at] for at in group], MOST, not_first=line_end if mode == 'think' else None)
        for at, ids in zip(group, written):
            thought, answer = split_thought(tokenizer.decode(ids)) if opening == OPENED else ('', tokenizer.decode(ids))
            results[at] = (thought.strip(), answer.strip(), len(ids))
    return results


def split_thought(text: str) -> tuple[str, str]:
    thought, closed, answer = text.partition('</think>')
    return (thought, answer) if closed else (thought, '')


def held_out_accuracy(model, tokenizer, per_ability: int, seed: int) -> dict[str, dict[str, float]]:
    """ability → {auto, think, quick: share right; thinks: share of auto answers with a thought}."""
    asked = items(per_ability, seed)
    rows: dict[str, dict[str, float]] = {}
    for mode in ('auto', 'think', 'quick'):
        shown = [item for item in asked if mode == 'quick' or item.ability != 'decisions']
        for item, (thought, answer, _) in zip(shown, answers(model, tokenizer, shown, mode, seed)):
            row = rows.setdefault(item.ability, {'n': sum(other.ability == item.ability for other in asked)})
            row[mode] = round(row.get(mode, 0) + is_right(item, answer) / row['n'], 4)
            if mode == 'auto':
                row['thinks'] = round(row.get('thinks', 0) + bool(thought) / row['n'], 4)
    return rows


if __name__ == '__main__':
    from model import use_device
    import tokenizer as tokenizers
    from model import load_checkpoint

    options = argparse.ArgumentParser()
    options.add_argument('checkpoint')
    options.add_argument('--per-ability', type=int, default=100)
    options.add_argument('--seed', type=int, default=5)
    options.add_argument('--device', default='cpu')
    chosen = options.parse_args()
    use_device(chosen.device)
    table = held_out_accuracy(load_checkpoint(chosen.checkpoint)[0], tokenizers.load(), chosen.per_ability, chosen.seed)
    for ability, row in table.items():
        print(ability.ljust(16), json.dumps(row))
