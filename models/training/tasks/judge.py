"""
Judging two answers to one question (RRM, https://arxiv.org/abs/2505.14674): a chain of thought, then one boxed verdict.

The prompt follows the paper's evaluation prompt, in our words. There are no ties: exactly one answer is right.
"""

from . import easy, hard, talk
from .item import Item
from .phrases import REFUSAL, sentence

SYSTEM = (
    'You judge two answers to one question. Say which assistant answers better, never both and never neither. '
    'Order and length do not matter.'
)
ASKED = (
    "Let's analyze this step by step and decide which assistant is better, "
    'and then answer \\boxed{Assistant 1} or \\boxed{Assistant 2}.'
)
MAKERS = [
    (hard.addition, 4), (hard.subtraction, 3), (hard.multiplication, 2), (hard.letter_counts, 3), (hard.word_problems, 2), (hard.sorting, 1),
    (easy.small_sums, 3), (easy.capitals, 3), (easy.opposites, 2), (easy.colours, 2), (easy.plurals, 2), (easy.facts, 1), (easy.calendar, 1),
    (easy.compare, 2), (talk.about_ponder, 2),
]


def verdict(number: int) -> str:
    return f'\\boxed{{Assistant {number}}}'


def wrong_answer(random, maker, item: Item) -> str:
    """A wrong answer of the same kind: a slip in a number, another fact, or an evasion."""
    if random.random() < 0.08 and item.answer != REFUSAL:
        return REFUSAL
    if item.answer.lstrip('-').isdigit():
        return slip(random, int(item.answer))
    if maker is hard.sorting:
        numbers = item.answer.split(', ')
        at = random.randrange(len(numbers) - 1)
        numbers[at], numbers[at + 1] = numbers[at + 1], numbers[at]
        return ', '.join(numbers)
    for _ in range(50):
        other = maker(random)
        if other.answer == item.answer:
            continue
        words, others = item.answer.split(' '), other.answer.split(' ')
        # the same sentence with another fact in it, where both are built alike
        if len(words) == len(others) and words[:3] == others[:3]:
            return ' '.join([*words[:-1], others[-1]])
        return other.answer
    return REFUSAL


def slip(random, number: int) -> str:
    step = random.choice([1, -1, 1, -1, 2, 10, -10, 100]) if abs(number) > 20 else random.choice([1, -1, 2, -2, 3])
    if random.random() < 0.25 and number > 100:
        digits = list(str(number))
        at = random.randrange(len(digits) - 1)
        digits[at], digits[at + 1] = digits[at + 1], digits[at]
        swapped = int(''.join(digits))
        return str(swapped if swapped != number else number + 10)
    return str(abs(number + step) if number >= 0 and number + step != -number else number + step)


def worked_out(item: Item) -> str:
    return item.thought if item.hard else f'Right: {item.answer}'


def comparison(right: str, first: str, second: str) -> str:
    """Both answers copied out and held against the right one, so that the verdict is read off and not guessed."""
    return '\n'.join(f'{number}: {answer} {"yes" if answer == right else "no"}' for number, answer in ((1, first), (2, second)))


def judgements(random) -> Item:
    maker = random.choices([maker for maker, _ in MAKERS], [weight for _, weight in MAKERS])[0]
    item = maker(random)
    wrong = wrong_answer(random, maker, item)
    better = random.choice([1, 2])
    first, second = (item.answer, wrong) if better == 1 else (wrong, item.answer)
    question = sentence(item.question) + ('?' if random.random() < 0.7 else '')
    text = (
        f'## Query\n{question}\n\n## Assistant responses\n\n### Assistant 1\n{first}\n\n### Assistant 2\n{second}\n\n'
        f'## Analysis\n{ASKED}'
    )
    thought = f'{worked_out(item)}\n{comparison(item.answer, first, second)}\nAssistant {better} is right.'
    return Item('judge', text, verdict(better), thought, hard=True, raw=True)
