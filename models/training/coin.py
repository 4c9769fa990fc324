"""
HFT that is not told when to think: where HGPO begins in its paper (https://arxiv.org/abs/2505.14631, section 3.1).

    python3 coin.py --from runs/refined2/last.pt --name coin --steps 200        12 minutes on one core

The other trainings say of every question which mode it needs. Here that is taken out again, so that hgpo.py and dpo.py have to
find it by reward alone: each question has either mode, by a coin. The coin is not tossed, its expectation is learned (undecided),
beside the answers of both modes as ever.

Differs from the paper: its two modes come of two sorts of questions (reasoning, chat), which leaves the model unsure only between.
"""

import argparse
import json
import os
import random

import torch
from hgpo import HERE, questions
from model import load_checkpoint, save_checkpoint, use_device
from packed import Document, text_document
from refine import LONGEST_TEXT, POOL, text_batches, text_loss
from render import OPENED, example, prompt_of
from rollout import line_end
from tasks import draw
from torch.nn import functional as F

SEED = 5
QUESTIONS = 48  # per step, whose mode is learned
TOKENS = 1500  # per step, of answers
RATE = 3e-4
WEIGHT = 0.3  # of the mode's loss beside the answers'
WARM_UP = 10  # steps
# none of these decides; a hard question is not shown with an answer and no thought, as in refine.py
WAYS = {True: ('think', 'think', 'cut'), False: ('think', 'quick', 'quick', 'cut')}


def undecided(logits):
    """
    The expected loss of a mode that a coin decides, least where the model is at one half; `logits` are log π(think)/π(quick), (B).

        L = −½ log π(think) − ½ log π(quick)

    Example: log 2 = 0.693 at π(think) = 0.5, and 1.204 at 0.9.
    """
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, 0.5))


def thinking_logits(model, prompts: list[list[int]], end: int):
    """log π(think)/π(quick) after prompts that end where a thought would open, (B)."""
    longest = max(map(len, prompts))
    ids = torch.tensor([prompt + [0] * (longest - len(prompt)) for prompt in prompts])
    last = torch.tensor([len(prompt) - 1 for prompt in prompts])
    scores = model.logits(model.hidden(ids)[torch.arange(len(prompts)), last])
    thoughts = scores.index_fill(-1, torch.tensor([end]), float('-inf'))
    return torch.logsumexp(thoughts, -1) - scores[:, end]


def prompts_of(tokenizer, source, count: int) -> list[list[int]]:
    asked = questions(source, count)
    return sorted((tokenizer.encode(prompt_of(source, item, 'auto', typos=True) + OPENED) for item in asked), key=len)


def answered(tokenizer, source) -> list[Document]:
    """Answers in both modes, of examples in which the mode is given."""
    found: list[Document] = []
    while len(found) < POOL:
        item = draw(source, held_out=False)
        way = 'quick' if item.ability == 'decisions' else source.choice(WAYS[item.hard])
        document = text_document(tokenizer, example(source, item, way))
        if len(document.columns['ids']) <= LONGEST_TEXT:
            found.append(document)
    return found


def learn_modes(model, prompts: list[list[int]], end: int) -> list[float]:
    """Adds the gradient of every prompt's mode; short and long ones apart, to pad little. Returns π(think) of each."""
    rates: list[float] = []
    half = len(prompts) // 2
    for part in (prompts[:half], prompts[half:]):
        logits = thinking_logits(model, part, end)
        (WEIGHT * undecided(logits) * len(part) / len(prompts)).backward()
        rates += torch.sigmoid(logits.detach()).tolist()
    return rates


def train(start: str, name: str, steps: int, seed: int, rate: float) -> None:
    import tokenizer as tokenizers

    tokenizer, source = tokenizers.load(), random.Random(seed)
    end = line_end(tokenizer)
    model, _ = load_checkpoint(start)
    optimizer = torch.optim.AdamW(model.parameters(), rate, betas=(0.9, 0.98), weight_decay=0)
    texts = text_batches(tokenizer, seed + 1, TOKENS, answered)
    folder = os.path.join(HERE, 'runs', name)
    os.makedirs(folder, exist_ok=True)
    for step in range(steps):
        optimizer.param_groups[0]['lr'] = rate * min(1.0, (step + 1) / WARM_UP) * (1 - step / steps)
        rates = learn_modes(model, prompts_of(tokenizer, source, QUESTIONS), end)
        text = text_loss(model, *next(texts), end)
        text.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        row = {'step': step, 'text': round(text.item(), 4), 'sure_of_a_mode': sum(abs(one - 0.5) > 0.3 for one in rates) / len(rates)}
        print(json.dumps(row), flush=True)
        if step % 20 == 19:
            save_checkpoint(os.path.join(folder, 'last.pt'), model, step=step + 1)
    save_checkpoint(os.path.join(folder, 'last.pt'), model, step=steps)


if __name__ == '__main__':
    options = argparse.ArgumentParser()
    options.add_argument('--from', dest='start', required=True)
    options.add_argument('--name', default='coin')
    options.add_argument('--steps', type=int, default=200)
    options.add_argument('--seed', type=int, default=SEED)
    options.add_argument('--rate', type=float, default=RATE)
    options.add_argument('--device', default='cpu')
    chosen = options.parse_args()
    use_device(chosen.device)
    train(chosen.start, chosen.name, chosen.steps, chosen.seed, chosen.rate)
