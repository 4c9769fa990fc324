"""Wordings written as patterns: "what (is|was) (a|the) token|define token" stands for five questions."""

import re
from functools import lru_cache

INNERMOST = re.compile(r'\(([^()]*)\)')


@lru_cache(maxsize=None)
def wordings(pattern: str) -> tuple[str, ...]:
    """Every text the pattern stands for."""
    texts = [text for alternative in split_outside_brackets(pattern) for text in expand(alternative)]
    return tuple(dict.fromkeys(re.sub(r' +', ' ', text).strip() for text in texts))


def split_outside_brackets(pattern: str) -> list[str]:
    parts, depth = [''], 0
    for character in pattern:
        depth += {'(': 1, ')': -1}.get(character, 0)
        if character == '|' and depth == 0:
            parts.append('')
        else:
            parts[-1] += character
    return parts


def expand(text: str) -> list[str]:
    """Resolves brackets from the inside out."""
    found = INNERMOST.search(text)
    if found is None:
        return [text]
    before, after = text[: found.start()], text[found.end() :]
    return [whole for choice in found.group(1).split('|') for whole in expand(before + choice + after)]


def pick(random, pattern: str) -> str:
    return random.choice(wordings(pattern))
