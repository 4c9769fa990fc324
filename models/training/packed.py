"""
Examples packed into rows of one length, which is what a GPU wants: no padding to speak of and one shape for every step.

A row holds many documents. A document is one question of text, or a group of image questions that share their images (see
vision/shown.py). A token sees what stands before it in its own segment and in the shared part of its own document:

    segments  0 0 0 1 1 2 2 | 3 3 3 3      first document: shared part 0, two questions 1 and 2; second: one question
    shared    0 0 0 0 0 0 0 | 3 3 3 3
"""

import random
from dataclasses import dataclass

import numpy as np
from render import encode, example
from tasks import draw
from vision.drawing import pixels
from vision.goals import any_scene, goals_of, stacked
from vision.scenes import Scene
from vision.shown import PATCHES, row_of
from vision.tasks import draw as draw_group

LENGTH = 1024
TYPICAL = 16  # learned tokens of a question whose tokens weigh 1
FIELDS = {'ids': np.int16, 'targets': np.int16, 'weights': np.float16, 'forced': np.uint8, 'positions': np.int16, 'segments': np.int16, 'shared': np.int16}
GOALS = {'slots': (6, 5), 'letters': (5,), 'covers': (36,), 'tints': (36,), 'centres': (36,), 'counts': (20,)}


@dataclass(frozen=True)
class Document:
    columns: dict[str, np.ndarray]  # the fields above; segments from 0, without `shared`
    images: list[Scene]


def layout(rows: int, images: int) -> dict[str, tuple[tuple[int, ...], type]]:
    """Shape and kind of every array of a chunk."""
    of_rows = {name: ((rows, LENGTH), kind) for name, kind in FIELDS.items()}
    if images == 0:
        return of_rows
    return of_rows | {'images': ((images, 72, 72, 3), np.uint8)} | {name: ((images, *shape), np.int8) for name, shape in GOALS.items()}


def weight_of(learned: int) -> float:
    """
    A question of n learned tokens weighs √n, not n: else a long thought would count for twenty colours.

    Example: 16 learned tokens weigh 1 each, 4 weigh 2 each.
    """
    return (TYPICAL / learned) ** 0.5


def text_document(tokenizer, shown) -> Document:
    ids, learned, first = encode(tokenizer, shown)
    count = len(ids) - 1
    wanted = np.array(learned[1:])
    # the mark of an answer to a hard question without its whole thought: trained on lightly, or the model learns to guess well
    sign = -1 if shown.item.hard and shown.way in ('quick', '/no_think', 'cut') else 1
    forced = np.zeros(count, np.uint8)
    if first is not None:
        forced[first - 1] = 1
    columns = {
        'ids': np.array(ids[:-1]), 'targets': np.where(wanted, ids[1:], -1), 'weights': wanted * (sign * weight_of(wanted.sum())),
        'forced': forced, 'positions': np.arange(count), 'segments': np.zeros(count, np.int16),
    }  # fmt: skip
    return Document(columns, [])


def image_document(row) -> Document:
    targets, segments = np.array(row.targets), np.array(row.segments)
    counts = np.bincount(segments[targets >= 0], minlength=segments.max() + 1)
    each = np.sqrt(TYPICAL / np.maximum(counts, 1))
    columns = {
        'ids': np.array(row.ids), 'targets': targets, 'weights': (targets >= 0) * each[segments], 'forced': np.array(row.forced),
        'positions': np.array(row.positions), 'segments': segments,
    }  # fmt: skip
    return Document(columns, row.images)


def fill(chunk: dict[str, np.ndarray], documents: list[Document], vocabulary: int, most_images: int) -> tuple[list[Document], list[Scene]]:
    """Puts documents into the rows of a chunk, long ones first, each into the first row with room; returns what had no place, and the images."""
    chunk['ids'][:], chunk['targets'][:], chunk['weights'][:], chunk['forced'][:], chunk['positions'][:] = 0, -1, 0, 0, 0
    chunk['segments'][:], chunk['shared'][:] = 30_000, 30_000  # padding sees padding
    filled, next_segment = [0] * len(chunk['ids']), [0] * len(chunk['ids'])
    scenes: list[Scene] = []
    left: list[Document] = []
    for document in sorted(documents, key=lambda one: -len(one.columns['ids'])):
        length = len(document.columns['ids'])
        row = next((at for at, used in enumerate(filled) if used + length <= LENGTH), None)
        if row is None or len(scenes) + len(document.images) > most_images:
            left.append(document)
            continue
        place = slice(filled[row], filled[row] + length)
        for name, column in document.columns.items():
            chunk[name][row, place] = column
        if scenes:  # patches count through the images of the chunk
            part = chunk['ids'][row, place]
            part[part >= vocabulary] += PATCHES * len(scenes)
        chunk['segments'][row, place] += next_segment[row]
        chunk['shared'][row, place] = next_segment[row]
        next_segment[row] += int(document.columns['segments'].max()) + 1
        filled[row] += length
        scenes += document.images
    return left, scenes


def text_chunks(tokenizer, seed: int):
    """Yields a function that fills a chunk with questions nobody has seen yet."""
    source, waiting = random.Random(seed), []

    def draw_into(chunk: dict[str, np.ndarray]) -> None:
        nonlocal waiting
        tokens, wanted = sum(len(one.columns['ids']) for one in waiting), len(chunk['ids']) * LENGTH
        while tokens < wanted:
            document = text_document(tokenizer, example(source, draw(source, held_out=False)))
            if len(document.columns['ids']) <= LENGTH:
                waiting.append(document)
                tokens += len(document.columns['ids'])
        waiting, _ = fill(chunk, waiting, len(tokenizer.tokens), 0)

    return draw_into


def image_chunks(tokenizer, seed: int):
    source, waiting = random.Random(seed), []

    def draw_into(chunk: dict[str, np.ndarray]) -> None:
        nonlocal waiting
        tokens, wanted = sum(len(one.columns['ids']) for one in waiting), len(chunk['ids']) * LENGTH
        while tokens < wanted:
            row = row_of(source, tokenizer, draw_group(source, held_out=False))
            if len(row.ids) <= LENGTH:
                waiting.append(image_document(row))
                tokens += len(row.ids)
        waiting, scenes = fill(chunk, waiting, len(tokenizer.tokens), len(chunk['images']))
        waiting = waiting[:300]  # the longest first
        scenes = scenes + [any_scene(source) for _ in range(len(chunk['images']) - len(scenes))]
        drawn = [pixels(scene, source, noise=False) for scene in scenes]
        chunk['images'][:] = [image for image, _ in drawn]
        for name, goals in stacked([goals_of(scene, owner) for scene, (_, owner) in zip(scenes, drawn)]).items():
            chunk[name][:] = goals

    return draw_into
