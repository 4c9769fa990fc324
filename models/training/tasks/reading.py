"""Answers that stand in the message or in an earlier turn: notes, memory, rules, follow-up questions."""

from . import easy, hard
from .item import Item
from .lists import (CAPITALS, CITIES, COLOURS, COLOUR_NAMES, DAYS, FOODS, JOBS, MONTHS, NAMES, PET_NAMES, PETS, PLURALS)
from .patterns import pick
from .phrases import made_up_word, sentence

NOT_THERE = 'The note does not say that.'


def a_name(random) -> str:
    return random.choice(NAMES) if random.random() < 0.6 else made_up_word(random).capitalize()


def a_fact(random) -> tuple[str, str, str]:
    """A sentence of a note, a question it answers, the answer."""
    name = a_name(random)
    pet, pet_name = random.choice(PETS), random.choice(PET_NAMES) if random.random() < 0.7 else made_up_word(random).capitalize()
    colour, city, food, job = (random.choice(words) for words in (COLOUR_NAMES, CITIES, FOODS, JOBS))
    day, hour = random.choice(DAYS), random.randint(1, 12)
    code = random.randint(100, 9999)
    thing = random.choice(['door', 'safe', 'gate', 'bike lock', 'alarm', 'locker'])
    event = random.choice(['meeting', 'party', 'concert', 'exam', 'game', 'lesson', 'dinner', 'wedding', 'call', 'workshop'])
    place = random.choice(['kitchen', 'garden', 'office', 'library', 'school', 'park', 'cellar', 'hall', 'station', 'museum'])
    item = random.choice(['key', 'umbrella', 'ticket', 'passport', 'book', 'phone', 'lamp', 'box', 'coat', 'wallet'])
    return random.choice([
        (f"{name}'s {pet} is called {pet_name}", f"what is (the name of {name}'s {pet}|{name}'s {pet} called)", f'{pet_name}.'),
        (f'{name} lives in {city}', f'where does {name} live|in which city does {name} live', f'{city}.'),
        (f'{name} likes {food}', f'what (does {name} like|food does {name} like)', f'{sentence(food)}.'),
        (f'{name} is a {job}', f'what is (the job of {name}|{name})|what does {name} do', f'A {job}.'),
        (f'{name} is {hour + 17} years old', f'how old is {name}|what is the age of {name}', f'{hour + 17}.'),
        (f'the code of the {thing} is {code}', f'what is the code (of|for) the {thing}|which code does the {thing} have', f'{code}.'),
        (f'the {event} is on {day} at {hour}', f'on (which|what) day is the {event}', f'{day}.'),
        (f'the {event} is on {day} at {hour}', f'at what time is the {event}|what time is the {event}', f'{hour}.'),
        (f'the {event} is in the {place}', f'where is the {event}', f'In the {place}.'),
        (f'the {item} is in the {place}', f'where is the {item}', f'In the {place}.'),
        (f'the {item} of {name} is {colour}', f'(what|which) colour is the {item} of {name}', f'{sentence(colour)}.'),
        (f'the {item} costs {code} euros', f'how much does the {item} cost|what is the price of the {item}', f'{code} euros.'),
    ])


def notes(random) -> Item:
    facts: list[tuple[str, str, str]] = []
    wanted = random.choice([1, 2, 2, 3, 3, 4, 6, 8])
    while len(facts) < wanted:
        fact = a_fact(random)
        if all(fact[0][:12] != other[0][:12] and fact[1] != other[1] for other in facts):
            facts.append(fact)
    _, asked, answer = random.choice(facts)
    question = sentence(pick(random, asked)) + '?'
    if random.random() < 0.12:
        missing = a_fact(random)
        if all(missing[1] != fact[1] and missing[0][:12] != fact[0][:12] for fact in facts):
            question, answer = sentence(pick(random, missing[1])) + '?', NOT_THERE
    lines = [sentence(fact[0]) + '.' for fact in facts]
    text = random.choice(['\n'.join(f'- {line}' for line in lines), '\n'.join(lines), '\n\n'.join(f'[{at}] {line}' for at, line in enumerate(lines, 1)), *[' '.join(lines)] * 7])
    shape = random.choice([
        'Note: {text}\n{question}', 'Note: {text} {question}', '{text} {question}', '{text}\n\n{question}', 'Notes:\n{text}\n\nQuestion: {question}',
        'Read this note and answer.\n\n{text}\n\n{question}', '{question}\n\nNote: {text}', 'Text: "{text}"\n{question}', '{question}\n\n{text}',
        '{question}\n\nPassages:\n{text}', 'Passages from your files:\n\n{text}\n\nQuestion: {question}', 'From notes.txt:\n{text}\n\n{question}',
        'Here is a text:\n{text}\n\n{question}', 'Passage 1: {text}\n\n{question}', 'Use this text: {text}\nQuestion: {question}',
    ])
    bare = (answer.rstrip('.').split(' ')[-1],) if answer.startswith(('In the', 'A ')) else ()
    return Item('notes', shape.format(text=text, question=question), answer, f'The note says: {answer}', accept=bare)


