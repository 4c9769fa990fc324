"""
The formulas of the reinforcement stages, on plain lists. Nothing here knows a model.

rewards     one per answer of a group: the answers sampled for the same question
advantages  how much better each answer did; the gradient is advantage × ∇ log π(answer)
"""

from math import sqrt
from typing import Sequence

EPSILON = 1e-6  # keeps a division defined when every reward of a group is the same


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def standardised(values: Sequence[float]) -> list[float]:
    """
    (r − mean r) / (std r + ε), std over the group, dividing by n.

    Example: [3, 1] has mean 2 and std 1, so about [1, −1]. Equal values give zeros.
    """
    centre = mean(values)
    spread = sqrt(mean([(value - centre) ** 2 for value in values]))
    return [(value - centre) / (spread + EPSILON) for value in values]


def grpo_advantages(rewards: Sequence[float]) -> list[float]:
    """
    GRPO: every answer against the mean of its group, in standard deviations.

    Paper: DeepSeekMath, https://arxiv.org/abs/2402.03300, section 4.1.2.
    """
    return standardised(rewards)


def mean_baseline_advantages(rewards: Sequence[float]) -> list[float]:
    """Aᵢ = rᵢ − mean(r): GRPO's baseline without the division, to compare baselines alone."""
    centre = mean(rewards)
    return [reward - centre for reward in rewards]


def optimal_baseline(rewards: Sequence[float], lengths: Sequence[int]) -> float:
    """
    OPO's baseline: the rewards weighted by length.

        b* = Σ lᵢ rᵢ / Σ lᵢ

    lᵢ = tokens of answer i, its end token included. The baseline of least gradient variance is
    E[‖∇ log π‖² r] / E[‖∇ log π‖²]; a gradient's squared norm grows with the number of tokens, so lengths stand for it.
    Paper: OPO, https://arxiv.org/abs/2505.23585. With no tokens at all the baseline is 0.

    Example: rewards [1, 0] and lengths [30, 10] give 30/40 = 0.75.
    """
    total = sum(lengths)
    return sum(length * reward for length, reward in zip(lengths, rewards)) / total if total else 0.0


def opo_advantages(rewards: Sequence[float], lengths: Sequence[int]) -> list[float]:
    """Aᵢ = rᵢ − b*, not divided by a deviation. Exactly on-policy: one update per sample, no KL and no entropy term."""
    baseline = optimal_baseline(rewards, lengths)
    return [reward - baseline for reward in rewards]


def inter_group_rewards(think: Sequence[float], quick: Sequence[float], margin: float) -> tuple[float, float]:
    """
    HGPO, equation 8: 1 for the mode with the better mean reward, 0 for the other, as (think, quick).

        m* = argmax { R̄_think , R̄_quick + δ }

    δ = `margin`, added to quick: a larger one asks a thought to earn more. A tie goes to quick, the shorter answer
    (the paper leaves ties open). A mode without answers cannot win.
    Paper: Think Only When You Need, https://arxiv.org/abs/2505.14631.

    Example: think [1, 1], quick [1, 0]: at δ 0.2 it is 1 > 0.7, so (1, 0); at δ 0.6 it is 1 < 1.1, so (0, 1).
    """
    if not think and not quick:
        return (0.0, 0.0)
    if not think or (quick and mean(quick) + margin >= mean(think)):
        return (0.0, 1.0)
    return (1.0, 0.0)


def intra_group_rewards(rewards: Sequence[float]) -> list[float]:
    """
    HGPO, equation 9: 1 for the best answers of one mode, 0 for the others.

    Equal best rewards all get 1 (the paper's argmax names one): with rewards of 0 and 1 a single winner would be chance.

    Example: [1, 0, 1] gives [1, 0, 1]; [0, 0] gives [1, 1], which standardises to no push at all.
    """
    return [1.0 if reward == max(rewards) else 0.0 for reward in rewards]


def hybrid_advantages(think: Sequence[float], quick: Sequence[float], margin: float) -> tuple[list[float], list[float], float]:
    """
    HGPO, equation 10, as (intra of the think answers, intra of the quick answers, inter of the mode think).

    The first two are for every token of their answers. The third is for the mode alone, and for quick it is its negative:

        A = [r_intra − mean] / std  +  1{token is the mode's} · α · [r_inter − mean] / std

    Differs from the paper: the mean and std of r_intra run over one mode's answers, of r_inter over both; the paper does
    not print over which set they run.
    """
    inter = inter_group_rewards(think, quick, margin)
    spread = standardised([inter[0]] * len(think) + [inter[1]] * len(quick))
    of_think = spread[0] if think else 0.0
    return standardised(intra_group_rewards(think)), standardised(intra_group_rewards(quick)), of_think
