"""Endless training batches: questions drawn fresh, sorted by length in pools, padded on the right."""

import random

import torch
from render import encode, example
from tasks import draw

POOL = 1500  # examples sorted together, so that a batch holds similar lengths and little padding


def batches(tokenizer, tokens_per_batch: int, seed: int, longest: int):
    """Yields (ids, targets), both (B, T); a target is -1 where nothing is learned."""
    source = random.Random(seed)
    while True:
        pool = []
        while len(pool) < POOL:
            ids, learned = encode(tokenizer, example(source, draw(source, held_out=False)))
            if len(ids) <= longest:
                pool.append((ids, learned))
        pool.sort(key=lambda pair: len(pair[0]))
        groups, group = [], []
        for pair in pool:
            if group and (len(group) + 1) * len(pair[0]) > tokens_per_batch:
                groups.append(group)
                group = []
            group.append(pair)
        source.shuffle(groups)  # the last, incomplete group is dropped
        for group in groups:
            yield to_tensors(group)


def to_tensors(group):
    longest = max(len(ids) for ids, _ in group)
    ids = torch.zeros(len(group), longest - 1, dtype=torch.long)
    targets = torch.full((len(group), longest - 1), -1)
    for row, (tokens, learned) in enumerate(group):
        ids[row, : len(tokens) - 1] = torch.tensor(tokens[:-1])
        goals = [token if wanted else -1 for token, wanted in zip(tokens[1:], learned[1:])]
        targets[row, : len(goals)] = torch.tensor(goals)
    return ids, targets
