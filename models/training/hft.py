"""
Stage 1, hybrid fine-tuning (HFT, https://arxiv.org/abs/2505.14631 section 3.1), here from random weights.

    nice -n 19 python3 hft.py --name base --minutes 65        writes runs/base/{last.pt,log.jsonl}
    nice -n 19 python3 hft.py --name base --minutes 20 --from runs/base/last.pt
    nice -n 19 python3 hft.py --name tiny --shape tiny --minutes 4                 what opo.py --measure can also be shown on
    nice -n 19 python3 hft.py --processes 2 --minutes 40                    a batch each, gradients averaged
    python3 hft.py --device cuda --batch 131072 --workers 8 --minutes 9       on a GPU

Plain next-token training on answers with a thought and answers without one, over the same questions.

Differs from the paper:
1. no pretrained model stands below: the tasks are the only text;
2. both modes share Qwen3's <think> tag; an empty block is the paper's <no_think>;
3. the mode is also set by the way the answer begins (forced by the app) or by /think and /no_think.
"""

import argparse
import copy
import json
import math
import os
import subprocess
import sys
import time

import torch
from torch import distributed
from batches import batches
from evaluate import held_out_accuracy
from model import Model, Shape, load_checkpoint, save_checkpoint
from muon import Muon
from torch.nn import functional as F

SEED = 1
TOKENS_PER_BATCH = 6000
LONGEST = 640  # tokens of one example; the few longer ones are dropped
MUON_RATE = 0.02  # matrices inside the blocks
ADAM_RATE = 4e-3  # embedding and norms
DECAY = 0.02
WARM_UP = 60  # steps
COOL_DOWN = 0.5  # the last half of the time lowers the rate to a twentieth; --cool 1 cools from the start
SAVE_EVERY = 180  # seconds between checkpoints
TEST_EVERY = 720  # seconds between looks at held-out questions, which take most of a minute

HERE = os.path.dirname(os.path.abspath(__file__))


def optimizers(model):
    matrices = [weight for name, weight in model.named_parameters() if weight.dim() == 2 and 'embedding' not in name]
    others = [weight for name, weight in model.named_parameters() if weight.dim() != 2 or 'embedding' in name]
    return [Muon(matrices, MUON_RATE, decay=DECAY), torch.optim.Adam(others, ADAM_RATE, betas=(0.9, 0.98), eps=1e-10)]


def loss_of(model, ids, targets, forced, line_end: int):
    hidden = model.hidden(ids)
    wanted = targets >= 0
    logits = model.logits(hidden[wanted])  # only where something is learned
    closing = torch.zeros_like(logits, dtype=torch.bool)
    closing[forced[wanted], line_end] = True
    return F.cross_entropy(logits.masked_fill(closing, float('-inf')), targets[wanted])


def rate_at(done: float, step: int, cool_down: float) -> float:
    """Share of the full learning rate when `done` (0 to 1) of the time is used."""
    cooling = min(1.0, (1 - done) / cool_down)
    return min(1.0, (step + 1) / WARM_UP) * max(0.05, cooling)


def average_over_processes(model, done: float) -> float:
    """Gradients become the mean over the processes, and so does the time used, so that all keep the same rate."""
    if not distributed.is_initialized():
        return done
    weights = list(model.parameters())
    flat = torch.cat([weight.grad.flatten() for weight in weights] + [torch.tensor([done], device=weights[0].device)])
    distributed.all_reduce(flat)
    flat /= distributed.get_world_size()
    for weight, part in zip(weights, flat[:-1].split([weight.numel() for weight in weights])):
        weight.grad.copy_(part.view_as(weight))
    return float(flat[-1])


def start_processes(count: int) -> None:
    """Starts the others with the same arguments; this one is rank 0."""
    os.environ.update(MASTER_ADDR='127.0.0.1', MASTER_PORT='29511', WORLD_SIZE=str(count))
    for rank in range(1, count):
        subprocess.Popen([sys.executable, *sys.argv], env={**os.environ, 'RANK': str(rank)})
    os.environ['RANK'] = '0'


