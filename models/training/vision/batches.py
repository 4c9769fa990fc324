"""
Endless training batches of image questions: groups drawn fresh, sorted by length in pools, padded on the right.

Each batch also holds some drawings nobody asks about; from them and from all the others the eye goes on learning what
pretrain.py teaches it.
"""

import random
from dataclasses import dataclass, fields

import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info
from vision.drawing import SMALL_SHARE, pixels
from vision.goals import any_scene, goals_of, stacked
from vision.shown import PATCHES, Row, row_of
from vision.tasks import draw

POOL = 240  # rows sorted together, so that a batch holds similar lengths and little padding
EXTRA = 0.012  # unasked drawings for every token of a batch


@dataclass
class ImageBatch:
    images: torch.Tensor  # uint8 (n, 72, 72, 3), of all rows, then the unasked ones
    goals: dict[str, torch.Tensor]  # what is on them, for the eye
    ids: torch.Tensor  # (B, T); patches count through the images of the whole batch
    targets: torch.Tensor  # (B, T), -1 where nothing is learned
    forced: torch.Tensor  # (B, T) bool
    positions: torch.Tensor  # (B, T)
    segments: torch.Tensor  # (B, T), -1 for padding

    def to(self, device: str) -> 'ImageBatch':
        move = lambda value: {name: part.to(device) for name, part in value.items()} if isinstance(value, dict) else value.to(device)
        return ImageBatch(*(move(getattr(self, field.name)) for field in fields(self)))


class Endless(IterableDataset):
    """What `make(seed)` yields, in other processes, each with a seed of its own; a GPU needs several to be kept busy."""

    def __init__(self, make, seed: int):
        self.make, self.seed = make, seed

    def __iter__(self):
        return self.make(self.seed + 100 * get_worker_info().id)


def endless(make, seed: int, workers: int):
    return make(seed) if workers == 0 else iter(DataLoader(Endless(make, seed), batch_size=None, num_workers=workers, prefetch_factor=4))


def image_batches(tokenizer, tokens_per_batch: int, longest: int, seed: int):
    source = random.Random(seed)
    pool_size = max(POOL, tokens_per_batch // 20)
    extra = int(EXTRA * tokens_per_batch)
    while True:
        rows = [row_of(source, tokenizer, draw(source, held_out=False)) for _ in range(pool_size)]
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
            yield to_batch(group, len(tokenizer.tokens), source, extra)


def to_batch(rows: list[Row], vocabulary: int, source, extra: int, small_share: float = SMALL_SHARE) -> ImageBatch:
    longest = max(len(row.ids) for row in rows)
    table = np.zeros((5, len(rows), longest), dtype=np.int64)
    table[1] = -1
    table[4] = -1  # padding is a segment of its own
    scenes = []
    for at, row in enumerate(rows):
        ids = np.array(row.ids)
        ids[ids >= vocabulary] += PATCHES * len(scenes)
        scenes += row.images
        table[:, at, : len(ids)] = (ids, row.targets, row.forced, row.positions, row.segments)
    scenes += [any_scene(source) for _ in range(extra or not scenes)]
    drawn = [pixels(scene, source, small_share=small_share) for scene in scenes]
    ids, targets, forced, positions, segments = torch.from_numpy(table)
    goals = stacked([goals_of(scene, owner) for scene, (_, owner) in zip(scenes, drawn)])
    return ImageBatch(torch.from_numpy(np.stack([image for image, _ in drawn])), goals, ids, targets, forced.bool(), positions, segments)


def mask_of(segments):
    """(B, 1, T, T), 0 or -inf: a token sees what stands before it in the shared part (segment 0) and in its own segment."""
    own, other = segments[:, :, None], segments[:, None, :]
    seen = ((own == other) | (other == 0)).tril()
    return torch.zeros(seen.shape, device=segments.device).masked_fill_(~seen, float('-inf'))[:, None]