def memory(random) -> Item:
    """Told in an earlier turn, asked later."""
    name, pet_name = a_name(random), random.choice(PET_NAMES)
    pet, colour, city, food = (random.choice(words) for words in (PETS, COLOUR_NAMES, CITIES, FOODS))
    told, reply, asked, answer = random.choice([
        (f'my name is {name}', f'Nice to meet you, {name}.', 'what is my name|who am i|do you know my name', f'Your name is {name}.'),
        (f'my {pet} is called {pet_name}', f'{pet_name} is a nice name.', f'what is my {pet} called|what is the name of my {pet}', f'Your {pet} is called {pet_name}.'),
        (f'i live in {city}', f'{city} is a nice place.', 'where do i live|which city do i live in', f'You live in {city}.'),
        (f'my favourite food is {food}', 'That sounds good.', 'what is my favourite food|what do i like to eat', f'Your favourite food is {food}.'),
        (f'my favourite colour is {colour}', 'That is a nice colour.', 'what is my favourite colour|which colour do i like', f'Your favourite colour is {colour}.'),
    ])
    before = [(sentence(told) + '.', reply)]
    if random.random() < 0.5:
        other = random.choice([easy.capitals, easy.small_sums, easy.opposites, easy.colours, easy.facts])(random)
        before.append((sentence(other.question) + '?', other.answer))
    return Item('memory', pick(random, asked), answer, f'You told me. {answer}', before=tuple(before))


def follow_ups(random) -> Item:
    """A question that makes sense only after the one before."""
    kind = random.choice(['capital', 'capital', 'capital', 'colour', 'plural', 'opposite', 'letters', 'more'])
    again = '(and|and for|what about|how about|and what about|now) X'
    if kind == 'capital':
        first, second = random.sample(list(CAPITALS), 2)
        asked = pick(random, 'and (of|) X|what about X|how about X|and what is the capital of X|and for X|and the capital of X|now X')
        start = pick(random, 'what is the capital of X|capital of X|tell me the capital of X').replace('X', first)
        item = Item('follow-ups', asked.replace('X', second), easy.capital_answer(second), f'I know this: {easy.capital_answer(second)}',
                    before=((sentence(start) + '?', easy.capital_answer(first)),), accept=(CAPITALS[second],))
        return item
    if kind == 'colour':
        first, second = random.sample(list(COLOURS), 2)
        answer = f'{sentence(second)} is {COLOURS[second]}.'
        return Item('follow-ups', pick(random, again).replace('X', second), answer, f'I know this: {answer}',
                    before=((f'What colour is {first}?', f'{sentence(first)} is {COLOURS[first]}.'),))
    if kind in ('plural', 'opposite'):
        words = PLURALS if kind == 'plural' else easy.OPPOSITE_OF
        first, second = random.sample(list(words), 2)
        answer = f'The {kind} of {second} is {words[second]}.'
        return Item('follow-ups', pick(random, again + '|and of X').replace('X', second), answer, f'I know this: {answer}',
                    before=((f'What is the {kind} of {first}?', f'The {kind} of {first} is {words[first]}.'),))
    if kind == 'letters':
        first = hard.letter_counts(random)
        word = first.thought.split('\n')[0].split(' in ')[1]
        letter = random.choice(word)
        thought, answer = hard.letter_count_thought(word, letter)
        asked = pick(random, "and how many L's|and L|what about L|and the letter L|how many L's").replace('L', letter)
        return Item('follow-ups', asked, answer, thought, hard=True, before=((sentence(first.question) + '?', first.answer),))
    first = random.choice([hard.addition, hard.subtraction])(random)
    a, b = int(first.answer), random.randint(2, 99)
    if random.random() < 0.5 or a < b:
        asked = pick(random, f'(and|now|then) (plus|add) {b}|add {b} (to that|to it)|plus {b}|and {b} more')
        answer, thought = a + b, hard.addition_thought(a, b) if a >= 0 else hard.subtraction_thought(b, -a)
    else:
        asked = pick(random, f'(and|now|then) (minus|subtract|take away) {b}|subtract {b} (from that|from it)|minus {b}')
        answer, thought = a - b, hard.subtraction_thought(a, b)
    return Item('follow-ups', asked, str(answer), thought, hard=True, before=((sentence(first.question) + '?', first.answer),))