SHAPES = {'shipped': {}, 'small': {'width': 192, 'heads': 6, 'hidden': 512}, 'tiny': {'width': 128, 'layers': 4, 'heads': 4, 'kv_heads': 2, 'hidden': 320}}


def train(name: str, minutes: float, start: str | None, seed: int, cool_down: float, share: float, batch: int, device: str, shape: str, workers: int) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    torch.set_float32_matmul_precision('high')
    rank = int(os.environ.get('RANK', 0))
    if 'WORLD_SIZE' in os.environ:
        distributed.init_process_group('gloo')
    import tokenizer as tokenizers

    tokenizer = tokenizers.load()
    folder = os.path.join(HERE, 'runs', name)
    os.makedirs(folder, exist_ok=True)
    model = load_checkpoint(start)[0] if start else Model(Shape(vocabulary=len(tokenizer.tokens), **SHAPES[shape]))
    model = model.to(device)
    print(sum(weight.numel() for weight in model.parameters()), 'parameters', flush=True)
    both = optimizers(model)
    began = saved = tested = time.time()
    step, tokens, running = 0, 0, None
    log = open(os.path.join(folder, 'log.jsonl'), 'a')
    for tensors in batches(tokenizer, batch, seed + 1000 * rank, LONGEST, workers):
        ids, targets, forced = (tensor.to(device, non_blocking=True) for tensor in tensors)
        loss = loss_of(model, ids, targets, forced, tokenizer.id_of['Ċ'])
        loss.backward()
        done = average_over_processes(model, (time.time() - began) / (60 * minutes))
        if done >= 1:
            break
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimizer in both:
            for group in optimizer.param_groups:
                group['lr'] = group.setdefault('full', group['lr']) * share * rate_at(done, step, cool_down)
            optimizer.step()
        model.zero_grad(set_to_none=True)
        step, tokens = step + 1, tokens + ids.numel()
        running = loss.item() if running is None else 0.98 * running + 0.02 * loss.item()
        if math.isnan(running):
            raise SystemExit('The loss is not a number: lower the learning rate.')
        if rank > 0:
            continue
        if step % 50 == 0:
            print(f'{step} steps, {tokens / 1e6:.2f} M tokens a process, {time.time() - began:.0f} s, loss {running:.4f}', flush=True)
        if time.time() - saved > SAVE_EVERY:
            saved = time.time()
            save_checkpoint(os.path.join(folder, 'last.pt'), model, step=step)
        if time.time() - tested > TEST_EVERY:
            tested = time.time()
            rows = held_out_accuracy(copy.deepcopy(model).cpu(), tokenizer, per_ability=8, seed=step)
            log.write(json.dumps({'step': step, 'tokens': tokens, 'seconds': time.time() - began, 'loss': running, 'rows': rows}) + '\n')
            log.flush()
    if rank > 0:
        return
    save_checkpoint(os.path.join(folder, 'last.pt'), model, step=step)
    print('saved', folder, step, 'steps', tokens, 'tokens', flush=True)


if __name__ == '__main__':
    options = argparse.ArgumentParser()
    options.add_argument('--name', default='base')
    options.add_argument('--minutes', type=float, default=65)
    options.add_argument('--from', dest='start')
    options.add_argument('--seed', type=int, default=SEED)
    options.add_argument('--rate', type=float, default=1.0, help='share of the learning rates to begin with')
    options.add_argument('--cool', type=float, default=COOL_DOWN)
    options.add_argument('--batch', type=int, default=TOKENS_PER_BATCH, help='tokens')
    options.add_argument('--device', default='cpu')
    options.add_argument('--shape', choices=list(SHAPES), default='shipped')
    options.add_argument('--workers', type=int, default=0, help='processes that draw the data')
    options.add_argument('--processes', type=int, default=1)
    chosen = options.parse_args()
    if chosen.processes > 1 and 'RANK' not in os.environ:
        start_processes(chosen.processes)
    train(chosen.name, chosen.minutes, chosen.start, chosen.seed, chosen.cool, chosen.rate, chosen.batch, chosen.device, chosen.shape, chosen.workers)
