"""Questions that need steps. Each line of a thought is a local lookup: nothing has to be done in the head."""

from .easy import MINUS_WORDINGS, SUM_WORDINGS, write_sum
from .item import Item
from .lists import DAYS, NAMES, THINGS, WORDS
from .patterns import pick
from .phrases import made_up_word, sentence


def addition_thought(a: int, b: int) -> str:
    """47+85: last digits first, the carry written out, the result growing to the left."""
    left, right, lines, carry, result = str(a)[::-1], str(b)[::-1], [f'{a}+{b}'], 0, ''
    for place in range(max(len(left), len(right))):
        x = left[place] if place < len(left) else '0'
        y = right[place] if place < len(right) else '0'
        total = int(x) + int(y) + carry
        written = f'{x}+{y}' + (f'+{carry}' if carry else '')
        carry, result = total // 10, str(total % 10) + result
        lines.append(f'{written}={total}, {result}' + (f' carry {carry}' if carry else ''))
    if carry:
        result = f'{carry}{result}'
    return '\n'.join([*lines, f'={result}'])


def subtraction_thought(a: int, b: int) -> str:
    """85-47: borrows are written out. A larger second number swaps the two and keeps a minus."""
    if a < b:
        return f'{a} < {b}, so minus\n' + subtraction_thought(b, a).rsplit('\n', 1)[0] + f'\n=-{b - a}'
    left, right, lines, borrow, result = str(a)[::-1], str(b)[::-1], [f'{a}-{b}'], 0, ''
    for place in range(len(left)):
        x, y = int(left[place]), int(right[place]) if place < len(right) else 0
        taken = f'-{y}' + (f'-{borrow}' if borrow else '')
        lend = 10 if x - y - borrow < 0 else 0
        digit = x + lend - y - borrow
        result = f'{digit}{result}'
        lines.append(f'{x + lend}{taken}={digit}, {result}' + (' borrow 1' if lend else ''))
        borrow = 1 if lend else 0
    return '\n'.join([*lines, f'={int(result)}'])


def number_of(random) -> int:
    digits = random.choice([2, 2, 3, 3, 3, 4, 4])
    return random.randint(10 ** (digits - 1), 10**digits - 1)


def addition(random) -> Item:
    a, b = number_of(random), number_of(random)
    if random.random() < 0.1:
        a, b = random.choice([(a, random.randint(1, 9)), (random.randint(1, 9), a)])
    if a + b <= 20:
        a += 20
    return Item('addition', write_sum(random, SUM_WORDINGS, a, b), str(a + b), addition_thought(a, b), hard=True)


def subtraction(random) -> Item:
    a, b = sorted((number_of(random), number_of(random)), reverse=True)
    if random.random() < 0.1:
        b = random.randint(1, 9)
    if a <= 20:
        a += 20
    if random.random() < 0.08:
        a, b = b, a
    return Item('subtraction', write_sum(random, MINUS_WORDINGS, a, b), str(a - b), subtraction_thought(a, b), hard=True)


def multiplication_thought(a: int, b: int) -> str:
    tens, ones = divmod(a, 10)
    low, high = ones * b, tens * b
    carry = low // 10
    first = f'{ones}*{b}={low}, {low % 10}' + (f' carry {carry}' if carry else '')
    second = f'{tens}*{b}={high}' + (f', {high}+{carry}={high + carry}' if carry else '')
    return f'{a}*{b}\n{first}\n{second}, {high + carry}{low % 10}\n={a * b}'


def multiplication(random) -> Item:
    a, b = random.randint(11, 99), random.randint(2, 9)
    asked = pick(
        random,
        '(what is|how much is|calculate|compute|work out|) A (times|multiplied by|x|*) B|A (times|x|*) B|multiply A (by|and|with) B'
        '|(what is|find|) the product of A and B',
    )
    first, second = (a, b) if random.random() < 0.8 else (b, a)
    question = asked.replace('A', str(first)).replace('B', str(second))
    if random.random() < 0.35:
        question = question.replace(f'{first} * {second}', f'{first}*{second}').replace(f'{first} x {second}', f'{first}x{second}')
    return Item('multiplication', question, str(a * b), multiplication_thought(a, b), hard=True)


def letter_counts(random) -> Item:
    word = random.choice(WORDS) if random.random() < 0.75 else made_up_word(random)
    often = max(word, key=word.count)  # counting is hard where the letter comes more than once
    letter = random.choices([often, random.choice(word), random.choice('abcdefghijklmnopqrstuvwxyz')], [55, 25, 20])[0]
    thought, answer = letter_count_thought(word, letter)
    asked = pick(
        random,
        """how many L's are (in|there in) X|how many L's does X have|count the L's in X|how often does L (appear|occur|come) in X
|how many times does L (appear|occur) in X|(number of|) L's in X|how many times is L in X|how many L are in (the word|) X""".replace('\n', ''),
    )
    quoted = f'"{word}"' if random.random() < 0.2 else word
    return Item('letter-counts', asked.replace('L', letter).replace('X', quoted), answer, thought, hard=True)


