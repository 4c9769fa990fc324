"""Worked examples and brute force for the formulas: python3 -m pytest models/training"""

import random

import pytest
from advantages import (grpo_advantages, hybrid_advantages, inter_group_rewards, intra_group_rewards, mean,
                        mean_baseline_advantages, optimal_baseline, opo_advantages, standardised)
from hybrid_accuracy import better_mode, hybrid_accuracy, with_interval


def close(expected):
    return pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    'rewards, expected',
    [
        ([3, 1], [1, -1]),  # mean 2, std 1
        ([1, 1, 1], [0, 0, 0]),  # zero deviation: no push, not NaN
        ([5], [0]),  # alone in its group
        ([], []),  # nothing sampled
        ([1, 0, 0, 0], [1.73205, -0.57735, -0.57735, -0.57735]),
    ],
)
def test_grpo_standardises_a_group(rewards, expected):
    assert grpo_advantages(rewards) == close(expected)


@pytest.mark.parametrize(
    'rewards, lengths, baseline',
    [
        ([1, 0], [30, 10], 0.75),  # the longer answer counts more
        ([1, 0], [10, 10], 0.5),  # equal lengths: the plain mean
        ([1, -1, 1], [1, 2, 1], 0.0),
        ([0.3], [7], 0.3),  # a single answer has advantage 0
        ([1, 1], [0, 0], 0.0),  # no tokens: defined
        ([], [], 0.0),
    ],
)
def test_opo_weighs_rewards_by_length(rewards, lengths, baseline):
    assert optimal_baseline(rewards, lengths) == close(baseline)
    assert opo_advantages(rewards, lengths) == close([reward - baseline for reward in rewards])


@pytest.mark.parametrize(
    'think, quick, margin, expected',
    [
        ([1, 1], [1, 0], 0.2, (1, 0)),  # 1 > 0.5 + 0.2
        ([1, 1], [1, 0], 0.6, (0, 1)),  # 1 < 0.5 + 0.6
        ([1, 1], [1, 1], 0.0, (0, 1)),  # a tie goes to the shorter mode
        ([1, 0], [0.3, 0.3], 0.2, (0, 1)),  # exactly equal with the margin
        ([], [0, 0], 0.2, (0, 1)),  # a mode without answers cannot win
        ([0], [], 5.0, (1, 0)),
        ([], [], 0.2, (0, 0)),
    ],
)
def test_hgpo_picks_the_mode_with_the_better_mean(think, quick, margin, expected):
    assert inter_group_rewards(think, quick, margin) == expected


def test_hgpo_rewards_every_best_answer_of_a_mode():
    assert intra_group_rewards([1, 0, 1]) == [1, 0, 1]
    assert intra_group_rewards([0, 0]) == [1, 1]
    assert intra_group_rewards([]) == []


def test_hgpo_advantages_of_a_worked_example():
    think, quick, mode = hybrid_advantages([1, 0], [0, 0], margin=0.2)
    assert think == close([1, -1])  # 1 for the right one, 0 for the other, standardised
    assert quick == close([0, 0])  # both equally best: no push
    assert mode == close(1)  # r_inter is 1, 1, 0, 0 over the four answers


def test_a_larger_margin_never_chooses_think_more_often():
    source = random.Random(3)
    groups = [([source.random() for _ in range(4)], [source.random() for _ in range(4)]) for _ in range(300)]
    rates = [mean([inter_group_rewards(think, quick, margin)[0] for think, quick in groups]) for margin in (-1, -0.2, 0, 0.1, 0.2, 0.4, 1)]
    assert rates == sorted(rates, reverse=True)
    assert rates[0] == 1 and rates[-1] == 0


def policy_gradients(seed: int, answers: int, reward_of):
    """
    A policy over binary tokens that stops with probability 1/6 after each: (reward, length, gradient) of sampled answers.

    The gradient is with respect to one logit per position, so its squared norm grows with the length.
    """
    source, samples = random.Random(seed), []
    for _ in range(answers):
        gradient, tokens = [], []
        while len(tokens) < 30:
            token = int(source.random() < 0.5)
            tokens.append(token)
            gradient.append(token - 0.5)
            if source.random() < 1 / 6:
                break
        samples.append((reward_of(tokens), len(tokens), gradient))
    return samples


def variance(samples, baseline: float) -> float:
    """Total variance of the gradient estimate (r − b) ∇ log π over its coordinates."""
    width = max(len(gradient) for _, _, gradient in samples)
    total = 0.0
    for at in range(width):
        values = [(reward - baseline) * (gradient[at] if at < len(gradient) else 0.0) for reward, _, gradient in samples]
        centre = mean(values)
        total += mean([(value - centre) ** 2 for value in values])
    return total


def test_opo_has_the_least_gradient_variance_where_reward_depends_on_length():
    samples = policy_gradients(5, 3000, lambda tokens: 1.0 if len(tokens) >= 6 else 0.0)
    rewards, lengths = [sample[0] for sample in samples], [sample[1] for sample in samples]
    of_opo = variance(samples, optimal_baseline(rewards, lengths))
    of_mean = variance(samples, mean(rewards))
    of_best = min(variance(samples, step / 50) for step in range(-10, 61))  # brute force over a grid
    assert of_opo <= 0.85 * of_mean
    assert of_opo <= 1.02 * of_best


def test_opo_equals_the_mean_baseline_where_reward_ignores_length():
    samples = policy_gradients(6, 3000, lambda tokens: float(tokens[0]))
    rewards, lengths = [sample[0] for sample in samples], [sample[1] for sample in samples]
    assert variance(samples, optimal_baseline(rewards, lengths)) == pytest.approx(variance(samples, mean(rewards)), rel=0.02)


def test_advantages_of_the_mean_baseline_sum_to_zero():
    assert sum(mean_baseline_advantages([0.2, 0.9, 0.4])) == close(0)
    assert standardised([0.1, 0.1]) == close([0, 0])


@pytest.mark.parametrize(
    'think, quick, lengths, expected',
    [
        ([1, 1], [1, 0], (40, 5), 'think'),  # clearly better
        ([1, 1], [1, 1], (40, 5), 'quick'),  # equal: the shorter
        ([0, 0], [0, 0], (3, 5), 'think'),  # equal, and here the thought is shorter
        ([0, 1], [1, 1], (40, 5), 'quick'),
    ],
)
def test_the_better_mode_is_the_better_score_then_the_shorter_answer(think, quick, lengths, expected):
    assert better_mode(think, quick, *lengths, margin=0.1) == expected


def test_hybrid_accuracy_counts_agreements():
    assert hybrid_accuracy(['think', 'quick', 'quick'], ['think', 'think', 'quick']) == close(2 / 3)
    assert with_interval(1.0, 100)['low'] == pytest.approx(0.963, abs=0.001)  # never a zero-width interval
