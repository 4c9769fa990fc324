"""
Held-out questions as JSON lines for evaluate-gguf.ts and verify-export.ts, which ask the GGUF through node-llama-cpp.

    python3 write_items.py runs/items.jsonl --per-ability 60 --seed 11
    python3 write_items.py runs/equality.jsonl --per-ability 9 --seed 12 --checkpoint runs/base/last.pt

With a checkpoint every line also holds what PyTorch writes greedily, as token ids.
"""

import argparse
import json
import random

from render import CLOSED, OPENED, chat, cut_short, prompt_turns
from tasks.held_out import items

MOST = 160


def line(source, item) -> dict:
    turns = prompt_turns(source, item, 'auto', typos=False)
    return {
        'ability': item.ability, 'hard': item.hard, 'prefix': item.prefix, 'answers': [item.answer, *item.accept],
        'turns': turns, 'thought': item.thought, 'cut': cut_short(source, item.thought) if item.hard else '',
        'prompt': chat(turns) + (CLOSED + item.prefix if item.prefix else OPENED),
    }  # fmt: skip


def add_greedy(rows: list[dict], checkpoint: str) -> None:
    import tokenizer as tokenizers
    from generate import generate
    from model import load_checkpoint

    tokenizer, (model, _) = tokenizers.load(), load_checkpoint(checkpoint)
    rows.sort(key=lambda row: len(row['prompt']))
    for first in range(0, len(rows), 32):
        group = rows[first : first + 32]
        prompts = [tokenizer.encode(row['prompt']) for row in group]
        for row, ids, written in zip(group, prompts, generate(model, tokenizer, prompts, MOST)):
            row['ids'], row['greedy'] = ids, written


if __name__ == '__main__':
    options = argparse.ArgumentParser()
    options.add_argument('path')
    options.add_argument('--per-ability', type=int, default=60)
    options.add_argument('--seed', type=int, default=11)
    options.add_argument('--checkpoint')
    chosen = options.parse_args()
    source = random.Random(chosen.seed)
    rows = [line(source, item) for item in items(chosen.per_ability, chosen.seed)]
    if chosen.checkpoint:
        add_greedy(rows, chosen.checkpoint)
    with open(chosen.path, 'w') as file:
        file.writelines(json.dumps(row) + '\n' for row in rows)
    print(len(rows), 'questions')
