"""
Held-out accuracy of a checkpoint on image questions, by ability, and of puzzles by P(Yes) over six candidates.

    python3 -m vision.evaluate runs/joint/last.pt --per-ability 100 --puzzles 100 --mode quick
"""

import argparse
import json
import random

import numpy as np
import torch
from evaluate import CLOSED, OPENED, split_thought
from generate import at_once_on, generate
from tasks.item import is_right
from vision.drawing import pixels
from vision.item import ImageItem, side
from vision.puzzles import candidates_of, puzzle
from vision.seeing import Seeing, load_seeing
from vision.shown import encode_text, prompt_of
from vision.tasks import items

MOST = 80  # tokens of thought and answer together


def prompts_and_images(tokenizer, asked: list[ImageItem], drawn: list[list[np.ndarray]], opening: str):
    """Token ids of every question, patches numbered through all the images, and those images in one tensor."""
    prompts, images = [], []
    for item, pictures in zip(asked, drawn):
        numbers = list(range(len(images), len(images) + len(pictures)))
        prompts.append(encode_text(tokenizer, prompt_of(item) + opening, len(tokenizer.tokens), numbers))
        images += pictures
    return prompts, torch.from_numpy(np.stack(images)) if images else None


def drawn_for(source, asked: list[ImageItem]) -> list[list[np.ndarray]]:
    return [[pixels(scene, source)[0] for scene in item.images] for item in asked]


@torch.no_grad()
def written(seeing: Seeing, tokenizer, asked: list[ImageItem], drawn: list[list[np.ndarray]], opening: str, not_first: int | None = None) -> list[list[int]]:
    """Greedy continuations."""
    results: list[list[int]] = [[]] * len(asked)
    order = sorted(range(len(asked)), key=lambda at: len(asked[at].images))
    at_once = at_once_on(seeing.language) // 2
    for first in range(0, len(order), at_once):
        group = order[first : first + at_once]
        prompts, images = prompts_and_images(tokenizer, [asked[at] for at in group], [drawn[at] for at in group], opening)
        seeing.look(images)
        for at, ids in zip(group, generate(seeing.language, tokenizer, prompts, MOST, not_first=not_first)):
            results[at] = ids
    seeing.look(None)
    return results


def accuracy(seeing: Seeing, tokenizer, asked: list[ImageItem], source, mode: str) -> dict[str, float]:
    opening, not_first = (CLOSED if mode == 'quick' else OPENED), (tokenizer.id_of['Ċ'] if mode == 'think' else None)
    rows: dict[str, list[bool]] = {}
    for item, ids in zip(asked, written(seeing, tokenizer, asked, drawn_for(source, asked), opening, not_first)):
        text = tokenizer.decode(ids)
        answer = text if mode == 'quick' else split_thought(text)[1]
        rows.setdefault(item.ability, []).append(is_right(item, answer))
    return {ability: round(sum(right) / len(right), 3) for ability, right in rows.items()}


@torch.no_grad()
def puzzle_accuracy(seeing: Seeing, tokenizer, count: int, source, side_of_grid: int) -> float:
    """Share of held-out puzzles whose right candidate has the highest P(Yes) among the six."""
    right = asked = 0
    while asked < count:
        held = puzzle(source, side_of_grid)
        group, answer = candidates_of(source, held)
        if side(group[0]) is not True:
            continue
        right += int(yes_scores(seeing, tokenizer, group, source).argmax() == answer)
        asked += 1
    return round(right / count, 3)


def yes_scores(seeing: Seeing, tokenizer, group: list[ImageItem], source) -> torch.Tensor:
    prompts, images = prompts_and_images(tokenizer, group, drawn_for(source, group), CLOSED + '\n\n')
    seeing.look(images)
    states = seeing.language.hidden(torch.tensor(prompts))[:, -1]
    seeing.look(None)
    return torch.log_softmax(seeing.language.logits(states), -1)[:, tokenizer.encode('Yes')[0]]


def image_accuracy(seeing: Seeing, tokenizer, per_ability: int, puzzles_asked: int, seed: int, mode: str = 'quick') -> dict[str, float]:
    source = random.Random(seed)
    rows = accuracy(seeing, tokenizer, items(source, per_ability), source, mode)
    for grid in (2, 3):
        rows[f'raven-{grid}x{grid}'] = puzzle_accuracy(seeing, tokenizer, puzzles_asked, source, grid)
    return rows


if __name__ == '__main__':
    from model import use_device
    import tokenizer as tokenizers

    options = argparse.ArgumentParser()
    options.add_argument('checkpoint')
    options.add_argument('--vit')
    options.add_argument('--per-ability', type=int, default=100)
    options.add_argument('--puzzles', type=int, default=100)
    options.add_argument('--seed', type=int, default=5)
    options.add_argument('--mode', choices=('quick', 'auto', 'think'), default='quick')
    options.add_argument('--device', default='cpu')
    chosen = options.parse_args()
    use_device(chosen.device)
    print(json.dumps(image_accuracy(load_seeing(chosen.checkpoint, chosen.vit), tokenizers.load(), chosen.per_ability, chosen.puzzles, chosen.seed, chosen.mode)))
