"""Wordings that many tasks share, and the noise real people add."""

REFUSAL = 'I am a small demo model, so that is beyond me. A larger model can be added on the Models page.'
CONSONANTS = 'bcdfghjklmnprstvwz'
VOWELS = 'aeiou'


def made_up_word(random) -> str:
    syllables = random.randint(2, 4)
    word = ''.join(random.choice(CONSONANTS) + random.choice(VOWELS) for _ in range(syllables))
    return word + random.choice(['', 'n', 'r', 's', 'x', 'lia', 'nd'])


def sentence(text: str) -> str:
    return text[0].upper() + text[1:]


OPENINGS = ['please ', 'hi, ', 'hello, ', 'hey, ', 'can you tell me, ', 'tell me: ', 'quick question: ', 'ok, ', 'and now: ', 'so, ',
            'i have a question: ', 'please tell me: ', 'i want to know: ', 'could you tell me: ', 'hi! ', 'dear model, ']
ENDINGS = [' please', ', please', ' thanks', ' for me', ', thank you']


def with_noise(random, question: str, typos: bool) -> str:
    """The same question as different people would type it. Never changes what `normalise` cannot undo, except by an opening or a typo."""
    text = question
    draw = random.random()
    if draw < 0.12:
        text = random.choice(OPENINGS) + text
    elif draw < 0.16:
        text = text + random.choice(ENDINGS)
    if typos and random.random() < 0.06:
        text = with_typo(random, text)
    draw = random.random()
    if draw < 0.6:
        text = sentence(text)
    elif draw < 0.64:
        text = text.upper()
    elif draw < 0.68:
        text = text.title()
    asks = text.lower().startswith(('what', 'how', 'which', 'who', 'is ', 'are ', 'do ', 'does ', 'can ', 'where', 'when', 'why'))
    draw = random.random()
    if draw < 0.7:
        text += '?' if asks else random.choice(['.', '', '?', '='] if text[-1].isdigit() and '+' in text else ['.', '', '?'])
    elif draw < 0.76:
        text += random.choice(['??', '!', ' ?', '...', ' :)'])
    return text


def with_typo(random, text: str) -> str:
    """Swaps or drops one letter inside a longer word; numbers stay."""
    words = text.split(' ')
    places = [index for index, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not places:
        return text
    index = random.choice(places)
    word = words[index]
    at = random.randrange(1, len(word) - 2)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    words[index] = swapped if random.random() < 0.5 else word[:at] + word[at + 1 :]
    return ' '.join(words)
