"""
One question as the text the model sees, and which of its tokens are learned.

The template is Qwen3's shape: an assistant turn opens with <think>\\n, and the next token decides: a line end closes the
thought at once (quick), anything else is its beginning (think). Earlier assistant turns stand without their thoughts.

The ways a question is shown:
    auto          the model opens the block and decides itself; the decision is learned
    think, quick  the app has forced the mode by what stands before the answer; the decision is not learned (see encode)
    /think, /no_think   the person wrote the switch; the decision is learned
    cut           the thought was ended in the middle (budget, Answer now); only the answer is learned
"""

from dataclasses import dataclass

from tasks import draw
from tasks.item import Item
from tasks.judge import SYSTEM as JUDGE_SYSTEM
from tasks.phrases import with_noise

# share of each way, by difficulty; a hard question is seldom shown without its thought, or the model would learn to guess well
WAYS_HARD = {'auto': 55, 'think': 22, 'quick': 4, '/think': 7, '/no_think': 2, 'cut': 10}
WAYS_EASY = {'auto': 58, 'think': 13, 'quick': 15, '/think': 6, '/no_think': 4, 'cut': 4}
SYSTEMS = [
    'You are a helpful assistant.', 'You are Ponder.', 'You are a helpful assistant. Answer briefly.', 'Answer in one sentence.',
    'You are a small, friendly model.', 'Be kind and precise.', 'You are an assistant in a desktop app.', 'Always answer in English.',
]
OPENED = '<think>\n'  # what stands before the model decides
CLOSED = '<think>\n\n</think>'  # quick, forced by the app
SYSTEM_SHARE = 0.25
EARLIER_SHARE = 0.15  # of questions stand in a chat about other things


@dataclass(frozen=True)
class Piece:
    text: str
    learned: bool


@dataclass(frozen=True)
class Example:
    pieces: tuple[Piece, ...]
    item: Item
    way: str

    @property
    def text(self) -> str:
        return ''.join(piece.text for piece in self.pieces)


def choose_way(random, item: Item) -> str:
    if item.ability == 'decisions':
        return 'quick'
    ways = WAYS_HARD if item.hard else WAYS_EASY
    way = random.choices(list(ways), list(ways.values()))[0]
    return 'auto' if item.raw and way.startswith('/') else way


def example(random, item: Item, way: str | None = None, typos: bool = True) -> Example:
    way = way or choose_way(random, item)
    prompt = prompt_of(random, item, way, typos)
    if way == 'quick':
        close = Piece('<think>\n\n</think>', False)
        # the decision prompt goes on after the tag with no empty line
        answer = [Piece(item.prefix, False), Piece(item.answer, True)] if item.prefix else [Piece(f'\n\n{item.answer}', True)]
        return Example((Piece(prompt, False), close, *answer, END), item, way)
    if way == 'cut':
        cut = Piece(f'<think>\n{cut_short(random, item.thought)}\n</think>', False)
        return Example((Piece(prompt, False), cut, Piece(f'\n\n{item.answer}', True), END), item, way)
    thinks = way in ('think', '/think') or (way == 'auto' and item.hard)
    body = f'{item.thought}\n</think>\n\n{item.answer}' if thinks else f'\n</think>\n\n{item.answer}'
    if way == 'think':
        opened = (Piece('<think>\n', False), Piece(body, True))
    else:
        opened = (Piece('<think>\n' + body, True),)
    return Example((Piece(prompt, False), *opened, END), item, way)


END = Piece('<|im_end|>', True)


def prompt_of(random, item: Item, way: str, typos: bool) -> str:
    """Everything up to and with "<|im_start|>assistant\\n"."""
    return chat(prompt_turns(random, item, way, typos))


def prompt_turns(random, item: Item, way: str, typos: bool) -> list[tuple[str, str]]:
    """(role, text) of every message, the question last."""
    system = random.choice(SYSTEMS) if not item.raw and random.random() < SYSTEM_SHARE else ''
    if item.ability == 'judge' and random.random() < 0.6:
        system = JUDGE_SYSTEM
    question = item.question if item.raw else spoken(random, item, typos)
    if way.startswith('/'):
        question += f' {way}'
    turns = [('system', system)] if system else []
    for asked, answered in (*earlier_turns(random, item), *item.before):
        turns += [('user', asked), ('assistant', answered)]
    return [*turns, ('user', question)]


def earlier_turns(random, item: Item) -> list[tuple[str, str]]:
    if item.raw or random.random() > EARLIER_SHARE:
        return []
    others = [draw(random, held_out=False) for _ in range(random.randint(1, 4))]
    return [(spoken(random, other, typos=False), other.answer) for other in others if not other.raw and not other.before]


def chat(turns: list[tuple[str, str]]) -> str:
    return ''.join(f'<|im_start|>{role}\n{text}<|im_end|>\n' for role, text in turns) + '<|im_start|>assistant\n'


def spoken(random, item: Item, typos: bool) -> str:
    """Notes and rules are already whole sentences; other questions get the noise of real typing."""
    if item.ability in ('notes', 'rules'):
        return item.question
    if item.ability == 'word-problems':
        return item.question + random.choice(['?', '?', '?', '', '??'])
    return with_noise(random, item.question, typos and item.ability not in ('letter-counts', 'spelling'))


def cut_short(random, thought: str) -> str:
    return thought[: random.randrange(1, max(2, len(thought)))].rstrip()


def encode(tokenizer, shown: Example) -> tuple[list[int], list[bool], int | None]:
    """
    Token ids, for each whether it is learned, and the place of the first token of a forced thought.

    That token is learned as what a thought begins with, given that there is one: the line end is left out of its
    softmax, so the decision itself is not touched. No word crosses the border of two pieces.
    """
    ids: list[int] = []
    learned: list[bool] = []
    for piece in shown.pieces:
        part = tokenizer.encode(piece.text)
        ids += part
        learned += [piece.learned] * len(part)
    if shown.way != 'think':
        return ids, learned, None
    return ids, learned, len(tokenizer.encode(shown.pieces[0].text + shown.pieces[1].text))
