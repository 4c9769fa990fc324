"""Endless training batches: questions drawn fresh, sorted by length in pools, padded on the right."""

import random

import torch
from render import encode, example
from tasks import draw
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

POOL = 1500  # examples sorted together, so that a batch holds similar lengths and little padding


def batches(tokenizer, tokens_per_batch: int, seed: int, longest: int, workers: int = 0):
    """
    Yields (ids, targets, forced), all (B, T): -1 where nothing is learned; forced marks how a forced thought begins.

    With workers the data is drawn in other processes, each from a seed of its own; a GPU needs several to be kept busy.
    """
    if workers == 0:
        return drawn_here(tokenizer, tokens_per_batch, seed, longest)
    return DataLoader(DrawnThere(tokenizer, tokens_per_batch, seed, longest), batch_size=None, num_workers=workers, prefetch_factor=4)


class DrawnThere(IterableDataset):
    def __init__(self, *of):
        self.tokenizer, self.tokens_per_batch, self.seed, self.longest = of

    def __iter__(self):
        own = self.seed + 100 * get_worker_info().id
        return drawn_here(self.tokenizer, self.tokens_per_batch, own, self.longest)


def drawn_here(tokenizer, tokens_per_batch: int, seed: int, longest: int):
    pool_size = max(POOL, tokens_per_batch // 10)
    source = random.Random(seed)
    while True:
        pool = []
        while len(pool) < pool_size:
            encoded = encode(tokenizer, example(source, draw(source, held_out=False)))
            if len(encoded[0]) <= longest:
                pool.append(encoded)
        pool.sort(key=lambda encoded: len(encoded[0]))
        groups, group = [], []
        for encoded in pool:
            if group and (len(group) + 1) * len(encoded[0]) > tokens_per_batch:
                groups.append(group)
                group = []
            group.append(encoded)
        source.shuffle(groups)  # the last, incomplete group is dropped
        for group in groups:
            yield to_tensors(group)


def to_tensors(group):
    longest = max(len(ids) for ids, _, _ in group)
    ids = torch.zeros(len(group), longest - 1, dtype=torch.long)
    targets = torch.full((len(group), longest - 1), -1)
    forced = torch.zeros(len(group), longest - 1, dtype=torch.bool)
    for row, (tokens, learned, first) in enumerate(group):
        ids[row, : len(tokens) - 1] = torch.tensor(tokens[:-1])
        goals = [token if wanted else -1 for token, wanted in zip(tokens[1:], learned[1:])]
        targets[row, : len(goals)] = torch.tensor(goals)
        if first is not None:
            forced[row, first - 1] = True
    return ids, targets, forced
