"""
Everything a drawing holds, as targets for the eye's patches, and the linear layers that ask for it.

Three kinds of answers on the features after post_ln; the layers are thrown away after training:
1. every patch: the shape, colour or letter that covers most of it, and whether a centre lies in it;
2. slots: patch 0 to 4 the letters in order, patch 6 to 11 the things from left to right (shape, colour, place, size);
3. counts: patch 12 to 21 how many things of each colour, 22 to 30 of each shape, 31 how many at all.
Kinds 2 and 3 have nothing to do with where those patches lie: attention may carry them there, and a language model of
this size can read them off.
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from vision.scenes import COLOURS, MOST_LETTERS, MOST_THINGS, SHAPES, Scene, different_kinds, in_cells, page, scattered, single, text_scene, two_sizes

CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
CLASSES = 1 + len(SHAPES) + len(CHARACTERS)  # what covers a patch: nothing, a shape, a character
PATCH, GRID = 12, 6
TEXT_SHARE, PAGE_SHARE = 0.6, 0.5


def any_scene(source) -> Scene:
    if source.random() < TEXT_SHARE:
        return page(source) if source.random() < PAGE_SHARE else text_scene(source, held_out=False)
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
    letters = np.full(MOST_LETTERS, -100 if '\n' in scene.text else 0)
    covers, tints = [0], [0]
    centres = np.zeros(GRID * GRID)
    for at, letter in enumerate(scene.text.replace('\n', '')):
        if '\n' not in scene.text:
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


def stacked(goals: list[dict[str, np.ndarray]]) -> dict[str, torch.Tensor]:
    return {name: torch.from_numpy(np.stack([goal[name] for goal in goals])).long() for name in goals[0]}


class Heads(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.covers, self.tints, self.centres = nn.Linear(width, CLASSES), nn.Linear(width, 1 + len(COLOURS)), nn.Linear(width, 1)
        self.letters, self.counts = nn.Linear(width, 1 + len(CHARACTERS)), nn.Linear(width, MOST_THINGS + 1)
        self.slots = nn.ModuleList(nn.Linear(width, classes) for classes in (1 + len(SHAPES), 1 + len(COLOURS), GRID, GRID, 6))

    def losses(self, features, goals: dict) -> dict[str, torch.Tensor]:
        total = lambda scores, wanted: F.cross_entropy(scores.flatten(0, -2), wanted.flatten(), reduction='sum')
        loss = lambda scores, wanted: total(scores, wanted) / (wanted >= 0).sum().clamp(min=1)
        ordered = features[:, 6:12]
        return {
            'covers': loss(self.covers(features), goals['covers']), 'tints': loss(self.tints(features), goals['tints']),
            'centres': F.binary_cross_entropy_with_logits(self.centres(features)[..., 0], goals['centres'].float()),
            'letters': loss(self.letters(features[:, :MOST_LETTERS]), goals['letters']),
            'counts': loss(self.counts(features[:, 12:32]), goals['counts']),
            **{f'slot{at}': loss(head(ordered), goals['slots'][..., at]) for at, head in enumerate(self.slots)},
        }  # fmt: skip
