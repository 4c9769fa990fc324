"""
Teaches the eye to see before any language: everything that is in a drawing is asked of its patches (goals.py).

    python3 -m vision.pretrain --minutes 20 --name vit          writes runs/vit/last.pt every minute
    python3 -m vision.pretrain --minutes 10 --name vit --from runs/vit/last.pt
    python3 -m vision.pretrain --minutes 5 --name vit --device cuda --workers 14 --batch 512      on a GPU
"""

import argparse
import copy
import functools
import os
import random
import time

import numpy as np
import torch
from muon import Muon
from vision.batches import endless
from vision.drawing import pixels
from vision.goals import Heads, any_scene, goals_of, stacked
from vision.scenes import MOST_LETTERS, Scene, text_scene
from vision.vit import Eye, EyeShape, eye_matrices, eye_others, load_eye, save_eye

BATCH = 64
MUON_RATE = 0.015
ADAM_RATE = 2e-3
WARM_UP = 100  # steps
SAVE_EVERY = 60  # seconds
HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def batch_of(source, scenes: list[Scene]) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    drawn = [pixels(scene, source) for scene in scenes]
    goals = stacked([goals_of(scene, owner) for scene, (_, owner) in zip(scenes, drawn)])
    return torch.from_numpy(np.stack([image for image, _ in drawn])), goals


def drawings(size: int, seed: int):
    source = random.Random(seed)
    while True:
        yield batch_of(source, [any_scene(source) for _ in range(size)])


@torch.no_grad()
def accuracy(eye: Eye, heads: Heads, seed: int, count: int = 300) -> dict[str, float]:
    """On words never drawn in training, and on fresh drawings."""
    source = random.Random(seed)
    images, goals = batch_of(source, [text_scene(source, held_out=True) for _ in range(count)])
    read = heads.letters(eye.features(images)[:, :MOST_LETTERS]).argmax(-1) == goals['letters']
    right = {'letters': read[goals['letters'] > 0].float().mean().item(), 'words': read.all(1).float().mean().item()}
    images, goals = batch_of(source, [scene for scene in (any_scene(source) for _ in range(2 * count)) if scene.things])
    features = eye.features(images)
    right['counts'] = (heads.counts(features[:, 12:32]).argmax(-1) == goals['counts'])[:, -1].float().mean().item()
    for at, name in ((0, 'shape'), (1, 'colour')):
        asked = goals['slots'][..., 0] > 0
        right[name] = (heads.slots[at](features[:, 6:12]).argmax(-1) == goals['slots'][..., at])[asked].float().mean().item()
    return {name: round(value, 3) for name, value in right.items()}


def train(name: str, minutes: float, start: str | None, seed: int, cool_down: float, device: str, workers: int, size: int, share: float) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    source = random.Random(seed)
    eye, stored = load_eye(start) if start else (Eye(EyeShape()), {})
    if not start:
        eye.whiten(batch_of(source, [any_scene(source) for _ in range(512)])[0])
    eye, heads = eye.to(device), Heads(eye.shape.width).to(device)
    if 'heads' in stored:
        heads.load_state_dict(stored['heads'])
    folder = os.path.join(HERE, 'runs', name)
    os.makedirs(folder, exist_ok=True)
    both = [Muon(eye_matrices(eye), MUON_RATE, decay=0.02), torch.optim.Adam([*eye_others(eye), *heads.parameters()], ADAM_RATE, betas=(0.9, 0.98))]
    weights = [weight for optimizer in both for group in optimizer.param_groups for weight in group['params']]
    projector = {id(weight) for part in (eye.mm_0, eye.mm_2) for weight in part.parameters()}
    batches = endless(functools.partial(drawings, size), seed, workers)
    began = saved = time.time()
    step, running = 0, {}
    while (done := (time.time() - began) / (60 * minutes)) < 1:
        images, goals = next(batches)
        losses = heads.losses(eye.features(images.to(device)), {name: goal.to(device) for name, goal in goals.items()})
        sum(losses.values()).backward()
        torch.nn.utils.clip_grad_norm_([weight for weight in weights if id(weight) not in projector], 2.0)
        rate = share * min(1.0, (step + 1) / WARM_UP) * max(0.03, min(1.0, (1 - done) / cool_down))
        for optimizer in both:
            for group in optimizer.param_groups:
                group['lr'] = group.setdefault('full', group['lr']) * rate
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        step += 1
        running = {key: 0.97 * running.get(key, value.item()) + 0.03 * value.item() for key, value in losses.items()}
        if time.time() - saved > SAVE_EVERY:
            saved = time.time()
            save_eye(os.path.join(folder, 'last.pt'), eye, heads=heads.state_dict(), step=step)
            print(step, f'{saved - began:.0f} s', {key: round(value, 3) for key, value in running.items()}, accuracy(copy.deepcopy(eye).cpu(), copy.deepcopy(heads).cpu(), 7), flush=True)
    save_eye(os.path.join(folder, 'last.pt'), eye, heads=heads.state_dict(), step=step)
    print('saved', step, accuracy(copy.deepcopy(eye).cpu(), copy.deepcopy(heads).cpu(), 7), flush=True)


if __name__ == '__main__':
    options = argparse.ArgumentParser()
    options.add_argument('--name', default='vit')
    options.add_argument('--minutes', type=float, default=10)
    options.add_argument('--from', dest='start')
    options.add_argument('--seed', type=int, default=1)
    options.add_argument('--cool', type=float, default=0.5, help='share of the time over which the rate falls')
    options.add_argument('--rate', type=float, default=1.0, help='share of the learning rates to begin with')
    options.add_argument('--device', default='cpu')
    options.add_argument('--workers', type=int, default=0, help='processes that draw')
    options.add_argument('--batch', type=int, default=BATCH, help='images')
    chosen = options.parse_args()
    train(chosen.name, chosen.minutes, chosen.start, chosen.seed, chosen.cool, chosen.device, chosen.workers, chosen.batch, chosen.rate)
