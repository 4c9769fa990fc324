"""
Exactly on-policy reinforcement with the optimal reward baseline (OPO, https://arxiv.org/abs/2505.23585), here for the judge:
a thought, then one boxed verdict, rewarded +1 for the right one and −1 otherwise (RRM, https://arxiv.org/abs/2505.14674).

    python3 opo.py --from runs/hgpo/last.pt --name judge --steps 40            trains; --baseline mean for GRPO's baseline
    python3 opo.py --from runs/base/last.pt --measure                          gradient variance of both baselines

One update per batch of fresh samples; no KL term, no entropy term, no reference model, no division by a deviation.

Differs from the papers: questions whose samples all earned the same are skipped, since their advantages are zero.
"""

import argparse
import json
import os
import random
import time

import torch
from advantages import mean, mean_baseline_advantages, opo_advantages, optimal_baseline
from model import load_checkpoint, save_checkpoint, use_device
from rollout import Rollout, line_end, roll_out, token_log_probabilities
from tasks import draw, hard, judge

SEED = 3
QUESTIONS = 16  # per step
ANSWERS = 8  # per question
RATE = 3e-5
HERE = os.path.dirname(os.path.abspath(__file__))


def verdict_reward(one: Rollout) -> float:
    return 1.0 if one.reward == 1 else -1.0


def advantages_of(group: list[Rollout], baseline: str) -> list[float]:
    rewards = [verdict_reward(one) for one in group]
    if baseline == 'mean':
        return mean_baseline_advantages(rewards)
    return opo_advantages(rewards, [one.length for one in group])


def train(start: str, name: str, steps: int, baseline: str, seed: int) -> None:
    import tokenizer as tokenizers

    tokenizer, source = tokenizers.load(), random.Random(seed)
    model, _ = load_checkpoint(start)
    optimizer = torch.optim.AdamW(model.parameters(), RATE, betas=(0.9, 0.99), weight_decay=0)
    folder = os.path.join(HERE, 'runs', name)
    os.makedirs(folder, exist_ok=True)
    log, began = open(os.path.join(folder, 'log.jsonl'), 'a'), time.time()
    for step in range(steps):
        items = [draw(source, held_out=False, maker=judge.judgements) for _ in range(QUESTIONS)]
        groups = roll_out(model, tokenizer, items, 'think', ANSWERS, source)
        useful = [group for group in groups if len({one.reward for one in group}) > 1]
        rollouts = [one for group in useful for one in group]
        if rollouts:
            pushes = torch.tensor([push for group in useful for push in advantages_of(group, baseline)])
            log_p, chosen, _, _ = token_log_probabilities(model, rollouts, line_end(tokenizer))
            loss = -(pushes[:, None] * log_p * chosen).sum() / sum(one.length for group in groups for one in group)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
        row = {'step': step, 'seconds': time.time() - began, 'reward': mean([verdict_reward(one) for group in groups for one in group]), 'useful': len(useful)}
        log.write(json.dumps(row) + '\n')
        log.flush()
        print(json.dumps({key: round(number, 4) for key, number in row.items()}), flush=True)
    save_checkpoint(os.path.join(folder, 'last.pt'), model, step=steps)


