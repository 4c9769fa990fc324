"""
Judging two answers to one question (RRM, https://arxiv.org/abs/2505.14674): a chain of thought, then one boxed verdict.

The prompt follows the paper's evaluation prompt, in our words. There are no ties: exactly one answer is right.
"""

from . import easy, hard, reading, talk
from .item import Item, is_right
from .phrases import REFUSAL, sentence, with_noise

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
    (easy.compare, 2), (talk.about_ponder, 3), (talk.small_talk, 1), (talk.refusals, 0.7), (easy.spell, 0.7), (hard.days_later, 1), (reading.rules, 1), (reading.notes, 1),
]


def verdict(number: int) -> str:
    return f'\\boxed{{Assistant {number}}}'


def wrong_answer(random, maker, item: Item) -> str:
    """A wrong answer of the same kind: a slip in a number, another fact, or an evasion."""
    if random.random() < 0.08 and item.answer != REFUSAL:
        return REFUSAL
    if random.random() < 0.06:  # an answer to something else
        return random.choices([other for other, _ in MAKERS], [weight for _, weight in MAKERS])[0](random).answer
    if item.answer.lstrip('-').isdigit():
        return slip(random, int(item.answer)) if random.random() < 0.7 else guess(random, int(item.answer))
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


def guess(random, number: int) -> str:
    """What a model writes that did not work it out: another number about as large."""
    return str(random.randint(min(0, 2 * number), max(9, 2 * abs(number))))


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
    return item.thought if item.hard or '\n' in item.thought else f'Right: {item.answer}'


def comparison(better: int, first: str, second: str) -> str:
    """Both answers copied out and held against the right one, so that the verdict is read off and not guessed."""
    return '\n'.join(f'{number}: {answer} {"yes" if number == better else "no"}' for number, answer in ((1, first), (2, second)))


def asked_as(random, item: Item) -> str:
    if item.ability in ('rules', 'notes'):
        return item.question
    if random.random() < 0.4:
        return with_noise(random, item.question, typos=False)
    return sentence(item.question) + ('?' if random.random() < 0.7 else '')


def judgements(random) -> Item:
    maker = random.choices([maker for maker, _ in MAKERS], [weight for _, weight in MAKERS])[0]
    item = maker(random)
    wrong = item.answer
    while is_right(item, wrong):
        wrong = wrong_answer(random, maker, item)
    # the answer in other words is as right
    right = random.choice(item.accept) if item.accept and random.random() < 0.12 else item.answer
    better = random.choice([1, 2])
    first, second = (right, wrong) if better == 1 else (wrong, right)
    question = asked_as(random, item)
    text = (
        f'## Query\n{question}\n\n## Assistant responses\n\n### Assistant 1\n{first}\n\n### Assistant 2\n{second}\n\n'
        f'## Analysis\n{ASKED}'
    )
    thought = f'{worked_out(item)}\n{comparison(better, first, second)}\nAssistant {better} is right.'
    return Item('judge', text, verdict(better), thought, hard=True, raw=True)
