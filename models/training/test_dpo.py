"""Preference pairs and the DPO loss on worked examples."""

from math import log

import torch
from dpo import dpo_loss, preference_pairs
from rollout import Rollout
from tasks.item import Item


def answers(mode: str, rewards: list[float]) -> list[Rollout]:
    return [Rollout(Item('x', 'q', 'a', ''), mode, [], [], 0, reward) for reward in rewards]


def test_a_right_thought_is_chosen_over_a_quick_answer_and_over_a_wrong_thought():
    think, quick = answers('think', [1, 0]), answers('quick', [0, 0])
    assert preference_pairs(think, quick, 0.2) == [(think[0], quick[0]), (think[0], think[1])]


def test_where_both_modes_are_right_the_quick_answer_is_chosen():
    think, quick = answers('think', [1, 1]), answers('quick', [1, 1])
    assert preference_pairs(think, quick, 0.2) == [(quick[0], think[0])]


def test_an_unchanged_policy_has_a_loss_of_log_two():
    same = torch.tensor([-3.0, -1.0])
    assert abs(float(dpo_loss(same, same - 2, same, same - 2, beta=0.1)) - log(2)) < 1e-6


def test_the_loss_falls_as_the_chosen_answer_becomes_likelier():
    zero = torch.zeros(1)
    losses = [float(dpo_loss(zero + gain, zero, zero, zero, beta=0.1)) for gain in (0, 1, 5)]
    assert losses[0] > losses[1] > losses[2]
