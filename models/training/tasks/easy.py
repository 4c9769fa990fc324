"""Questions that are answered at once: facts, words, small sums, small talk."""

from .item import Item
from .lists import (CAPITALS, COLOURS, DAYS, FACTS, MONTH_DAYS, MONTHS, OPPOSITES, ORDINALS, PLURALS, SOUNDS, WORDS)
from .patterns import pick
from .phrases import REFUSAL, made_up_word, sentence

OPPOSITE_OF: dict[str, str] = {}
for one, other in OPPOSITES:
    OPPOSITE_OF.setdefault(one, other)
    OPPOSITE_OF.setdefault(other, one)
FACT_BLOCKS = [line.rsplit(' = ', 1) for line in FACTS.strip().split('\n')]


def known(ability, question, answer, accept=(), thought=None) -> Item:
    return Item(ability, question, answer, thought=thought or f'I know this: {answer}', accept=accept)


def capital_answer(country: str) -> str:
    return f'The capital of {country} is {CAPITALS[country]}.'


def capitals(random) -> Item:
    country = random.choice(list(CAPITALS))
    if random.random() < 0.2:
        asked = pick(random, '(which country has the capital|the capital of which country is|what country has the capital) X')
        name = country[0].upper() + country[1:]
        return known('capitals', asked.replace('X', CAPITALS[country]), f'{CAPITALS[country]} is the capital of {country}.', (name,))
    if random.random() < 0.06:
        made_up = made_up_word(random).capitalize()
        return known('refusals', f'what is the capital of {made_up}', REFUSAL, thought='This is beyond me.')
    asked = pick(
        random,
        '(what is|name|tell me|what was|) the capital (city|) of X|(which city is|what city is) the capital (city|) of X'
        '|X has which capital|capital (city|) of X|what capital does X have|do you know the capital of X',
    )
    return known('capitals', asked.replace('X', country), capital_answer(country), (CAPITALS[country],))


def opposites(random) -> Item:
    word = random.choice(list(OPPOSITE_OF))
    asked = pick(
        random,
        '(what is|tell me|name|) the opposite of X|what is the reverse of X|(give|tell) me the opposite (of|to) X'
        '|which word is the opposite of X|X is the opposite of what|what word means the opposite of X|opposite of X',
    )
    return known('opposites', asked.replace('X', word), f'The opposite of {word} is {OPPOSITE_OF[word]}.', (OPPOSITE_OF[word],))


def colours(random) -> Item:
    thing = random.choice(list(COLOURS))
    asked = pick(
        random,
        '(what|which) (colour|color) (is|has) X|what is the (colour|color) of X|(tell me|name) the (colour|color) of X'
        '|X has (what|which) (colour|color)|(colour|color) of X',
    )
    return known('colours', asked.replace('X', thing), f'{sentence(thing)} is {COLOURS[thing]}.', (COLOURS[thing],))


def plurals(random) -> Item:
    word = random.choice(list(PLURALS))
    asked = pick(
        random,
        '(what is|tell me|name|) the plural (form|) of X|one X two what|what is the word for (more than one|many|two) X'
        '|what is X in the plural|(make|put) X (into|in) the plural|plural of X|how do you write more than one X',
    )
    return known('plurals', asked.replace('X', word), f'The plural of {word} is {PLURALS[word]}.', (PLURALS[word],))


def sounds(random) -> Item:
    animal = random.choice(list(SOUNDS))
    asked = pick(
        random,
        '(what|which) (sound|noise) does (a|the) X make|what does (a|the) X say|what is the (sound|noise) of a X'
        '|how does a X (sound|go)|(sound|noise) of a X',
    )
    return known('facts', asked.replace('X', animal), f'A {animal} says {SOUNDS[animal]}.'.replace('A owl', 'An owl'))


def facts(random) -> Item:
    pattern, answer = random.choice(FACT_BLOCKS)
    return known('facts', pick(random, pattern), answer)


def calendar(random) -> Item:
    kind = random.choice(['day', 'day', 'month', 'month', 'nth', 'length'])
    if kind == 'length':
        month = random.choice(MONTHS)
        asked = pick(random, 'how many days (does X have|are in X|has X|are there in X)|(length|number of days) of X')
        days = '28 days, 29 in a leap year' if month == 'February' else f'{MONTH_DAYS[month]} days'
        return known('calendar', asked.replace('X', month), f'{month} has {days}.')
    if kind == 'nth':
        index = random.randrange(12)
        asked = pick(random, '(what|which) (is|was) the X month (of the year|)|(name|tell me) the X month|X month of the year')
        return known('calendar', asked.replace('X', ORDINALS[index]), f'The {ORDINALS[index]} month is {MONTHS[index]}.', (MONTHS[index],))
    names = DAYS if kind == 'day' else MONTHS
    index = random.randrange(len(names))
    after = random.random() < 0.6
    asked = pick(
        random,
        f'(what|which) {kind} (comes|is) (W|right W|directly W) X|the {kind} W X|name the {kind} W X'
        + ('|what follows X|what is the next K after X'.replace('K', kind) if after else '|what is the K just before X'.replace('K', kind)),
    )
    where = 'after' if after else 'before'
    other = names[(index + (1 if after else -1)) % len(names)]
    asked = asked.replace('W', where).replace('X', names[index])
    return known('calendar', asked, f'{other} comes {where} {names[index]}.', (other,))


