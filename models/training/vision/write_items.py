"""
Held-out image questions as JSON lines and PNG files, for verify-export.ts and for the app's own tests.

    python3 -m vision.write_items runs/image-items --per-ability 20 --puzzles 10 --seed 21 --checkpoint runs/joint/last.pt

Writes runs/image-items/items.jsonl and runs/image-items/<number>.png. With a checkpoint every line also holds what
PyTorch writes greedily, as token ids and as text. Puzzles are six lines each, in a row, with "puzzle" and "right".
"""

import argparse
import json
import os
import random

from PIL import Image
from vision.drawing import pixels
from vision.evaluate import CLOSED, OPENED, written
from vision.item import ImageItem, side
from vision.puzzles import candidates_of, puzzle
from vision.seeing import load_seeing
from vision.shown import prompt_of
from vision.tasks import items


def puzzle_lines(source, count: int) -> list[tuple[ImageItem, dict]]:
    found: list[tuple[ImageItem, dict]] = []
    number = 0
    while number < count:
        group, right = candidates_of(source, puzzle(source, 2 + number % 2))
        if side(group[0]) is True:
            found += [(item, {'puzzle': number, 'right': at == right}) for at, item in enumerate(group)]
            number += 1
    return found


def write(folder: str, per_ability: int, puzzles: int, seed: int, checkpoint: str | None) -> None:
    os.makedirs(folder, exist_ok=True)
    source = random.Random(seed)
    asked = [(item, {}) for item in items(source, per_ability)] + puzzle_lines(source, puzzles)
    drawn = [[pixels(scene, source)[0] for scene in item.images] for item, _ in asked]
    lines, saved = [], 0
    for at, ((item, more), pictures) in enumerate(zip(asked, drawn)):
        names = []
        for picture in pictures:
            names.append(f'{saved}.png')
            Image.fromarray(picture).save(os.path.join(folder, names[-1]))
            saved += 1
        opening = OPENED if at % 4 == 3 and not more else CLOSED + '\n\n'  # every fourth lets the model decide
        lines.append({'ability': item.ability, 'prompt': prompt_of(item) + opening, 'images': names, 'answers': [item.answer, *item.accept], **more})
    if checkpoint:
        add_greedy(lines, [item for item, _ in asked], drawn, checkpoint)
    with open(os.path.join(folder, 'items.jsonl'), 'w') as file:
        file.writelines(json.dumps(line) + '\n' for line in lines)
    print(len(lines), 'questions', saved, 'images')


def add_greedy(lines: list[dict], asked: list[ImageItem], drawn: list, checkpoint: str) -> None:
    import tokenizer as tokenizers

    tokenizer, seeing = tokenizers.load(), load_seeing(checkpoint)
    for opening in (OPENED, CLOSED + '\n\n'):
        chosen = [at for at, line in enumerate(lines) if line['prompt'].endswith(opening)]
        results = written(seeing, tokenizer, [asked[at] for at in chosen], [drawn[at] for at in chosen], opening)
        for at, ids in zip(chosen, results):
            lines[at]['greedy'], lines[at]['text'] = ids, tokenizer.decode(ids)


if __name__ == '__main__':
    options = argparse.ArgumentParser()
    options.add_argument('folder')
    options.add_argument('--per-ability', type=int, default=20)
    options.add_argument('--puzzles', type=int, default=10)
    options.add_argument('--seed', type=int, default=21)
    options.add_argument('--checkpoint')
    chosen = options.parse_args()
    write(chosen.folder, chosen.per_ability, chosen.puzzles, chosen.seed, chosen.checkpoint)
