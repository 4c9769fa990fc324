"""Endless training batches of image questions: groups drawn fresh, sorted by length in pools, padded on the right."""

import random
from dataclasses import dataclass

import numpy as np
import torch
from vision.drawing import pixels
from vision.shown import PATCHES, Row, row_of
from vision.tasks import draw

POOL = 240  # rows sorted together, so that a batch holds similar lengths and little padding


@dataclass
class ImageBatch:
    images: torch.Tensor  # uint8 (n, 72, 72, 3), of all rows
    ids: torch.Tensor  # (B, T); patches count through the images of the whole batch
    targets: torch.Tensor  # (B, T), -1 where nothing is learned
    forced: torch.Tensor  # (B, T) bool
    positions: torch.Tensor  # (B, T)
    mask: torch.Tensor  # (B, 1, T, T), 0 or -inf


def image_batches(tokenizer, tokens_per_batch: int, seed: int, longest: int):
    source = random.Random(seed)
    while True:
        rows = [row_of(source, tokenizer, draw(source, held_out=False)) for _ in range(POOL)]
        rows = sorted((row for row in rows if len(row.ids) <= longest), key=lambda row: len(row.ids))
        groups, group = [], []
        for row in rows:
            if group and (len(group) + 1) * len(row.ids) > tokens_per_batch:
                groups.append(group)
                group = []
            group.append(row)
        groups.append(group)
        source.shuffle(groups)
        for group in groups:
            yield to_batch(group, len(tokenizer.tokens), source)


def to_batch(rows: list[Row], vocabulary: int, source) -> ImageBatch:
    longest = max(len(row.ids) for row in rows)
    table = np.zeros((5, len(rows), longest), dtype=np.int64)
    table[1] = -1
    table[4] = -1  # padding is a segment of its own
    drawn: list[np.ndarray] = []
    for at, row in enumerate(rows):
        ids = np.array(row.ids)
        ids[ids >= vocabulary] += PATCHES * len(drawn)
        drawn += [pixels(scene, source)[0] for scene in row.images]
        table[:, at, : len(ids)] = (ids, row.targets, row.forced, row.positions, row.segments)
    ids, targets, forced, positions, segments = torch.from_numpy(table)
    images = torch.from_numpy(np.stack(drawn)) if drawn else torch.zeros(1, 72, 72, 3, dtype=torch.uint8)
    return ImageBatch(images, ids, targets, forced.bool(), positions, mask_of(segments))


def mask_of(segments):
    """A token sees what stands before it in the shared part (segment 0) and in its own segment."""
    own, other = segments[:, :, None], segments[:, None, :]
    seen = ((own == other) | (other == 0)).tril()
    return torch.zeros(seen.shape).masked_fill_(~seen, float('-inf'))[:, None]
