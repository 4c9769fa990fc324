"""
Hybrid Accuracy (equation 13 of https://arxiv.org/abs/2505.14631): how often the model picks the mode that is better for a question.

    python3 hybrid_accuracy.py runs/base/last.pt runs/hgpo/last.pt --questions 200

For every held-out question N answers are sampled in each mode and scored. The better mode is the one with the higher mean
score; where they differ by no more than the margin, the one with the shorter answers. The model's own choice is what it finds
likelier where a thought would open.

    H_acc = (1/K) Σ 1[better mode = chosen mode]
"""

import argparse
import json
import random
from math import sqrt
from typing import Sequence

from advantages import mean

SAMPLES = 4  # N per mode
MARGIN = 0.1
SEED = 21


def better_mode(think: Sequence[float], quick: Sequence[float], think_length: float, quick_length: float, margin: float) -> str:
    """
    Example: think [1, 1], quick [1, 0] differ by 0.5, more than a margin of 0.1: think. [1, 1] and [1, 1]: the shorter.
    """
    difference = mean(think) - mean(quick)
    if abs(difference) <= margin:
        return 'think' if think_length < quick_length else 'quick'
    return 'think' if difference > 0 else 'quick'


def hybrid_accuracy(better: Sequence[str], chosen: Sequence[str]) -> float:
    return mean([float(a == b) for a, b in zip(better, chosen)])


def with_interval(value: float, n: int) -> dict[str, float]:
    """Wilson's 95 % interval."""
    z = 1.96
    middle = (value + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(value * (1 - value) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return {'value': round(value, 4), 'low': round(middle - half, 4), 'high': round(middle + half, 4), 'n': n}


def measure(path: str, questions: int, seed: int) -> dict[str, dict[str, float]]:
    import tokenizer as tokenizers
    import torch
    from hgpo import LEFT_OUT
    from model import load_checkpoint
    from rollout import line_end, roll_out, token_log_probabilities
    from tasks import draw

    tokenizer, source, (model, _) = tokenizers.load(), random.Random(seed), load_checkpoint(path)
    items = []
    while len(items) < questions:
        item = draw(source, held_out=True)
        if item.ability not in LEFT_OUT:
            items.append(item)
    wording = source.randrange(1 << 30)  # both modes see the very same prompts
    thinking = roll_out(model, tokenizer, items, 'think', SAMPLES, random.Random(wording))
    quick = roll_out(model, tokenizer, items, 'quick', SAMPLES, random.Random(wording))
    better, own = [], []
    for long, short in zip(thinking, quick):
        rewards = [[one.reward for one in group] for group in (long, short)]
        lengths = [mean([one.length for one in group]) for group in (long, short)]
        better.append(better_mode(*rewards, *lengths, MARGIN))
        with torch.no_grad():
            _, _, think, fast = token_log_probabilities(model, [short[0]], line_end(tokenizer))
        own.append('think' if think[0] > fast[0] else 'quick')
    policies = {
        'hybrid-accuracy': own, 'hybrid-accuracy-always-think': ['think'] * questions, 'hybrid-accuracy-always-quick': ['quick'] * questions,
        'hybrid-accuracy-random': [source.choice(['think', 'quick']) for _ in better],
    }  # fmt: skip
    return {name: with_interval(hybrid_accuracy(better, chosen), questions) for name, chosen in policies.items()}


if __name__ == '__main__':
    options = argparse.ArgumentParser()
    options.add_argument('checkpoints', nargs='+')
    options.add_argument('--questions', type=int, default=200)
    options.add_argument('--seed', type=int, default=SEED)
    options.add_argument('--device', default='cpu')
    chosen = options.parse_args()
    from model import use_device

    use_device(chosen.device)
    for checkpoint in chosen.checkpoints:
        print(checkpoint, json.dumps(measure(checkpoint, chosen.questions, chosen.seed), indent=1))
