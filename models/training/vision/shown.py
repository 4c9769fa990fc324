"""
Image questions as token ids: several questions about the same images share them.

One group is packed into one row: the part that all its questions begin with, then each question's own rest. A rest sees
the shared part and itself, and its positions go on from the shared part, so that every question is computed exactly as
if it stood alone, and the images are paid for once. Example of positions and segments, with three questions of four tokens:

    shared shared shared | a a a a | b b b b | c c c c
    0      1      2        3 4 5 6   3 4 5 6   3 4 5 6
    0      0      0        1 1 1 1   2 2 2 2   3 3 3 3
"""

from dataclasses import dataclass

from render import END, Example, Piece, chat, cut_short
from vision.item import MARKER, ImageItem
from vision.scenes import Scene

PATCHES = 36
WAYS = {'auto': 40, 'quick': 36, 'think': 12, '/think': 3, '/no_think': 4, 'cut': 5}
SYSTEMS = ['You are a helpful assistant.', 'You are Ponder.', 'Look closely.', 'Answer briefly.', 'You can see images.']
SYSTEM_SHARE = 0.12


@dataclass
class Row:
    ids: list[int]  # patches of image n of the row: vocabulary + 36 n + patch
    targets: list[int]  # the next token, -1 where nothing is learned
    forced: list[bool]  # where a forced thought begins
    positions: list[int]
    segments: list[int]  # 0 for the shared part
    images: list[Scene]


def example(random, item: ImageItem, way: str | None = None, system: str = '') -> Example:
    """As render.example, without the noise of typing, which could hurt markers and labels."""
    way = way or random.choices(list(WAYS), list(WAYS.values()))[0]
    prompt = prompt_of(item, way, system)
    if way == 'quick':
        return Example((Piece(f'{prompt}<think>\n\n</think>', False), Piece(f'\n\n{item.answer}', True), END), item, way)
    if way == 'cut':
        cut = f'{prompt}<think>\n{cut_short(random, item.thought)}\n</think>'
        return Example((Piece(cut, False), Piece(f'\n\n{item.answer}', True), END), item, way)
    thinks = way in ('think', '/think') or (way == 'auto' and item.hard)
    body = f'{item.thought}\n</think>\n\n{item.answer}' if thinks else f'\n</think>\n\n{item.answer}'
    if way == 'think':
        return Example((Piece(prompt, False), Piece('<think>\n', False), Piece(body, True), END), item, way)
    return Example((Piece(prompt, False), Piece('<think>\n' + body, True), END), item, way)


def prompt_of(item: ImageItem, way: str = 'auto', system: str = '') -> str:
    """Everything up to and with "<|im_start|>assistant\\n"."""
    return chat(turns_of(item, way, system))


def turns_of(item: ImageItem, way: str, system: str) -> list[tuple[str, str]]:
    turns = [('system', system)] if system else []
    for asked, answered in item.before:
        turns += [('user', asked), ('assistant', answered)]
    return [*turns, ('user', item.question + (f' {way}' if way.startswith('/') else ''))]


def encode_text(tokenizer, text: str, vocabulary: int, images: list[int]) -> list[int]:
    """Text between markers is tokenised for itself, as llama.cpp does it; `images` are taken from the front."""
    ids: list[int] = []
    for at, part in enumerate(text.split(MARKER)):
        if at > 0:
            first = vocabulary + PATCHES * images.pop(0)
            ids += range(first, first + PATCHES)
        ids += tokenizer.encode(part)
    return ids


def encode(tokenizer, shown: Example, images: list[int]) -> tuple[list[int], list[bool], int | None]:
    """As render.encode: ids, which are learned, and the place of the first token of a forced thought."""
    ids, learned, waiting = [], [], list(images)
    for piece in shown.pieces:
        part = encode_text(tokenizer, piece.text, len(tokenizer.tokens), waiting)
        ids += part
        learned += [piece.learned] * len(part)
    return ids, learned, learned.index(True) if shown.way == 'think' else None


def row_of(random, tokenizer, items: list[ImageItem], way: str | None = None) -> Row:
    """The questions of one group as one row."""
    system = random.choice(SYSTEMS) if random.random() < SYSTEM_SHARE else ''
    images: list[Scene] = []
    encoded = []
    for item in items:
        for scene in item.images:
            if scene not in images:
                images.append(scene)
        encoded.append(encode(tokenizer, example(random, item, way, system), [images.index(scene) for scene in item.images]))
    shared = min(learned.index(True) for _, learned, _ in encoded) - 1
    for ids, _, _ in encoded:
        same = next((at for at, (a, b) in enumerate(zip(ids, encoded[0][0])) if a != b), len(ids))
        shared = min(shared, same)
    if len(encoded) == 1:
        shared = 0
    row = Row(encoded[0][0][:shared], [-1] * shared, [False] * shared, list(range(shared)), [0] * shared, images)
    for number, (ids, learned, first) in enumerate(encoded, 1):
        rest = len(ids) - 1 - shared  # the last token is only a target
        row.ids += ids[shared:-1]
        row.targets += [token if wanted else -1 for token, wanted in zip(ids[shared + 1 :], learned[shared + 1 :])]
        row.forced += [first is not None and at == first - 1 for at in range(shared, len(ids) - 1)]
        row.positions += range(shared, shared + rest)
        row.segments += [number] * rest
    return row
