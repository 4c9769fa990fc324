"""Questions about two images: the same or not, the first or the second, which of them."""

from vision.ask import a, first_up, named
from vision.item import MARKER, ImageItem, scene_key
from vision.scenes import COLOURS, SHAPES, Scene, scattered, single, text_for

LAYOUTS = (
    f'{MARKER}\n{MARKER}\n', f'{MARKER}\n{MARKER}\n', f'{MARKER}{MARKER}\n', f'{MARKER} {MARKER}\n', f'Image 1: {MARKER}\nImage 2: {MARKER}\n',
    f'First image: {MARKER}\nSecond image: {MARKER}\n',
)  # fmt: skip
ORDER = ('first', 'second')


def pairs(random, held_out: bool) -> list[ImageItem]:
    kind = random.choices(['things', 'counts', 'texts'], [60, 15, 25])[0]
    first, second = {'things': two_things, 'counts': two_counts, 'texts': two_texts}[kind](random, held_out)
    layout = random.choice(LAYOUTS)
    asked = []
    for _ in range(12):
        question = {'things': about_things, 'counts': about_counts, 'texts': about_texts}[kind](random, first, second)
        if question[0] not in [other[0] for other in asked] and len(asked) < 4:
            asked.append(question)
    thought = f'image 1: {named(first)}\nimage 2: {named(second)}'
    texts = tuple({scene.text for scene in (first, second) if scene.text})
    return [
        ImageItem('two-images', f'{layout}{first_up(question)}?', answer, thought, accept=accept, images=(first, second),
                  keys=() if texts else (scene_key(question, first, second),), texts=texts)
        for question, answer, accept in asked
    ]  # fmt: skip


def two_things(random, held_out: bool) -> tuple[Scene, Scene]:
    shape, colour = random.choice(SHAPES), random.choice(COLOURS)
    other_shape = shape if random.random() < 0.4 else random.choice([other for other in SHAPES if other != shape])
    other_colour = colour if random.random() < 0.4 else random.choice([other for other in COLOURS if other != colour])
    return single(random, shape, colour), single(random, other_shape, other_colour)


def two_counts(random, held_out: bool) -> tuple[Scene, Scene]:
    one, other = random.sample(range(1, 6), 2) if random.random() < 0.7 else [random.randint(1, 5)] * 2
    kind = lambda: (random.choice(SHAPES), random.choice(COLOURS))
    return scattered(random, [kind()] * one), scattered(random, [kind()] * other)


def two_texts(random, held_out: bool) -> tuple[Scene, Scene]:
    kind = random.choice(['word', 'word', 'nonce', 'number'])
    first = text_for(random, held_out, kind)
    second = first if random.random() < 0.35 else text_for(random, held_out, kind)
    return Scene(text=first, ink=random.choice(COLOURS)), Scene(text=second, ink=random.choice(COLOURS))


def yes(truth: bool) -> str:
    return 'Yes.' if truth else 'No.'


def about_things(random, first: Scene, second: Scene):
    at = random.randrange(2)
    one, other = first.things[0], second.things[0]
    chosen, word = (one, other)[at], ORDER[at]
    draw = random.randrange(7)
    if draw == 0:
        return random.choice([f'what colour is the shape in the {word} image', f'what colour is the {word} shape']), first_up(chosen.colour) + '.', ()
    if draw == 1:
        return f'what shape is in the {word} image', f'A {chosen.shape}.', (chosen.shape, chosen.name, f'a {chosen.name}')
    if draw == 2:
        return f'what is in the {word} image', f'A {chosen.name}.' if a(chosen.name)[1] == ' ' else f'An {chosen.name}.', (chosen.name,)
    if draw == 3:
        return random.choice(['do both images show the same colour', 'are the colours the same', 'is it the same colour in both images']), yes(one.colour == other.colour), ()
    if draw == 4:
        return random.choice(['do both images show the same shape', 'are the shapes the same', 'is it the same shape in both images']), yes(one.shape == other.shape), ()
    if one.shape != other.shape and draw == 5:
        return random.choice([f'which image shows a {chosen.shape}', f'where is the {chosen.shape}, in the first or the second image']), f'The {word}.', (word, f'the {word} image', f'in the {word} image')
    if one.colour != other.colour:
        return f'which image has the {chosen.colour} shape', f'The {word}.', (word, f'the {word} image')
    return 'do both images show the same shape', yes(one.shape == other.shape), ()


def about_counts(random, first: Scene, second: Scene):
    counts = [len(first.things), len(second.things)]
    at = random.randrange(2)
    if counts[0] == counts[1] or random.random() < 0.3:
        if random.random() < 0.5:
            return 'do both images show the same number of shapes', yes(counts[0] == counts[1]), ()
        return f'how many shapes are in the {ORDER[at]} image', f'{counts[at]}.', ()
    word = random.choice(['more', 'fewer'])
    right = ORDER[int((counts[1] > counts[0]) == (word == 'more'))]
    return f'which image has {word} shapes', f'The {right}.', (right, f'the {right} image')


def about_texts(random, first: Scene, second: Scene):
    at = random.randrange(2)
    chosen, kind = (first, second)[at], 'number' if first.text.isdigit() else 'word'
    if random.random() < 0.3:
        return random.choice([f'is it the same {kind} in both images', f'do both images show the same {kind}']), yes(first.text == second.text), ()
    return random.choice([f'what does the {ORDER[at]} image say', f'which {kind} is in the {ORDER[at]} image']), f'{chosen.text}.', ()
