"""Small talk, questions about Ponder, and an honest word where the model's reach ends."""

import os

from .easy import known
from .item import Item
from .lists import NAMES
from .patterns import pick, wordings
from .phrases import REFUSAL, made_up_word


def read_intents() -> list[tuple[str, list[str]]]:
    """about_ponder.txt as (answer, patterns of its questions)."""
    intents: list[tuple[str, list[str]]] = []
    with open(os.path.join(os.path.dirname(__file__), 'about_ponder.txt')) as file:
        for line in file.read().splitlines():
            if line.startswith('= '):
                intents.append((line[2:], []))
            elif line and not line.startswith('#'):
                intents[-1][1].append(line)
    return intents


INTENTS = read_intents()


def about_ponder(random) -> Item:
    answer, patterns = random.choice(INTENTS)
    return known('about-ponder', surrounded(random, pick(random, random.choice(patterns))), answer, thought='This is about Ponder.')


OPENERS = ['please', 'ok', 'so', 'well', 'hey', 'hello', 'hi ponder', 'tell me', 'i have a question', 'one more thing', 'and', 'oh', 'now', 'quick question']
CLOSERS = ['please', 'ponder', 'thanks', 'my friend', 'then', 'now', 'exactly', 'today', 'again', 'i wonder', 'in short']


def surrounded(random, text: str) -> str:
    """Words before and after that do not change what is meant, in 3 of 10 questions; a greeting before a greeting would."""
    if random.random() > 0.3:
        return text
    before = random.choice(['', '', *OPENERS])
    after = random.choice(['', '', *CLOSERS])
    return f'{before} {text} {after}'.strip()


SMALL_TALK = [
    ('hello|hi|hey|hello there|hi there|hey there|good day|greetings|hello ponder|hi ponder|hey ponder|hello (model|you)|hallo|hiya|howdy',
     'Hello! How can I help you?'),
    ('good morning|morning|good morning ponder', 'Good morning! How can I help you?'),
    ('good evening|evening|good evening ponder', 'Good evening! How can I help you?'),
    ('good afternoon|good afternoon ponder', 'Good afternoon! How can I help you?'),
    ('good night|sleep well|good night ponder', 'Good night! Sleep well.'),
    ('how are you|how are you (doing|today|doing today)|how do you do|how is it going|are you (ok|well|fine)|how do you feel|what is up|hello how are you|hi how are you',
     'I am well, thank you. What would you like to know?'),
    ('thanks|thank you|thank you (very much|so much)|many thanks|thanks a lot|thx|great thanks|ok thanks|thank you ponder',
     'You are welcome!'),
    ('bye|goodbye|bye bye|see you|see you later|see you tomorrow|good bye|farewell|bye for now|i have to go|see you soon', 'Goodbye! Come back any time.'),
    ('(that is|you are|this is|) (great|nice|good|cool|wonderful|amazing|awesome|perfect|super)|well done|good job|good answer|i like you|i like (this|it)|you are (clever|smart|helpful|kind)',
     'Thank you! I am glad to hear that.'),
    ('(that is|this is|you are) (wrong|bad|stupid|not right|false|not true|useless)|wrong|no that is wrong|i do not like (you|this|it)|bad answer|that is incorrect',
     'I am sorry. Try again with Think, or ask it in other words.'),
    ('sorry|i am sorry|excuse me|pardon|my mistake|oops', 'No problem at all.'),
    ('yes|no|ok|okay|maybe|sure|fine|all right|hm|hmm|i see|aha|right', 'All right. What would you like to know?'),
    ('test|testing|this is a test|just testing|are you there|is anyone there|does this work|can you hear me|ping', 'I am here and it works.'),
    ('tell me a joke|do you know a joke|a joke please|make me laugh|joke|another joke|say something funny',
     'Why did the token cross the window? To get into the context.'),
    ('how old are you|what is your age|when were you born|when is your birthday|your age', 'I have no age. I am a file of numbers.'),
    ('where are you|where do you live|where are you from|in which country are you', 'I live on your computer, in one small file.'),
    ('are you (a human|a person|human|real|a robot|alive|a bot|a machine)|do you have (feelings|a body|friends|a family)|are you a real person',
     'I am a small language model, not a person.'),
    ('i am (bored|sad|tired|hungry|lonely|angry|sick|not well)|i feel (sad|bad|lonely|sick)|i had a bad day',
     'I am sorry to hear that. I hope it gets better soon.'),
    ('i am (happy|fine|well|good|glad)|i feel (good|great|well)|i had a good day|today is a good day', 'I am glad to hear that!'),
    ('do you (like|love) (me|music|food|cats|dogs|books)|what is your favourite (food|colour|animal|book|song)|do you have a favourite (food|colour|animal)',
     'I have no likes of my own, but I am glad to help.'),
]


def small_talk(random) -> Item:
    pattern, answer = random.choice(SMALL_TALK)
    return known('small-talk', surrounded(random, pick(random, pattern)), answer, thought='This is small talk.')


