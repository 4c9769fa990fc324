"""
Teaches the eye to see before any language: everything that is in a drawing is asked of its patches.

    python3 -m vision.pretrain --minutes 20 --name vit          writes runs/vit/last.pt every two minutes
    python3 -m vision.pretrain --minutes 10 --name vit --from runs/vit/last.pt

Three kinds of answers, each a linear layer on the features after post_ln, thrown away afterwards:
1. every patch: the shape, colour or letter that covers most of it, and whether a centre lies in it;
2. slots: patch 0 to 4 the letters in order, patch 6 to 11 the things from left to right (shape, colour, place, size);
3. counts: patch 12 to 21 how many things of each colour, 22 to 30 of each shape, 31 how many at all.
Slots 2 and 3 have nothing to do with where those patches lie: attention may carry them there, and a language model of
this size can read them off.
"""

import argparse
import os
import random
import time

import numpy as np
import torch
from muon import Muon
from torch import nn
from torch.nn import functional as F
from vision.drawing import pixels
from vision.scenes import COLOURS, MOST_LETTERS, MOST_THINGS, SHAPES, SIDE, Scene, different_kinds, in_cells, scattered, single, text_scene, two_sizes
from vision.vit import Eye, EyeShape, eye_matrices, eye_others, load_eye, save_eye

BATCH = 64
MUON_RATE = 0.015
ADAM_RATE = 2e-3
WARM_UP = 100  # steps
SAVE_EVERY = 60  # seconds
CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
CLASSES = 1 + len(SHAPES) + len(CHARACTERS)  # what covers a patch: nothing, a shape, a character
PATCH, GRID = 12, 6
TEXT_SHARE = 0.45
HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def any_scene(source) -> Scene:
    if source.random() < TEXT_SHARE:
        return text_scene(source, held_out=False)
    kind = source.randrange(6)
    if kind == 0:
        return single(source)
    if kind == 1:
        return in_cells(source, different_kinds(source, source.randint(1, 4)))
    if kind == 2:
        return two_sizes(source)
    if kind == 3:
        return scattered(source, [(source.choice(SHAPES), source.choice(COLOURS))] * source.randint(0, MOST_THINGS))
    if kind == 4:
        return scattered(source, [(source.choice(SHAPES), source.choice(COLOURS)) for _ in range(source.randint(2, MOST_THINGS))], 5.5, 9)
    one, other = different_kinds(source, 2)
    return scattered(source, [one] * source.randint(1, 3) + [other] * source.randint(1, 3), 5.5, 9)


def goals_of(scene: Scene, owner: np.ndarray) -> dict[str, np.ndarray]:
    """Class numbers; -100 where nothing is asked."""
    slots = np.full((6, 5), -100)  # shape, colour, x, y, size of the things from left to right
    letters = np.full(MOST_LETTERS, 0)
    covers, tints = [0], [0]
    centres = np.zeros(GRID * GRID)
    for at, letter in enumerate(scene.text):
        letters[at] = 1 + CHARACTERS.index(letter)
        covers.append(1 + len(SHAPES) + CHARACTERS.index(letter))
        tints.append(1 + COLOURS.index(scene.ink))
    for thing in scene.things:
        covers.append(1 + SHAPES.index(thing.shape))
        tints.append(1 + COLOURS.index(thing.colour))
        centres[GRID * int(thing.y / PATCH) + int(thing.x / PATCH)] = 1
    slots[:, 0] = 0
    for slot, thing in enumerate(sorted(scene.things, key=lambda thing: thing.x)):
        slots[slot] = (1 + SHAPES.index(thing.shape), 1 + COLOURS.index(thing.colour), int(thing.x / PATCH), int(thing.y / PATCH), min(5, int(thing.radius / 4)))
    counts = [sum(thing.colour == colour for thing in scene.things) for colour in COLOURS]
    counts += [sum(thing.shape == shape for thing in scene.things) for shape in SHAPES] + [len(scene.things)]
    patches = owner.reshape(GRID, PATCH, GRID, PATCH).transpose(0, 2, 1, 3).reshape(GRID * GRID, -1)
    areas = np.stack([(patches == number).sum(1) for number in range(len(covers))], 1)
    areas[:, 0] = 12  # a thing must cover a twelfth of a patch
    winner = areas.argmax(1)
    return {'slots': slots, 'letters': letters, 'covers': np.array(covers)[winner], 'tints': np.array(tints)[winner], 'centres': centres, 'counts': np.array(counts)}