def rules(random) -> Item:
    """A yes/no rule in the message, answered at once; a thought works through its conditions."""
    name, limit = random.choice(NAMES), random.randint(5, 60)
    age = random.choice([limit, limit + random.randint(1, 30), max(1, limit - random.randint(1, 30)), random.randint(1, 90)])
    kind = random.choice(['over', 'under', 'day', 'colour', 'either', 'both'])
    act = random.choice(['enter', 'swim', 'join', 'ride', 'vote', 'play', 'drive', 'borrow books'])
    ask = pick(random, f'may {name} {act}|can {name} {act}|is {name} allowed to {act}')
    if kind in ('over', 'under'):
        fits = age > limit if kind == 'over' else age < limit
        rule = pick(random, f'(only people|you may {act} if you are|everyone) {kind} {limit}').replace('people', f'people who are')
        rule = rule if rule.startswith('you') else f'{rule} may {act}'
        sign = '>' if kind == 'over' else '<'
        return rule_item(random, rule, f'{name} is {age}', ask, fits, f'{age} {sign} {limit}: {yes_no(fits).lower()}')
    if kind == 'day':
        allowed = random.sample(DAYS, random.randint(1, 3))
        day = random.choice(allowed) if random.random() < 0.5 else random.choice(DAYS)
        fits = day in allowed
        return rule_item(random, f'the pool is open on {" and ".join(allowed)}', f'today is {day}', 'is the pool open today', fits, f'{day} is {"" if fits else "not "}in the list')
    if kind == 'colour':
        allowed = random.sample(COLOUR_NAMES, random.randint(1, 3))
        colour = random.choice(allowed) if random.random() < 0.5 else random.choice(COLOUR_NAMES)
        fits = colour in allowed
        return rule_item(random, f'only {" and ".join(allowed)} tickets are valid', f'{name} has a {colour} ticket', f'is the ticket of {name} valid', fits, f'{colour} is {"" if fits else "not "}in the list')
    low, high = sorted(random.sample(range(4, 80), 2))
    member = random.random() < 0.5
    if kind == 'either':
        one, two = age < low, age > high
        rule, fits, joined = f'entry is free for people under {low} or over {high}', one or two, 'or'
        steps = f'{age} < {low}: {yes_no(one).lower()}\n{age} > {high}: {yes_no(two).lower()}'
        return rule_item(random, rule, f'{name} is {age}', f'is entry free for {name}', fits, f'{steps}\n{joined}: {yes_no(fits).lower()}')
    one, two = age > low, member
    fits = one and two
    rule = f'you may {act} if you are over {low} and a member'
    steps = f'{age} > {low}: {yes_no(one).lower()}\nmember: {yes_no(two).lower()}\nand: {yes_no(fits).lower()}'
    return rule_item(random, rule, f'{name} is {age} and {"" if member else "not "}a member', ask, fits, steps)


def yes_no(fits: bool) -> str:
    return 'Yes' if fits else 'No'


def rule_item(random, rule, case, ask, fits, thought) -> Item:
    shape = random.choice(['Rule: R. C. Q?', 'R. C. Q?', 'Rule: R.\nC.\nQ?', 'The rule says: R. C. Q?', 'Rule: R.\n\nC. Q? Answer yes or no.'])
    text = shape.replace('R. ', '\0. ').replace('R.', '\0.').replace('C.', '\1.').replace('Q?', '\2?')
    text = text.replace('\0', sentence(rule)).replace('\1', sentence(case)).replace('\2', sentence(ask))
    return Item('rules', text, yes_no(fits) + '.', thought)
