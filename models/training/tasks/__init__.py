"""The tasks of the demo model: every maker takes a seeded random.Random and returns one Item."""

from . import decide, easy, hard, judge, reading, talk
from .item import Item, is_held_out

# maker: share of the training questions; small sums and addition are what a small model learns last
MIX = {
    talk.about_ponder: 16, talk.small_talk: 4, talk.introductions: 0.7, talk.show_markdown: 0.8, talk.refusals: 2.5,
    easy.capitals: 4, easy.opposites: 3, easy.colours: 2, easy.plurals: 2.5, easy.facts: 5, easy.sounds: 0.7, easy.calendar: 4,
    easy.small_sums: 13, easy.compare: 4, easy.spell: 4, easy.lists: 2,
    reading.notes: 6, reading.memory: 2.5, reading.follow_ups: 5, reading.rules: 5,
    hard.addition: 8, hard.subtraction: 7, hard.multiplication: 4, hard.letter_counts: 7, hard.word_lengths: 1,
    hard.sorting: 5, hard.word_problems: 4, hard.days_later: 1,
    decide.decisions: 4, judge.judgements: 4,
}  # fmt: skip


def draw(random, held_out: bool, maker=None) -> Item:
    """A question from the wanted side of the split."""
    chosen = maker or random.choices(list(MIX), list(MIX.values()))[0]
    while True:
        item = chosen(random)
        if is_held_out(item) == held_out:
            return item
