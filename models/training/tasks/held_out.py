"""Held-out questions, the same for the same seed."""

import random

from . import MIX, draw
from .item import Item

MORE = {'judge': 3, 'about-ponder': 3}  # times as many, because a promise rests on this one ability alone


def items(per_ability: int, seed: int, only: set[str] | None = None) -> list[Item]:
    """The same number of different held-out questions for every ability."""
    source, found, tries = random.Random(seed), {}, 0
    for maker in MIX:
        for _ in range(per_ability * 12):
            item = draw(source, held_out=True, maker=maker)
            if only and item.ability not in only:
                break
            group = found.setdefault(item.ability, {})
            if len(group) < per_ability * MORE.get(item.ability, 1) or item.question in group:
                group[(item.before, item.question)] = item
    return [item for group in found.values() for item in list(group.values())]
