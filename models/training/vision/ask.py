"""What can be asked about one image: each asker takes a scene and returns (question, answer, other right answers), or None."""

from vision.item import NUMBERS
from vision.scenes import COLOURS, REGIONS, SHAPES, Scene, Thing

# other right names of a place
ALSO = {'middle': ('centre', 'center', 'in the middle'), 'top': ('top middle',), 'left': ('middle left',), 'right': ('middle right',), 'bottom': ('bottom middle',)}


def first_up(text: str) -> str:
    return text[0].upper() + text[1:]


def a(name: str) -> str:
    return f'{"an" if name[0] in "aeiou" else "a"} {name}'


def unique(scene: Scene, part: str) -> list[Thing]:
    """Things whose shape (or colour) no other thing has."""
    values = [getattr(thing, part) for thing in scene.things]
    return [thing for thing in scene.things if values.count(getattr(thing, part)) == 1]


def colour(random, scene: Scene):
    if scene.text:
        kind = 'number' if scene.text.isdigit() else 'word'
        return random.choice([f'what colour is the {kind}', 'what colour is the text', f'which colour does the {kind} have']), first_up(scene.ink) + '.', ()
    if not (things := unique(scene, 'shape')):
        return None
    thing = random.choice(things)
    questions = [f'what colour is the {thing.shape}', f'which colour is the {thing.shape}', f'what colour does the {thing.shape} have', f'the colour of the {thing.shape}']
    if len(scene.things) == 1:
        questions += ['what colour is it', 'what colour is this', 'what colour is the shape', 'which colour do you see']
    return random.choice(questions), first_up(thing.colour) + '.', (f'it is {thing.colour}',)


def shape(random, scene: Scene):
    if not (things := unique(scene, 'colour')):
        return None
    thing = random.choice(things)
    questions = [f'what shape is {thing.colour}', f'which shape is {thing.colour}', f'what is the {thing.colour} shape', f'what is {thing.colour}', f'what shape is the {thing.colour} one']
    if len(scene.things) == 1:
        questions += ['what shape is it', 'what shape is this', 'which shape do you see', 'what is the shape']
    return random.choice(questions), f'A {thing.shape}.', (thing.shape, f'the {thing.shape}')


def count(random, scene: Scene):
    if scene.text:
        return None
    things = scene.things
    draw = random.random()
    if draw < 0.4 or not things:
        name, number = random.choice(['shapes', 'things', 'objects']), len(things)
    elif draw < 0.6:
        colour = random.choice([random.choice(things).colour, random.choice(things).colour, random.choice(COLOURS)])
        name, number = f'{colour} {random.choice(["shapes", "things"])}', sum(thing.colour == colour for thing in things)
    elif draw < 0.8:
        shape = random.choice([random.choice(things).shape, random.choice(things).shape, random.choice(SHAPES)])
        name, number = plural(shape), sum(thing.shape == shape for thing in things)
    else:
        chosen = random.choice(things)
        name, number = plural(chosen.name), sum(thing.name == chosen.name for thing in things)
    question = random.choice([f'how many {name} are there', f'how many {name} do you see', f'count the {name}', f'how many {name}'])
    return question, f'{number}.', (NUMBERS[number],)


def at(region: str) -> str:
    """The place as part of a sentence."""
    return {'top': 'at the top', 'bottom': 'at the bottom', 'left': 'on the left', 'right': 'on the right'}.get(region, f'in the {region}')


def plural(name: str) -> str:
    return name + ('es' if name.endswith('cross') else 's')


def in_place(thing: Thing) -> bool:
    """Whether its place has an undoubted name: its centre is at least 4 pixels from the lines between the nine places."""
    return all(abs(value - line) >= 4 for value in (thing.x, thing.y) for line in (24, 48))


def position(random, scene: Scene):
    things = [thing for thing in unique(scene, 'shape') if in_place(thing)]
    if not things or not all(in_place(thing) for thing in scene.things):
        return None
    thing = random.choice(things)
    regions = [other.region for other in scene.things]
    if len(scene.things) > 1 and random.random() < 0.3:
        return relation(random, scene)
    if random.random() < 0.3 and regions.count(thing.region) == 1:
        question = random.choice([f'what is {at(thing.region)}', f'what do you see {at(thing.region)}', f'which shape is {at(thing.region)}'])
        return question, f'A {thing.name}.', (thing.name, thing.shape, f'a {thing.shape}')
    question = random.choice([f'where is the {thing.shape}', f'where is the {thing.name}', f'where do you see the {thing.shape}', f'in which part is the {thing.shape}'])
    return question, first_up(thing.region) + '.', ALSO.get(thing.region, ())


