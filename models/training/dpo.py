"""
The comparison to HGPO: direct preference optimisation (DPO, https://arxiv.org/abs/2305.18290) on top of hft.py, as in the
"HFT + DPO" rows of https://arxiv.org/abs/2505.14631.

    python3 dpo.py --from runs/base/last.pt --name dpo --steps 60

For every question answers are sampled in both modes. An answer of the preferred mode (equation 8) is chosen over one of the
other mode; pairs within one mode are a right answer over a wrong one.

    L = −log σ( β [ log π(c)/π_ref(c) − log π(r)/π_ref(r) ] )        c chosen, r rejected

Differs from DPO: fresh pairs are drawn at every step, from the model as it has become; with --offline from the one it began as.
Differs from the LHRM paper: the pairs come from the model itself.
"""

import argparse
import copy
import json
import math
import os
import random
import time

import torch
from advantages import inter_group_rewards, mean
from hgpo import ANSWERS, HERE, MARGIN, QUESTIONS, RATE, questions, rate_at
from model import load_checkpoint, save_checkpoint, use_device
from rollout import Rollout, line_end, roll_out, token_log_probabilities
from torch.nn import functional as F

SEED = 2
BETA = 0.1


def preference_pairs(think: list[Rollout], quick: list[Rollout], margin: float) -> list[tuple[Rollout, Rollout]]:
    """
    (chosen, rejected), at most one pair between the modes and one within each.

    Example: think rewards [1, 0], quick [0, 0], δ 0.2: a right thought over a quick answer, and the right thought over the wrong.
    """
    for_think, _ = inter_group_rewards([one.reward for one in think], [one.reward for one in quick], margin)
    better, worse = (think, quick) if for_think else (quick, think)
    pairs = [(max(better, key=lambda one: one.reward), min(worse, key=lambda one: one.reward))]
    for group in (think, quick):
        best, worst = max(group, key=lambda one: one.reward), min(group, key=lambda one: one.reward)
        if best.reward > worst.reward:
            pairs.append((best, worst))
    return pairs


def whole_log_probability(model, rollouts: list[Rollout], end: int):
    """log π of the mode and of every token after it, (B)."""
    log_p, chosen, think, quick = token_log_probabilities(model, rollouts, end)
    return (log_p * chosen).sum(-1) + torch.where(torch.tensor([one.mode == 'think' for one in rollouts]), think, quick)


def dpo_loss(policy_chosen, policy_rejected, reference_chosen, reference_rejected, beta: float):
    """
    Example: with policy and reference equal, every difference is 0 and the loss is log 2.
    """
    return -F.logsigmoid(beta * ((policy_chosen - reference_chosen) - (policy_rejected - reference_rejected))).mean()


def train(start: str, name: str, steps: int, seed: int, asked: int, answers: int, rate: float, seconds: float, falling: bool = False, offline: bool = False) -> None:
    import tokenizer as tokenizers

    tokenizer, source = tokenizers.load(), random.Random(seed)
    end = line_end(tokenizer)
    model, _ = load_checkpoint(start)
    reference = copy.deepcopy(model)
    optimizer = torch.optim.AdamW(model.parameters(), rate, betas=(0.9, 0.99), weight_decay=0)
    folder = os.path.join(HERE, 'runs', name)
    os.makedirs(folder, exist_ok=True)
    log, began = open(os.path.join(folder, 'log.jsonl'), 'a'), time.time()
    for step in range(steps):
        if time.time() - began > seconds:
            break
        optimizer.param_groups[0]['lr'] = rate_at(step, steps, rate, falling)
        items, policy = questions(source, asked), reference if offline else model
        thinking = roll_out(policy, tokenizer, items, 'think', answers // 2, source)
        quick = roll_out(policy, tokenizer, items, 'quick', answers // 2, source)
        pairs = [pair for long, short in zip(thinking, quick) for pair in preference_pairs(long, short, MARGIN)]
        chosen, rejected = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        with torch.no_grad():
            held = whole_log_probability(reference, chosen, end), whole_log_probability(reference, rejected, end)
        loss = dpo_loss(whole_log_probability(model, chosen, end), whole_log_probability(model, rejected, end), *held, BETA)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        row = {
            'step': step, 'seconds': time.time() - began, 'loss': loss.item(), 'pairs': len(pairs),
            'think': mean([one.reward for group in thinking for one in group]), 'quick': mean([one.reward for group in quick for one in group]),
        }  # fmt: skip
        log.write(json.dumps(row) + '\n')
        log.flush()
        print(json.dumps({key: round(number, 4) for key, number in row.items()}), flush=True)
        if step % 5 == 4:
            save_checkpoint(os.path.join(folder, 'last.pt'), model, step=step + 1)
    save_checkpoint(os.path.join(folder, 'last.pt'), model, step=steps)


if __name__ == '__main__':
    options = argparse.ArgumentParser()
    options.add_argument('--from', dest='start', required=True)
    options.add_argument('--name', default='dpo')
    options.add_argument('--steps', type=int, default=60)
    options.add_argument('--seed', type=int, default=SEED)
    options.add_argument('--questions', type=int, default=QUESTIONS, help='of a step')
    options.add_argument('--answers', type=int, default=ANSWERS, help='to a question, half per mode')
    options.add_argument('--rate', type=float, default=RATE)
    options.add_argument('--seconds', type=float, default=math.inf, help='no step begins after these')
    options.add_argument('--falling', action='store_true', help='the rate falls to a tenth')
    options.add_argument('--offline', action='store_true', help='pairs from the model it begins from')
    options.add_argument('--device', default='cpu')
    chosen = options.parse_args()
    use_device(chosen.device)
    train(chosen.start, chosen.name, chosen.steps, chosen.seed, chosen.questions, chosen.answers, chosen.rate, chosen.seconds, chosen.falling, chosen.offline)