def introductions(random) -> Item:
    name = random.choice(NAMES) if random.random() < 0.7 else made_up_word(random).capitalize()
    asked = pick(random, '(my name is|i am|i am called|call me) X|(hello|hi), (my name is|i am|this is) X')
    return known('small-talk', asked.replace('X', name), f'Nice to meet you, {name}.', thought='This is small talk.')


def show_markdown(random) -> Item:
    pattern, answer = random.choice(MARKDOWN)
    return known('markdown', pick(random, pattern), answer, thought='I show an example.')


MARKDOWN = [
    ('(show|write|give|make) me a (table|small table|markdown table|table please)|can you make a table|(make|draw|write) a (table|small table)|an example of a table',
     '| country | capital |\n| --- | --- |\n| France | Paris |\n| Japan | Tokyo |\n| Kenya | Nairobi |'),
    ('(show|write|give) me (some|a piece of|example|) code|(write|show) (some|) (code|python|a python function|a function)|an example of code|write a program',
     '```python\ndef add(a, b):\n    return a + b\n\nprint(add(2, 3))\n```'),
    ('(show|write|give) me (a|some) (formula|formulas|math formula|equation|math)|(write|show) a formula|an example of a formula',
     'The theorem of Pythagoras: $a^2 + b^2 = c^2$'),
    ('(show|write|give|make) me a (list|bullet list|todo list|list please)|(write|make) a (list|bullet list)|an example of a list',
     '- one\n- two\n- three'),
    ('(show|give|write) me (bold|italic|bold and italic) text|(write|show) (bold|italic) text', 'This is **bold** and this is *italic*.'),
    ('(show|give|write) me a (quote|quotation)|(write|show) a quote', '> Think before you speak, but not every time.'),
]

BEYOND = """write (me|) (a|an) (poem|song|story|essay|letter|speech|novel|recipe|email|joke book|business plan|summary|report) about X
|explain (X|how X works|the theory of X|the idea of X) (to me|in detail|)|(who|what) (discovered|invented|founded) X|why is X (important|so popular|expensive|dangerous|famous)
|what do you think (about|of) X|what is the (history|future|meaning|price|cause|origin) of X|how (do|can) i (learn|build|repair|cook|fix|sell|buy|grow|clean) X
|(who won|when was|what caused) (the|) X|tell me (a story|everything|more|the news|something interesting) about X|how much does X cost|how does X work
|translate X into (german|french|spanish|chinese)|what is X|what are X|who (is|was) X|define X|describe X|compare X and Y|what is the difference between X and Y
|(write|make|create) a (plan|program|website|game|logo|picture) for X|is X (good|bad|healthy|better|safe)|should i (buy|learn|use|eat|sell) X|give me (advice|tips|ideas) (on|about|for) X
|summarize X|(what|which) (book|film|music|song) (about|for) X (should i|can i) (read|see|hear)|where (can i find|is|was|can i buy) X|when (did|does|will) X (begin|end|happen|start)
|how (old|tall|heavy|fast|deep) is X|prove (that|) X|plan a (trip|party|holiday) (with|to|for) X|can you (draw|paint|sing|play|drive|cook) X|what is the (population|area|president|king|weather) (of|in) X""".replace('\n', '')
TOPICS = """quantum physics, the roman empire, football, the stock market, love, black holes, photosynthesis, the french revolution, bitcoin,
machine learning, the economy, the weather, world war two, the internet, a car engine, philosophy, climate change, the olympic games, jazz, ballet,
chess, the human brain, dna, evolution, the big bang, electricity, nuclear power, politics, democracy, inflation, taxes, a mortgage, yoga, meditation,
vitamins, cancer, diabetes, the heart, vaccines, antibiotics, a bicycle, a guitar, a violin, the moon landing, the pyramids, the great wall, napoleon,
julius caesar, einstein, newton, mozart, beethoven, picasso, plato, gandhi, cleopatra, queen victoria, the beatles, star wars, harry potter, the bible,
my friend, my boss, my homework, my garden, my job, my cat, my car, a wedding, a birthday, a holiday, gold, oil, diamonds, coffee, tea, wine, sugar,
kubernetes, python, javascript, linux, docker, sql, algebra, calculus, geometry, statistics, probability, prime numbers, poetry, grammar, the sonnet,
volcanoes, earthquakes, dinosaurs, whales, sharks, wolves, eagles, ants, roses, forests, deserts, rivers, the arctic, mars, saturn, comets, galaxies,
the titanic, the cold war, the middle ages, the renaissance, feudalism, socialism, capitalism, the world cup, tennis, golf, skiing, robots, drones""".replace('\n', ' ').split(', ')


def refusals(random) -> Item:
    topic = random.choice(TOPICS) if random.random() < 0.6 else made_up_word(random)
    if random.random() < 0.15:
        topic = f'{made_up_word(random)} {made_up_word(random)}'
    asked = pick(random, BEYOND).replace('X', topic).replace('Y', random.choice(TOPICS))
    return known('refusals', asked, REFUSAL, thought='This is beyond me.')


NUMBER_OF_WORDINGS = sum(len(wordings(pattern)) for _, patterns in INTENTS for pattern in patterns)