def measure(start: str, seed: int, groups: int) -> None:
    """
    Variance of the gradient estimate (r − b) ∇ log π over sampled thoughts for the same question, for b = 0, the mean, OPO's
    and the best there is, with two rewards: the rule alone, and the rule less a cost for length, which makes long answers
    earn less (as a penalty for overlong answers does). `opo_below_mean` has a 95 % interval from resampled questions.

    A group is eight thoughts, or as in HGPO half thoughts and half quick answers: there lengths differ ten times over, and a
    long answer is right more often.
    """
    import tokenizer as tokenizers

    tokenizer, source = tokenizers.load(), random.Random(seed)
    model, _ = load_checkpoint(start)
    spreads: dict[tuple[str, str], list[dict[str, float]]] = {}
    for _ in range(groups):
        maker = source.choice([hard.letter_counts, hard.addition, hard.subtraction, hard.sorting, hard.word_problems])
        item = [draw(source, held_out=False, maker=maker)]
        thoughts = roll_out(model, tokenizer, item, 'think', ANSWERS, source)[0]
        quick = roll_out(model, tokenizer, item, 'quick', ANSWERS // 2, source)[0]
        gradients = torch.stack([gradient_of(model, tokenizer, one) for one in [*thoughts, *quick]])
        for kind, chosen in (('thoughts', slice(0, ANSWERS)), ('both modes', slice(ANSWERS // 2, None))):
            group, products = [*thoughts, *quick][chosen], gradients[chosen] @ gradients[chosen].T
            for name, reward in REWARDS.items():
                spread = spread_by_baseline([reward(one) for one in group], [one.length for one in group], products)
                spreads.setdefault((kind, name), []).append(spread)
    for (kind, name), found in spreads.items():
        total = {baseline: mean([one[baseline] for one in found]) for baseline in found[0]}
        print(json.dumps({'groups of': kind, 'reward': name, 'groups': groups} | {key: round(value, 3) for key, value in total.items()} | below_mean(found, source)))


REWARDS = {'rule': lambda one: one.reward, 'rule less length / 100': lambda one: one.reward - one.length / 100}


def spread_by_baseline(rewards: list[float], lengths: list[int], products) -> dict[str, float]:
    """E[(r − b)² ‖∇ log π‖²] − ‖E[(r − b) ∇ log π]‖² for every baseline, from the products of all pairs of gradients."""
    norms = products.diagonal().tolist()
    best = sum(norm * reward for norm, reward in zip(norms, rewards)) / max(sum(norms), 1e-9)
    tried = {'none': 0.0, 'mean': mean(rewards), 'opo': optimal_baseline(rewards, lengths), 'best': best}
    spread = {}
    for name, baseline in tried.items():
        pushes = torch.tensor([reward - baseline for reward in rewards])
        spread[name] = float((pushes**2 * products.diagonal()).mean() - pushes @ products @ pushes / len(rewards) ** 2)
    return spread


def below_mean(found: list[dict[str, float]], source, times: int = 1000) -> dict[str, float]:
    """1 − Var(OPO)/Var(mean) with its bootstrap interval over questions."""
    lower = lambda some: 1 - sum(one['opo'] for one in some) / max(sum(one['mean'] for one in some), 1e-9)
    drawn = sorted(lower(source.choices(found, k=len(found))) for _ in range(times))
    return {'opo_below_mean': round(lower(found), 3), 'low': round(drawn[int(times * 0.025)], 3), 'high': round(drawn[int(times * 0.975)], 3)}


def gradient_of(model, tokenizer, one: Rollout):
    """∇ log π of one answer, as one long row."""
    log_p, chosen, _, _ = token_log_probabilities(model, [one], line_end(tokenizer))
    model.zero_grad()
    (log_p * chosen).sum().backward()
    row = torch.cat([weight.grad.flatten() for weight in model.parameters()])
    model.zero_grad()
    return row


if __name__ == '__main__':
    options = argparse.ArgumentParser()
    options.add_argument('--from', dest='start', required=True)
    options.add_argument('--name', default='judge')
    options.add_argument('--steps', type=int, default=40)
    options.add_argument('--baseline', choices=['opo', 'mean'], default='opo')
    options.add_argument('--measure', action='store_true')
    options.add_argument('--groups', type=int, default=40)
    options.add_argument('--seed', type=int, default=SEED)
    options.add_argument('--device', default='cpu')
    chosen = options.parse_args()
    use_device(chosen.device)
    if chosen.measure:
        measure(chosen.start, chosen.seed, chosen.groups)
    else:
        train(chosen.start, chosen.name, chosen.steps, chosen.baseline, chosen.seed)
