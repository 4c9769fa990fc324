"""The variance of a gradient estimate by baseline, against brute force."""

import random

import torch
from opo import below_mean, spread_by_baseline


def test_spreads_are_those_of_the_pushed_gradients():
    gradients = torch.tensor([[3.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    rewards, lengths = [1.0, 0.0, 1.0], [9, 1, 2]
    found = spread_by_baseline(rewards, lengths, gradients @ gradients.T)
    for name, baseline in {'none': 0.0, 'mean': 2 / 3, 'opo': 11 / 12, 'best': 11 / 12}.items():
        pushed = torch.tensor([reward - baseline for reward in rewards])[:, None] * gradients
        brute = (pushed - pushed.mean(0)).pow(2).sum(1).mean()
        assert abs(found[name] - float(brute)) < 1e-5


def test_where_squared_norms_are_the_lengths_opo_is_the_best_baseline():
    gradients = torch.diag(torch.tensor([16.0, 16.0, 4.0, 4.0]).sqrt())
    found = spread_by_baseline([-0.16, -0.16, -0.04, -0.04], [16, 16, 4, 4], gradients @ gradients.T)
    assert found['opo'] < found['mean'] and below_mean([found], random.Random(1))['opo_below_mean'] > 0.15
