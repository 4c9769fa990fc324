"""
node-llama-cpp's decision prompts: a document, a question, numbered options; the answer is one digit.

The model sees exactly this, with the thought already closed (noul; choice says "letters", score ends with one more option):

    DOC\\n\\nQuestion: Is this hard?\\n\\nReply the letter of the best answer:\\n1. Yes\\n0. No
    <think>\\n\\n</think>Answer: 1
"""

from . import easy, hard, reading, talk
from .item import Item
from .patterns import pick

KINDS = {  # label: (wordings of an option, makers of questions of that kind)
    'sum': ('arithmetic|a sum|a calculation|math', [hard.addition, hard.subtraction, hard.multiplication, easy.small_sums]),
    'capital': ('a capital city|geography|a capital', [easy.capitals]),
    'greeting': ('a greeting|small talk|chat', [talk.small_talk]),
    'ponder': ('a question about Ponder|about the app|Ponder', [talk.about_ponder]),
    'letters': ('counting letters|letters|a letter count', [hard.letter_counts]),
    'sorting': ('sorting numbers|sorting|putting in order', [hard.sorting]),
    'opposite': ('an opposite|opposites|a word of opposite meaning', [easy.opposites]),
    'colour': ('a colour|colours|a question about colour', [easy.colours]),
    'story': ('a word problem|a story with numbers', [hard.word_problems]),
    'plural': ('a plural|plurals|the plural of a word', [easy.plurals]),
}
ASK_HARD = """(is|would you call) this (question|) (hard|difficult)|does this (question|message|) need (step by step|careful|) thinking|is this a hard question
|does (answering|answering this|it) need (several steps|step by step reasoning|reasoning|working out)|should (you|the model|one) think (first|before answering)
|would thinking step by step help|does the (message|question|request) need step by step thinking""".replace('\n', '')
ASK_EASY = 'is this (question|) (easy|simple)|can this be answered (at once|directly|without thinking)|is this an easy question'


def a_question(random) -> tuple[str, Item]:
    kind = random.choice(list(KINDS))
    return kind, random.choice(KINDS[kind][1])(random)


def noul(random) -> Item:
    kind, about = a_question(random)
    draw = random.random()
    if draw < 0.5:
        asked, truth = pick(random, ASK_HARD), about.hard
    elif draw < 0.65:
        asked, truth = pick(random, ASK_EASY), not about.hard
    else:
        other = kind if random.random() < 0.5 else random.choice(list(KINDS))
        asked, truth = f'(is this|is it|is the message) {pick(random, KINDS[other][0])}', other == kind
        asked = pick(random, asked)
    yes, no = 'Yes', 'No'
    if random.random() < 0.15 and draw < 0.5:
        yes, no = random.choice([('Yes. It needs several steps', 'No'), ('It is hard', 'It is easy'), ('Think first', 'Answer at once')])
    return decision(random, about, 'letter', asked, [('1', yes), ('0', no)], '1' if truth else '0')


def choice(random) -> Item:
    kind, about = a_question(random)
    others = random.sample([other for other in KINDS if other != kind], random.randint(1, 4))
    labels = [kind, *others]
    random.shuffle(labels)
    asked = pick(random, '(which|what) kind of (question|message) is (this|it)|what is this about|(which|what) is the topic|choose the kind of this message')
    options = [(str(index), pick(random, KINDS[label][0])) for index, label in enumerate(labels)]
    return decision(random, about, 'letters', asked, options, str(labels.index(kind)))


def score(random) -> Item:
    _, about = a_question(random)
    levels = random.choice([['easy', 'hard'], ['easy', 'medium', 'hard'], ['simple', 'difficult'], ['no thinking needed', 'some thinking', 'much thinking']])
    top = len(levels) - 1
    level = top if about.hard else 0
    asked = pick(random, 'how (hard|difficult) is (this|it|this question)|how much thinking does this need')
    options = [(str(index), text) for index, text in enumerate([*levels, 'None of the above'])]
    return decision(random, about, 'letter', asked, options, str(level))


def decision(random, about: Item, letters: str, asked: str, options, answer: str) -> Item:
    asked = asked[0].upper() + asked[1:] + '?'
    document = about.question if random.random() < 0.5 else about.question[0].upper() + about.question[1:] + random.choice(['?', '.', ''])
    listed = '\n'.join(f'{symbol}. {text}' for symbol, text in options)
    reply = f'Reply the {letters} of the best answer:'
    text = f'{document}\n\nQuestion: {asked}\n\n{reply}\n{listed}'
    return Item('decisions', text, answer, thought='', raw=True, prefix='Answer: ')


def decisions(random) -> Item:
    return random.choice([noul, noul, choice, choice, score])(random)
