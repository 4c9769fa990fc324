"""
Raven-like puzzles after Kosmos-1's test: the images of a 2 x 2 or 3 x 3 grid without its last one, then one candidate and
"Is it correct?"; of six candidates the one with the highest P(Yes) is the answer. Chance: one in six.

Shape, colour and number each follow a rule of their own: the same everywhere, the same along a row, the same down a
column, or (3 x 3) each value once in every row and column. The missing image is what all three rules say.
"""

from dataclasses import dataclass

from vision.ask import plural
from vision.item import MARKER, NUMBERS, ImageItem
from vision.scenes import COLOURS, SHAPES, Scene, Thing

PARTS = {'shape': SHAPES, 'colour': COLOURS, 'number': (1, 2, 3, 4)}
CANDIDATES = 6
PLACES = {1: ((36, 36),), 2: ((20, 36), (52, 36)), 3: ((36, 19), (19, 51), (53, 51)), 4: ((19, 19), (53, 19), (19, 53), (53, 53))}
Cell = tuple[str, str, int]  # shape, colour, number


@dataclass(frozen=True)
class Puzzle:
    side: int
    rules: tuple[str, str, str]
    cells: tuple[Cell, ...]  # row by row, without the last
    answer: Cell
    wrong: tuple[Cell, ...]

    @property
    def key(self) -> str:
        return f'{self.rules} {self.cells}'


def name(cell: Cell) -> str:
    shape, colour, number = cell
    return f'{NUMBERS[number]} {colour} {shape if number == 1 else plural(shape)}'


def value_at(rule: str, values: list, row: int, column: int, side: int):
    return values[{'same': 0, 'row': row, 'column': column, 'falling': (column - row) % side, 'rising': (column + row) % side}[rule]]


def puzzle(random, side: int) -> Puzzle:
    kinds = ['same', 'row', 'column'] + (['falling', 'rising'] if side == 3 else [])
    while True:
        rules = tuple(random.choice(kinds) for _ in PARTS)
        if any(rule != 'same' for rule in rules):
            break
    values = [random.sample(options, side) for options in PARTS.values()]
    grid = [tuple(value_at(rule, some, row, column, side) for rule, some in zip(rules, values)) for row in range(side) for column in range(side)]
    answer, wrong = grid[-1], []
    while len(wrong) < CANDIDATES - 1:
        changed = list(answer)
        for part in random.sample(range(3), random.choice([1, 1, 2])):
            seen = [value for value in values[part] if value != answer[part]]
            changed[part] = random.choice(seen if random.random() < 0.7 else [value for value in list(PARTS.values())[part] if value != answer[part]])
        if tuple(changed) not in wrong:
            wrong.append(tuple(changed))
    return Puzzle(side, rules, tuple(grid[:-1]), answer, tuple(wrong))


def scene(random, cell: Cell) -> Scene:
    shape, colour, number = cell
    radius = random.uniform(13, 20) if number == 1 else random.uniform(10, 14)
    near = lambda value: value + random.uniform(-2, 2)
    return Scene(tuple(Thing(shape, colour, near(x), near(y), radius) for x, y in PLACES[number]))


def grid_text(side: int) -> str:
    rows = [' '.join([MARKER] * (side if row < side - 1 else side - 1)) for row in range(side)]
    return f'Here are {"three" if side == 2 else "eight"} images:\n' + '\n'.join(rows) + '\n'


def question(side: int) -> str:
    return f'{grid_text(side)}The following image is: {MARKER}\nIs it correct?'


def item(asked: Puzzle, shown: tuple[Scene, ...], candidate: Cell, drawn: Scene) -> ImageItem:
    right = candidate == asked.answer
    thought = f'missing: {name(asked.answer)}\nhere: {name(candidate)}'
    return ImageItem('raven', question(asked.side), 'Yes.' if right else 'No.', thought, images=(*shown, drawn), keys=(asked.key,))


def puzzles(random, held_out: bool, side: int | None = None) -> list[ImageItem]:
    """For training: what is missing, in words, then right and wrong candidates, about as many of each."""
    asked = puzzle(random, side or random.choice([2, 3]))
    shown = tuple(scene(random, cell) for cell in asked.cells)
    missing = ImageItem('raven-words', grid_text(asked.side) + 'What is missing?', f'{name(asked.answer).capitalize()}.', f'missing: {name(asked.answer)}', images=shown, keys=(asked.key,))
    candidates = [asked.answer, asked.answer, *random.sample(asked.wrong, 2)]
    return [missing, *(item(asked, shown, candidate, scene(random, candidate)) for candidate in candidates)]


def candidates_of(random, asked: Puzzle) -> tuple[list[ImageItem], int]:
    """For measuring: the six questions in a random order, and which of them is right."""
    shown = tuple(scene(random, cell) for cell in asked.cells)
    cells = [asked.answer, *asked.wrong]
    random.shuffle(cells)
    return [item(asked, shown, cell, scene(random, cell)) for cell in cells], cells.index(asked.answer)