def letter_count_thought(word: str, letter: str) -> tuple[str, str]:
    count, steps = 0, []
    for one in word:
        count += one == letter
        steps.append(f'{one}{count}')
    return f'{letter} in {word}\n' + ' '.join(steps) + f'\n={count}', str(count)


def word_lengths(random) -> Item:
    word = random.choice(WORDS) if random.random() < 0.75 else made_up_word(random)
    steps = ' '.join(f'{letter}{place}' for place, letter in enumerate(word, 1))
    asked = pick(random, 'how many letters (are in|does|are there in) (the word|) X|how long is the word X|count the letters (in|of) X')
    question = asked.replace('X', word) + (' have' if ' does ' in asked else '')
    return Item('letter-counts', question, str(len(word)), f'{word}\n{steps}\n={len(word)}', hard=True)


def sorting_thought(numbers: list[int], descending: bool) -> str:
    """Each line: what is left, then the best seen so far at each place. The last one is taken."""
    better = max if descending else min
    left, lines = list(numbers), []
    while len(left) > 1:
        best = [better(left[: place + 1]) for place in range(len(left))]
        lines.append(f'{" ".join(map(str, left))}: {" ".join(map(str, best))}')
        left.remove(best[-1])
    return '\n'.join([*lines, str(left[0]), '=' + ', '.join(map(str, sorted(numbers, reverse=descending)))])


def sorting(random) -> Item:
    """Three numbers are sorted at once; four and five take their time, most of all where they are alike."""
    count = random.choice([3, 4, 4, 5, 5])
    top = random.choice([20, 100, 100, 1000] if count == 3 else [100, 1000, 1000])
    lowest = random.randrange(1, top) if count > 3 and random.random() < 0.5 else 1
    numbers = random.sample(range(lowest, min(top, lowest + top // 10) + 10 if lowest > 1 else top), count)
    descending = random.random() < 0.25
    separator = random.choice([', ', ', ', ' ', ' and '] if len(numbers) == 3 else [', ', ', ', ' '])
    if descending:
        asked = pick(random, '(sort|order|put) (the numbers|) X (from largest to smallest|in descending order|largest first)')
    else:
        asked = pick(
            random,
            '(sort|order) (the numbers|these numbers|) X|(sort|order|put|arrange) (the numbers|) X (from smallest to largest|in ascending order|in order)',
        )
    answer = ', '.join(map(str, sorted(numbers, reverse=descending)))
    question = asked.replace('X', separator.join(map(str, numbers)))
    return Item('sorting', question, answer, sorting_thought(numbers, descending), hard=count > 3)


def word_problems(random) -> Item:
    name, thing = random.choice(NAMES), random.choice(THINGS)
    one, two = random.randint(2, 9), random.randint(2, 9)
    start = random.randint(10, 40)
    gains = f'{pick(random, "buys|gets|finds|wins|is given")} {one} more'
    losses = pick(random, f'gives {two} away|loses {two}|sells {two}|drops {two}')
    box = random.choice(['boxes', 'bags', 'baskets', 'bowls'])
    third = random.randint(2, 9) if one * two > 10 else random.randint(1, one * two - 1)
    kind = random.randrange(4)
    if kind == 0:
        steps, answer = f'{start}+{one}={start + one}\n{start + one}-{two}={start + one - two}', start + one - two
        story = f'{name} has {start} {thing} and {gains} then {name} {losses}'
    elif kind == 1:
        steps, answer = f'{start}-{two}={start - two}\n{start - two}+{one}={start - two + one}', start - two + one
        story = f'{name} has {start} {thing} and {losses} then {name} {gains}'
    elif kind == 2:
        steps, answer = f'{one}*{two}={one * two}\n{one * two}+{third}={one * two + third}', one * two + third
        story = f'{name} has {one} {box} with {two} {thing} each and {third} more {thing}'
    else:
        steps, answer = f'{one}*{two}={one * two}\n{one * two}-{third}={one * two - third}', one * two - third
        lost = pick(random, f'gives {third} away|loses {third}|sells {third}|drops {third}')
        story = f'{name} has {one} {box} with {two} {thing} each and {lost}'
    asks = pick(random, f'how many {thing} does {name} have now|how many {thing} (are left|are there now)|how many {thing} has {name} now')
    return Item('word-problems', f'{story}. {sentence(asks)}', str(answer), f'{steps}\n={answer}', hard=True)


def days_later(random) -> Item:
    """At most six days: the model knows them by heart, and a thought only takes longer."""
    start, steps = random.randrange(7), random.randint(2, 6)
    names = [DAYS[(start + step) % 7] for step in range(steps + 1)]
    asked = pick(
        random,
        '(what|which) day (is|comes) N days after X|if today is X (what|which) day (is it|will it be) in N days|N days after X (is|will be) (what|which) day'
        '|today is X, (what|which) day (is it|will it be) in N days|(what|which) day (is it|will it be) N days after X',
    )
    thought = '\n'.join(f'{step} {name}' for step, name in enumerate(names)) + f'\n={names[-1]}'
    question = asked.replace('N', str(steps)).replace('X', names[0])
    return Item('days-later', question, f'{names[-1]}.', thought)
