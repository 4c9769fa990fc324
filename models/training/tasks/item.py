"""One question with its answer, and the split that keeps test questions out of training."""

import re
import zlib
from dataclasses import dataclass

HELD_OUT_IN = 20  # one question in 20 is never trained on


@dataclass(frozen=True)
class Item:
    ability: str  # row of the result tables
    question: str
    answer: str
    thought: str  # the shortest honest way to the answer
    hard: bool = False  # hard: left alone, the model should think first
    before: tuple[tuple[str, str], ...] = ()  # earlier turns, (question, answer)
    accept: tuple[str, ...] = ()  # other right answers
    raw: bool = False  # exact format: no paraphrase, no noise, no switch, no system prompt
    prefix: str = ''  # what stands between the closed thought and the answer, as in decision prompts


def normalise(text: str) -> str:
    """Wording without case, spacing and sentence marks; arithmetic signs stay."""
    return re.sub(r"""[\s.,?!'"’“”:;()]+""", ' ', text.lower()).strip()


def split_key(item: Item) -> str:
    return normalise(' | '.join([*(question for question, _ in item.before), item.question]))


def is_held_out(item: Item) -> bool:
    """
    Decided by the question alone, so that the same wording is always on the same side.

    Example: crc32 of "what is the capital of france" modulo 20 is not 0, so it may be trained on.
    """
    return zlib.crc32(split_key(item).encode()) % HELD_OUT_IN == 0


def is_right(item: Item, output: str) -> bool:
    return normalise(output) in {normalise(answer) for answer in (item.answer, *item.accept)}
