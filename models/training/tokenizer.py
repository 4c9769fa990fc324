"""
Byte-level BPE as llama.cpp reads it: model "gpt2", pre-tokenizer "qwen2", digits one by one.

    python3 tokenizer.py            trains on the tasks' own text and writes runs/tokenizer.json (under a minute)

Differs from GPT-2's: merges are learned only inside words of two letters or more, so that digits, signs and line ends
stay single tokens and a thought can work on them one at a time.
"""

import json
import os
import random
import re
from collections import Counter

MERGES = 1271  # with 256 bytes and 9 specials below: 1536 tokens, a multiple of 64, which a GPU multiplies fastest
QUESTIONS = 40_000  # text to learn the merges from
SEED = 7
PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'runs', 'tokenizer.json')

# name: GGUF token type. 3 = control (never printed), 4 = user-defined (printed: the app looks for these)
SPECIALS = {
    '<|endoftext|>': 3, '<|im_start|>': 3, '<|im_end|>': 3, '<think>': 4, '</think>': 4,
    '<tool_call>': 4, '</tool_call>': 4, '<tool_response>': 4, '</tool_response>': 4,
}  # fmt: skip

# llama.cpp's "qwen2" splitting, with \p{L} written as [^\W\d_] for Python's re
WORDS = re.compile(
    r"""(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|(?:(?![\r\n])[\W_])?[^\W\d_]+|\d| ?[^\s\w]+[\r\n]*| ?_+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"""
)


def bytes_as_letters() -> dict[int, str]:
    """GPT-2's table: printable bytes stand for themselves, the others for letters from U+0100 on."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    table = {byte: chr(byte) for byte in plain}
    for byte in range(256):
        if byte not in table:
            table[byte] = chr(256 + len(table) - len(plain))
    return table


LETTER_OF = bytes_as_letters()
BYTE_OF = {letter: byte for byte, letter in LETTER_OF.items()}


class Tokenizer:
    def __init__(self, merges: list[tuple[str, str]]):
        self.merges = merges
        self.rank = {pair: rank for rank, pair in enumerate(merges)}
        self.tokens = [LETTER_OF[byte] for byte in range(256)] + [a + b for a, b in merges] + list(SPECIALS)
        self.id_of = {token: index for index, token in enumerate(self.tokens)}
        self.split = re.compile('(' + '|'.join(map(re.escape, SPECIALS)) + ')')
        self.cache: dict[str, list[int]] = {}

    def encode(self, text: str) -> list[int]:
        """Text with special tokens in it, as the chat template writes them."""
        ids: list[int] = []
        for piece in self.split.split(text):
            if piece in SPECIALS:
                ids.append(self.id_of[piece])
            else:
                for word in WORDS.findall(piece):
                    ids.extend(self.word(word))
        return ids

    def word(self, word: str) -> list[int]:
        known = self.cache.get(word)
        if known is None:
            parts = [LETTER_OF[byte] for byte in word.encode()]
            while len(parts) > 1:
                best = min(range(len(parts) - 1), key=lambda at: self.rank.get((parts[at], parts[at + 1]), 1 << 30))
                if (parts[best], parts[best + 1]) not in self.rank:
                    break
                parts[best : best + 2] = [parts[best] + parts[best + 1]]
            known = self.cache[word] = [self.id_of[part] for part in parts]
        return known

    def decode(self, ids: list[int]) -> str:
        text = ''
        waiting = b''
        for index in ids:
            token = self.tokens[index]
            if token in SPECIALS:
                text += waiting.decode(errors='replace') + token
                waiting = b''
            else:
                waiting += bytes(BYTE_OF[letter] for letter in token)
        return text + waiting.decode(errors='replace')


def learn_merges(counts: Counter[str], wanted: int) -> list[tuple[str, str]]:
    """Joins the most frequent neighbours again and again; ties go to the alphabetically first pair."""
    words = [([LETTER_OF[byte] for byte in word.encode()], count) for word, count in counts.items()]
    merges: list[tuple[str, str]] = []
    while len(merges) < wanted:
        pairs: Counter[tuple[str, str]] = Counter()
        for parts, count in words:
            for pair in zip(parts, parts[1:]):
                pairs[pair] += count
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        for parts, _ in words:
            at = 0
            while at < len(parts) - 1:
                if (parts[at], parts[at + 1]) == best:
                    parts[at : at + 2] = [parts[at] + parts[at + 1]]
                at += 1
    return merges


def train() -> Tokenizer:
    from render import example  # here, because render needs a tokenizer type only
    from tasks import draw

    source = random.Random(SEED)
    counts: Counter[str] = Counter()
    for _ in range(QUESTIONS):
        text = example(source, draw(source, held_out=False), typos=False).text
        counts.update(word for word in WORDS.findall(text) if sum(map(str.isalpha, word)) >= 2)
    return Tokenizer(learn_merges(Counter({word: count for word, count in counts.items() if count > 2}), MERGES))


def save(tokenizer: Tokenizer) -> None:
    os.makedirs(os.path.dirname(PATH), exist_ok=True)
    with open(PATH, 'w') as file:
        json.dump({'tokens': tokenizer.tokens, 'merges': [' '.join(pair) for pair in tokenizer.merges]}, file)


def load() -> Tokenizer:
    with open(PATH) as file:
        return Tokenizer([tuple(pair.split(' ')) for pair in json.load(file)['merges']])


if __name__ == '__main__':
    trained = train()
    save(trained)
    print(len(trained.tokens), 'tokens, for example', trained.tokens[-40:-9])
