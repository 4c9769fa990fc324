"""The tasks of the demo model: every maker takes a seeded random.Random and returns one Item."""

from . import decide, easy, hard, judge, reading, talk
from .item import Item, is_held_out

# maker: share of the training questions; comparing, spelling and judging are what a small model learns last
MIX = {
    talk.about_ponder: 14, talk.small_talk: 5, talk.introductions: 0.7, talk.show_markdown: 0.8, talk.refusals: 3.5,
    easy.capitals: 4.5, easy.opposites: 5, easy.colours: 2.5, easy.plurals: 4, easy.facts: 4, easy.sounds: 0.7, easy.calendar: 4,
    easy.small_sums: 9, easy.compare: 6, easy.spell: 5, easy.lists: 3,
    reading.notes: 10, reading.memory: 2, reading.follow_ups: 5, reading.rules: 7,
    hard.addition: 5, hard.subtraction: 6, hard.multiplication: 3, hard.letter_counts: 8, hard.word_lengths: 1,
    hard.sorting: 8, hard.word_problems: 3, hard.days_later: 2,
    decide.decisions: 7, judge.judgements: 14,
}  # fmt: skip


def draw(random, held_out: bool, maker=None) -> Item:
    """A question from the wanted side of the split."""
    chosen = maker or random.choices(list(MIX), list(MIX.values()))[0]
    while True:
        item = chosen(random)
        if is_held_out(item) == held_out:
            return item