class Heads(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.covers, self.tints, self.centres = nn.Linear(width, CLASSES), nn.Linear(width, 1 + len(COLOURS)), nn.Linear(width, 1)
        self.letters, self.counts = nn.Linear(width, 1 + len(CHARACTERS)), nn.Linear(width, MOST_THINGS + 1)
        self.slots = nn.ModuleList(nn.Linear(width, classes) for classes in (1 + len(SHAPES), 1 + len(COLOURS), GRID, GRID, 6))

    def losses(self, features, goals: dict) -> dict[str, torch.Tensor]:
        loss = lambda scores, wanted: F.cross_entropy(scores.flatten(0, -2), wanted.flatten())
        ordered = features[:, 6:12]
        return {
            'covers': loss(self.covers(features), goals['covers']), 'tints': loss(self.tints(features), goals['tints']),
            'centres': F.binary_cross_entropy_with_logits(self.centres(features)[..., 0], goals['centres'].float()),
            'letters': loss(self.letters(features[:, :MOST_LETTERS]), goals['letters']),
            'counts': loss(self.counts(features[:, 12:32]), goals['counts']),
            **{f'slot{at}': loss(head(ordered), goals['slots'][..., at]) for at, head in enumerate(self.slots)},
        }  # fmt: skip


def batch_of(source, scenes: list[Scene]) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    drawn = [pixels(scene, source) for scene in scenes]
    goals = [goals_of(scene, owner) for scene, (_, owner) in zip(scenes, drawn)]
    stacked = {name: torch.from_numpy(np.stack([goal[name] for goal in goals])).long() for name in goals[0]}
    return torch.from_numpy(np.stack([image for image, _ in drawn])), stacked


@torch.no_grad()
def accuracy(eye: Eye, heads: Heads, seed: int, count: int = 300) -> dict[str, float]:
    """On words never drawn in training, and on fresh drawings."""
    source = random.Random(seed)
    images, goals = batch_of(source, [text_scene(source, held_out=True) for _ in range(count)])
    read = heads.letters(eye.features(images)[:, :MOST_LETTERS]).argmax(-1) == goals['letters']
    images, goals = batch_of(source, [scene for scene in (any_scene(source) for _ in range(2 * count)) if scene.things])
    features = eye.features(images)
    right = {'letters': read.float().mean().item(), 'words': read.all(1).float().mean().item()}
    right['counts'] = (heads.counts(features[:, 12:32]).argmax(-1) == goals['counts'])[:, -1].float().mean().item()
    for at, name in ((0, 'shape'), (1, 'colour')):
        asked = goals['slots'][..., 0] > 0
        right[name] = (heads.slots[at](features[:, 6:12]).argmax(-1) == goals['slots'][..., at])[asked].float().mean().item()
    return {name: round(value, 3) for name, value in right.items()}


def train(name: str, minutes: float, start: str | None, seed: int, cool_down: float) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    source = random.Random(seed)
    eye, stored = load_eye(start) if start else (Eye(EyeShape()), {})
    if not start:
        eye.whiten(batch_of(source, [any_scene(source) for _ in range(512)])[0])
    heads = Heads(eye.shape.width)
    if 'heads' in stored:
        heads.load_state_dict(stored['heads'])
    folder = os.path.join(HERE, 'runs', name)
    os.makedirs(folder, exist_ok=True)
    both = [Muon(eye_matrices(eye), MUON_RATE, decay=0.02), torch.optim.Adam([*eye_others(eye), *heads.parameters()], ADAM_RATE, betas=(0.9, 0.98))]
    weights = [weight for optimizer in both for group in optimizer.param_groups for weight in group['params']]
    projector = {id(weight) for part in (eye.mm_0, eye.mm_2) for weight in part.parameters()}
    began = saved = time.time()
    step, running = 0, {}
    while (done := (time.time() - began) / (60 * minutes)) < 1:
        images, goals = batch_of(source, [any_scene(source) for _ in range(BATCH)])
        losses = heads.losses(eye.features(images), goals)
        sum(losses.values()).backward()
        torch.nn.utils.clip_grad_norm_([weight for weight in weights if id(weight) not in projector], 2.0)
        rate = min(1.0, (step + 1) / WARM_UP) * max(0.03, min(1.0, (1 - done) / cool_down))
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
            print(step, f'{saved - began:.0f} s', {key: round(value, 3) for key, value in running.items()}, accuracy(eye, heads, 7), flush=True)
    save_eye(os.path.join(folder, 'last.pt'), eye, heads=heads.state_dict(), step=step)
    print('saved', step, accuracy(eye, heads, 7), flush=True)


if __name__ == '__main__':
    options = argparse.ArgumentParser()
    options.add_argument('--name', default='vit')
    options.add_argument('--minutes', type=float, default=10)
    options.add_argument('--from', dest='start')
    options.add_argument('--seed', type=int, default=1)
    options.add_argument('--cool', type=float, default=0.5, help='share of the time over which the rate falls')
    chosen = options.parse_args()
    train(chosen.name, chosen.minutes, chosen.start, chosen.seed, chosen.cool)