def relation(random, scene: Scene):
    """Left of, right of, above, below: asked only where the centres are at least 12 pixels apart in that direction."""
    things = unique(scene, 'shape')
    if len(things) < 2:
        return None
    one, other = random.sample(things, 2)
    across = random.random() < 0.5
    far = other.x - one.x if across else other.y - one.y
    if abs(far) < 12:
        return None
    true = ('left of' if far > 0 else 'right of') if across else ('above' if far > 0 else 'below')
    opposite = {'left of': 'right of', 'right of': 'left of', 'above': 'below', 'below': 'above'}[true]
    yes = random.random() < 0.5
    return f'is the {one.shape} {true if yes else opposite} the {other.shape}', 'Yes.' if yes else 'No.', ()


def size(random, scene: Scene):
    things = unique(scene, 'shape')
    if len(scene.things) != 2 or len(things) != 2:
        return None
    large, small = sorted(things, key=lambda thing: -thing.radius)
    if large.radius < 1.5 * small.radius:
        return None
    one, other = random.sample(things, 2)
    word, right = random.choice([('bigger', large), ('larger', large), ('smaller', small)])
    questions = [f'which is {word}, the {one.shape} or the {other.shape}', f'which shape is {word}', f'what is {word}, the {one.shape} or the {other.shape}']
    if random.random() < 0.25:
        yes = one is right
        return f'is the {one.shape} {word} than the {other.shape}', 'Yes.' if yes else 'No.', ()
    return random.choice(questions), f'The {right.shape}.', (right.shape, f'a {right.shape}', f'the {right.name}')


def yes_no(random, scene: Scene):
    yes = random.random() < 0.5
    answer = 'Yes.' if yes else 'No.'
    if scene.text:
        return None
    if not scene.things:
        return f'is there a {random.choice(SHAPES)}', 'No.', ()
    thing = random.choice(scene.things)
    draw = random.random()
    if draw < 0.4:
        shape = thing.shape if yes else random.choice([shape for shape in SHAPES if all(shape != other.shape for other in scene.things)])
        return random.choice([f'is there a {shape}', f'do you see a {shape}', f'does it show a {shape}']), answer, ()
    if draw < 0.7 and thing in unique(scene, 'shape'):
        colour = thing.colour if yes else random.choice([colour for colour in COLOURS if colour != thing.colour])
        return f'is the {thing.shape} {colour}', answer, ()
    names = {other.name for other in scene.things}
    near = [f'{thing.colour} {random.choice(SHAPES)}', f'{random.choice(COLOURS)} {thing.shape}', f'{random.choice(COLOURS)} {random.choice(SHAPES)}']
    wrong = [name for name in near if name not in names]
    if not yes and not wrong:
        return None
    name = thing.name if yes else random.choice(wrong)
    return random.choice([f'is there {a(name)}', f'do you see {a(name)}']), answer, ()


def listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ', '.join(names[:-1]) + ' and ' + names[-1]


def named(scene: Scene) -> str:
    """The things from left to right, as "a red circle and a blue star" or "three red circles"."""
    if scene.text:
        return f'the {"number" if scene.text.isdigit() else "word"} {scene.text}'
    if not scene.things:
        return 'nothing'
    names = [thing.name for thing in sorted(scene.things, key=lambda thing: thing.x)]
    if len(set(names)) == 1 and len(names) > 1:
        return f'{NUMBERS[len(names)]} {plural(names[0])}'
    return listed([a(name) for name in names])


def caption(random, scene: Scene):
    if len(scene.things) > 3 and len({thing.name for thing in scene.things}) > 1:
        return None
    if len(scene.things) > 1 and min(abs(one.x - other.x) for one in scene.things for other in scene.things if one is not other) < 6 and len({t.name for t in scene.things}) > 1:
        return None  # no clear order
    text = named(scene)
    if random.random() < 0.5:
        return 'an image of', f'{text}.', ()
    if 1 <= len(scene.things) <= 3 and all(in_place(thing) for thing in scene.things) and random.random() < 0.5 and len({t.name for t in scene.things}) == len(scene.things):
        parts = [f'{a(thing.name)} {at(thing.region)}' for thing in sorted(scene.things, key=lambda thing: thing.x)]
        return random.choice(['describe this image in detail', 'introduce this picture in detail']), first_up(listed(parts)) + '.', ()
    return random.choice(['describe the image', 'what is in the image', 'what do you see', 'what does the image show']), first_up(text) + '.', ()


def read(random, scene: Scene):
    if not scene.text:
        return None
    kind = ['what number is this', 'which number do you see', 'read the number'] if scene.text.isdigit() else ['what word is this', 'which word do you see', 'read the word']
    return random.choice([*kind, *kind, 'what does it say', 'what is written here', 'read this', 'what does the image say']), f'{scene.text}.', ()


ASKERS = {'colour': colour, 'shape': shape, 'count': count, 'position': position, 'size': size, 'yes-no': yes_no, 'caption': caption, 'read': read}
assert len(REGIONS) == 9