SUM_WORDINGS = """(what is|how much is|calculate|compute|work out|what do you get for|tell me|) A + B|A plus B|A + B
|(what is|how much is|calculate|) A plus B|(add|please add) A and B|(what is|find|) the sum of A and B|A and B is how much""".replace('\n', '')
MINUS_WORDINGS = """(what is|how much is|calculate|compute|work out|what do you get for|tell me|) A - B|A minus B|A - B
|(what is|how much is|calculate|) A minus B|(subtract|take) B from A|(what is|find|) the difference (of|between) A and B""".replace('\n', '')


def write_sum(random, pattern: str, a: int, b: int) -> str:
    text = pick(random, pattern).replace('A', str(a)).replace('B', str(b))
    if random.random() < 0.35:
        text = text.replace(f'{a} + {b}', f'{a}+{b}').replace(f'{a} - {b}', f'{a}-{b}')
    return text


def small_sums(random) -> Item:
    if random.random() < 0.65:
        a = random.randint(0, 20)
        b = random.randint(0, 20 - a)
        return Item('small-sums', write_sum(random, SUM_WORDINGS, a, b), str(a + b), f'I know this: {a}+{b}={a + b}')
    a = random.randint(0, 20)
    b = random.randint(0, a)
    return Item('small-sums', write_sum(random, MINUS_WORDINGS, a, b), str(a - b), f'I know this: {a}-{b}={a - b}')


def compare(random) -> Item:
    top = random.choice([20, 99, 99, 999])
    a, b = random.sample(range(1, top + 1), 2)
    if random.random() < 0.3:  # close numbers are the interesting ones
        b = max(1, a + random.choice([-10, -2, -1, 1, 2, 10]))
    if a == b:
        b = a + 1
    larger = random.random() < 0.6
    word = pick(random, '(larger|bigger|greater)' if larger else '(smaller|less|lower)')
    asked = pick(random, '(which|what) (number|) is W A or B|is A or B W|which is the W (number|one|) A or B|what is W A or B')
    answer = str(max(a, b) if larger else min(a, b))
    question = asked.replace('W', word).replace('A', str(a)).replace('B', str(b)).replace(f'{word} {a}', f'{word}, {a}')
    return Item('compare', question, answer, f'I know this: {a} {">" if a > b else "<"} {b}')


def spell(random) -> Item:
    word = random.choice(WORDS) if random.random() < 0.8 else made_up_word(random)
    asked = pick(random, '(spell|please spell) (the word|) X|how (do you|do i|is) spell X|how is X spelled|letters of X|can you spell X')
    return Item('spelling', asked.replace('X', word), '-'.join(word), 'I write it letter by letter.')


def lists(random) -> Item:
    kind = random.choice(['up', 'up', 'up', 'down', 'days', 'months', 'letters'])
    if kind == 'days':
        asked = pick(random, '(list|name|tell me|write|say) (all|) the days (of the week|)|what are the days of the week')
        return known('lists', asked, ', '.join(DAYS) + '.')
    if kind == 'months':
        asked = pick(random, '(list|name|tell me|write|say) (all|) the months (of the year|)|what are the months of the year')
        return known('lists', asked, ', '.join(MONTHS) + '.')
    if kind == 'letters':
        asked = pick(random, '(say|write|list|tell me|recite) the (alphabet|letters of the alphabet|abc)|what is the alphabet')
        return known('lists', asked, ' '.join('abcdefghijklmnopqrstuvwxyz'))
    first, last = 1, random.choice([5, 8, 10, 12, 15, 20, 20, 25, 30, 40, 50, 50, 100, random.randint(5, 60)])
    asked = pick(random, '(count|please count) (from 1|) to X|(list|write|say) the numbers from 1 to X|can you count to X')
    numbers = list(range(first, last + 1))
    if kind == 'down':
        numbers = list(range(min(last, 30), 0, -1))
        asked = pick(random, '(count|please count) (down|backwards) from X (to 1|)')
    return Item('lists', asked.replace('X', str(max(numbers))), ', '.join(map(str, numbers)), 'I write them one after another.')
