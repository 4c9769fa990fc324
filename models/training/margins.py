"""
How often the model thinks as δ grows: HGPO from the same checkpoint at five margins, then the share of held-out questions
where it opens a thought.

    python3 margins.py --from runs/base/last.pt --steps 12        about 2 minutes a margin on one core

The paper (https://arxiv.org/abs/2505.14631, section 4.4) finds the same: a larger δ, fewer thoughts.
"""

import argparse
import json
import math
import os
import random

import hgpo
import torch
from advantages import mean
from model import load_checkpoint, use_device
from rollout import line_end
from evaluate import OPENED
from render import prompt_of
from tasks import draw

MARGINS = [-0.2, 0.1, 0.4, 0.7, 1.0]  # at −0.2 a tie goes to thinking, at 1 a thought can earn nothing more
QUESTIONS = 300
SEED = 31


@torch.no_grad()
def think_rate(path: str) -> float:
    """Mean P(think) over held-out questions, as the app reads it where a thought would open."""
    import tokenizer as tokenizers

    tokenizer, source, (model, _) = tokenizers.load(), random.Random(SEED), load_checkpoint(path)
    rates = []
    while len(rates) < QUESTIONS:
        item = draw(source, held_out=True)
        if item.ability in hgpo.LEFT_OUT:
            continue
        ids = torch.tensor([tokenizer.encode(prompt_of(source, item, 'auto', typos=False) + OPENED)])
        quick = torch.softmax(model.logits(model.hidden(ids)[:, -1]), -1)[0, line_end(tokenizer)]
        rates.append(1 - float(quick))
    return mean(rates)


if __name__ == '__main__':
    options = argparse.ArgumentParser()
    options.add_argument('--from', dest='start', required=True)
    options.add_argument('--steps', type=int, default=12)
    options.add_argument('--margins', type=float, nargs='*', default=MARGINS)
    options.add_argument('--questions', type=int, default=hgpo.QUESTIONS, help='of a step')
    options.add_argument('--rate', type=float, default=hgpo.RATE)
    options.add_argument('--seconds', type=float, default=math.inf, help='of each margin')
    options.add_argument('--device', default='cpu')
    chosen = options.parse_args()
    use_device(chosen.device)
    print(json.dumps({'before': round(think_rate(chosen.start), 4)}), flush=True)
    for margin in chosen.margins:
        name = f'margin{margin}'
        hgpo.train(chosen.start, name, chosen.steps, margin, hgpo.SEED, chosen.questions, chosen.rate, chosen.seconds)
        print(json.dumps({'margin': margin, 'think_rate': round(think_rate(os.path.join(hgpo.HERE, 'runs', name, 'last.pt')), 4)}), flush=True)
