"""
Stage 2, hybrid group policy optimisation (HGPO, https://arxiv.org/abs/2505.14631 section 3.2), on top of hft.py.

    python3 hgpo.py --from runs/base/last.pt --name hgpo --steps 60        about 10 minutes on one core

For every question N answers are sampled, half with a thought and half without. Equations 8-10 (advantages.py) turn their
rewards into two advantages: one for the tokens of an answer within its mode, one for the mode itself.

Differs from the paper:
1. the reward is a rule: every task here has a definite answer;
2. the mode is decided by one token after <think>\\n: a line end is quick, everything else is think, so the mode's
   probability is P(line end) or 1 − P(line end) instead of that of a tag;
3. one update per batch of samples: the ratio of the PPO objective is 1 and its clip never binds;
4. equal best answers share r_intra, and ties between the modes go to quick;
5. both modes are forced, so the worse one is sampled however unlikely it is: pushing down its logarithm has no end and
   spoils the answers, so its probability is pushed down.
"""

import argparse
import copy
import json
import math
import os
import random
import time

import torch
from advantages import hybrid_advantages, mean
from model import load_checkpoint, save_checkpoint, use_device
from rollout import Rollout, line_end, roll_out, token_log_probabilities
from tasks import draw

SEED = 2
QUESTIONS = 24  # per step
ANSWERS = 8  # N in the paper: half per mode (the paper: 4)
MARGIN = 0.2  # δ
ALPHA = 1.0  # weight of the mode's advantage
KL = 0.001  # β, against the model of stage 1
RATE = 3e-5
HERE = os.path.dirname(os.path.abspath(__file__))
LEFT_OUT = {'decisions', 'lists'}  # decisions have no thought; lists are long and certain


def questions(source, count: int):
    items = []
    while len(items) < count:
        item = draw(source, held_out=False)
        if item.ability not in LEFT_OUT:
            items.append(item)
    return items


def loss_of(model, reference, rollouts: list[Rollout], intra: list[float], inter: list[float], end: int, kl: float):
    log_p, chosen, think, quick = token_log_probabilities(model, rollouts, end)
    with torch.no_grad():
        of_reference = token_log_probabilities(reference, rollouts, end)[0]
    count = chosen.sum()
    pushed = (torch.tensor(intra)[:, None] * log_p * chosen).sum() / count
    mode = torch.where(torch.tensor([one.mode == 'think' for one in rollouts]), think, quick)
    decided = pushes_of(torch.tensor(inter), mode).mean()
    apart = of_reference - log_p
    penalty = ((apart.exp() - apart - 1) * chosen).sum() / count  # π_ref/π − log(π_ref/π) − 1, never negative
    return -pushed - ALPHA * decided + kl * penalty


def pushes_of(advantages, log_p):
    """
    A log π(m) for the better mode, A 2 π(m) for the worse one, whose push ends with its probability.

    Example: at A = −1 a worse mode with π = 0.5 is pushed as by its logarithm, one with π = 0.001 by 0.002 of that.
    """
    return advantages * torch.where(advantages > 0, log_p, 2 * log_p.exp())


def rate_at(step: int, steps: int, rate: float, falling: bool) -> float:
    """
    The learning rate of a step: `rate`, or falling evenly to a tenth of it.

    Example: halfway through 100 falling steps from 1e-4 it is 5.5e-5.
    """
    return rate * (1 - 0.9 * step / steps) if falling else rate


def advantages_of(thinking: list[list[Rollout]], quick: list[list[Rollout]], margin: float):
    rollouts: list[Rollout] = []
    intra: list[float] = []
    inter: list[float] = []
    for long, short in zip(thinking, quick):
        of_think, of_quick, mode = hybrid_advantages([one.reward for one in long], [one.reward for one in short], margin)
        rollouts += [*long, *short]
        intra += [*of_think, *of_quick]
        inter += [mode] * len(long) + [-mode] * len(short)
    return rollouts, intra, inter


def train(start: str, name: str, steps: int, margin: float, seed: int, asked: int = QUESTIONS, rate: float = RATE, seconds: float = math.inf, answers: int = ANSWERS, kl: float = KL, falling: bool = False) -> None:
    import tokenizer as tokenizers

    tokenizer, source = tokenizers.load(), random.Random(seed)
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
        items = questions(source, asked)
        thinking = roll_out(model, tokenizer, items, 'think', answers // 2, source)
        quick = roll_out(model, tokenizer, items, 'quick', answers // 2, source)
        rollouts, intra, inter = advantages_of(thinking, quick, margin)
        total = 0.0
        # long and short samples apart: padding a quick answer to a thought's length is most of the work
        for mode in ('think', 'quick'):
            part = [at for at, one in enumerate(rollouts) if one.mode == mode]
            loss = loss_of(model, reference, *[[values[at] for at in part] for values in (rollouts, intra, inter)], line_end(tokenizer), kl)
            (loss / 2).backward()
            total += loss.item() / 2
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        row = {
            'step': step, 'seconds': time.time() - began, 'loss': total,
            'think': mean([one.reward for group in thinking for one in group]), 'quick': mean([one.reward for group in quick for one in group]),
            'chose_think': mean([float(value > 0) for value, one in zip(inter, rollouts) if one.mode == 'think']),
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
    options.add_argument('--name', default='hgpo')
    options.add_argument('--steps', type=int, default=60)
    options.add_argument('--margin', type=float, default=MARGIN)
    options.add_argument('--seed', type=int, default=SEED)
    options.add_argument('--questions', type=int, default=QUESTIONS, help='of a step')
    options.add_argument('--answers', type=int, default=ANSWERS, help='to a question, half per mode')
    options.add_argument('--rate', type=float, default=RATE)
    options.add_argument('--seconds', type=float, default=math.inf, help='no step begins after these')
    options.add_argument('--kl', type=float, default=KL, help='beta')
    options.add_argument('--falling', action='store_true', help='the rate falls to a tenth')
    options.add_argument('--device', default='cpu')
    chosen = options.parse_args()
    use_device(chosen.device)
    train(chosen.start, chosen.name, chosen.steps, chosen.margin, chosen.seed, chosen.questions, chosen.rate, chosen.seconds, chosen.answers, chosen.kl, chosen.falling)
