"""
The image questions: every maker returns a group, several questions that share images (see shown.py), all on one side of
the split. `draw` gives one group; `items` gives single held-out questions for measuring.
"""

from vision import ask
from vision.item import MARKER, ImageItem, scene_key, side
from vision.pairs import pairs
from vision.puzzles import puzzles
from vision.scenes import COLOURS, MOST_THINGS, SHAPES, Scene, different_kinds, in_cells, scattered, single, text_scene, two_sizes
from vision.shots import shots

SHARED = 4  # questions about one image
IMAGE_FIRST = 0.75
NO_IMAGE = 'I see no image here. Please add one.'


def several(random, held_out: bool) -> Scene:
    return in_cells(random, different_kinds(random, random.choice([1, 2, 2, 3, 3, 4])))


def to_count(random, held_out: bool) -> Scene:
    number = random.randint(0, MOST_THINGS)
    if random.random() < 0.5:
        return scattered(random, [(random.choice(SHAPES), random.choice(COLOURS))] * number)
    one, other = different_kinds(random, 2)
    if random.random() < 0.5:
        other = (other[0], one[1]) if random.random() < 0.5 else (one[0], other[1])
    first = random.randint(0, number)
    return scattered(random, [one] * first + [other] * (number - first), 5.5, 9)


# scenes that suit an ability; other questions are asked about them too
SCENES = {
    'colour': lambda random, held_out: random.choice([one_thing, several, several, a_text])(random, held_out),
    'shape': lambda random, held_out: random.choice([one_thing, several])(random, held_out),
    'count': to_count,
    'position': several,
    'size': lambda random, held_out: two_sizes(random),
    'yes-no': lambda random, held_out: random.choice([one_thing, several, to_count])(random, held_out),
    'caption': lambda random, held_out: random.choice([one_thing, several, several, to_count, a_text])(random, held_out),
    'read': lambda random, held_out: text_scene(random, held_out),
}


def one_thing(random, held_out: bool) -> Scene:
    return single(random)


def a_text(random, held_out: bool) -> Scene:
    return text_scene(random, held_out)


def written(random, question: str) -> str:
    """As people type: mostly a capital and a question mark."""
    text = question[0].upper() + question[1:] if random.random() < 0.8 else question
    if question == 'an image of':
        return text
    return text + ('?' if question.startswith(('what', 'how', 'which', 'is', 'do', 'where', 'in ')) else '.') if random.random() < 0.8 else text


def with_marker(random, question: str, image_first: bool) -> str:
    if image_first or question.lower() == 'an image of':
        return MARKER + ('\n' if random.random() < 0.8 else random.choice([' ', ''])) + question
    return question + random.choice(['\n', '\n', ' ', '']) + MARKER


def thought_of(scene: Scene) -> str:
    if scene.text:
        return ' '.join(scene.text)
    return ', '.join(f'{thing.name} {thing.region}' for thing in sorted(scene.things, key=lambda thing: thing.x)) or 'nothing'


def about(random, ability: str, scene: Scene, image_first: bool) -> ImageItem | None:
    asked = ask.ASKERS[ability](random, scene)
    if asked is None:
        return None
    question, answer, accept = asked
    texts = (scene.text,) if scene.text else ()
    keys = () if scene.text else (scene_key(question, scene),)
    shown = with_marker(random, written(random, question), image_first)
    return ImageItem(ability, shown, answer, thought_of(scene), accept=accept, images=(scene,), keys=keys, texts=texts)


def one_image(random, held_out: bool, ability: str | None = None, most: int = SHARED) -> list[ImageItem]:
    """The wanted ability first, then other questions about the same image."""
    ability = ability or random.choices(list(ABILITIES), list(ABILITIES.values()))[0]
    scene = SCENES[ability](random, held_out)
    image_first = random.random() < IMAGE_FIRST
    found: dict[str, ImageItem] = {}
    names = [ability] + random.choices(list(ABILITIES), list(ABILITIES.values()), k=4 * most if image_first else 0)
    for name in names:
        item = about(random, name, scene, image_first)
        if item and len(found) < most and (found or name == ability):
            found.setdefault(item.question, item)
    return list(found.values())


def follow_ups(random, held_out: bool) -> list[ImageItem]:
    """A second question about an image of the first turn."""
    group = one_image(random, held_out, most=3)
    if len(group) < 2 or not group[0].question.startswith(MARKER):
        return []
    first, bare = group[0], lambda item: item.question.removeprefix(MARKER).strip()
    return [
        ImageItem('follow-ups', bare(item), item.answer, item.thought, before=((first.question, first.answer),), accept=item.accept,
                  images=first.images, keys=item.keys, texts=item.texts)
        for item in group[1:]
    ]  # fmt: skip


DESCRIBE = ('Describe this image in detail.', 'Describe this image in detail:', 'Describe the image.', 'What do you see?', 'Introduce this picture in detail.')


def described(scene: Scene) -> str:
    parts = [f'{ask.a(thing.name)} {ask.at(thing.region)}' for thing in sorted(scene.things, key=lambda thing: thing.x)]
    if parts and len({thing.name for thing in scene.things}) == len(parts) and all(ask.in_place(thing) for thing in scene.things):
        return ask.first_up(ask.listed(parts)) + '.'
    return ask.first_up(ask.named(scene)) + '.'


def describe_first(random, held_out: bool) -> list[ImageItem]:
    """Questions after the model has described the image, as the app can ask it to."""
    group = [item for item in one_image(random, held_out, most=3) if item.question.startswith(MARKER) and 'an image of' not in item.question.lower()]
    asked = f'{MARKER}\n{random.choice(DESCRIBE)}'
    return [
        ImageItem('describe-first', item.question.removeprefix(MARKER).strip(), item.answer, item.thought, before=((asked, described(item.images[0])),), accept=item.accept,
                  images=item.images, keys=item.keys, texts=item.texts)
        for item in group
    ]  # fmt: skip


def no_image(random, held_out: bool) -> list[ImageItem]:
    group = one_image(random, held_out, most=1)
    if not group or random.random() < 0.5 and group[0].ability == 'caption':
        return []
    question = group[0].question.replace(MARKER, '').strip()
    if question.lower() == 'an image of' or 'image' not in question and random.random() < 0.7:
        question += random.choice([' in the image?', ' in this picture?', ' in my image?', ' in the picture?'])
    return [ImageItem('no-image', question.replace('??', '?').replace('? in', ' in').replace('. in', ' in'), NO_IMAGE, 'There is no image.', keys=(question.lower(),))]


ABILITIES = {'colour': 2, 'shape': 2, 'count': 3, 'position': 3, 'size': 1.5, 'yes-no': 2, 'caption': 3, 'read': 4}
MIX = {one_image: 60, pairs: 14, shots: 12, puzzles: 9, follow_ups: 4, describe_first: 3, no_image: 1.5}


def draw(random, held_out: bool, maker=None, **more) -> list[ImageItem]:
    """A group from the wanted side of the split."""
    chosen = maker or random.choices(list(MIX), list(MIX.values()))[0]
    while True:
        group = [item for item in chosen(random, held_out, **more) if side(item) == held_out]
        if group:
            return group


def items(random, per_ability: int, abilities: set[str] | None = None) -> list[ImageItem]:
    """The same number of different held-out questions for every ability; puzzles are measured by puzzles.py."""
    found: dict[str, dict[str, ImageItem]] = {}
    sources = [(one_image, {'ability': name}) for name in ABILITIES] + [(maker, {}) for maker in (pairs, shots, follow_ups, describe_first, no_image)]
    for maker, more in sources:
        for _ in range(per_ability * 6):
            item = draw(random, True, maker, **more)[0]
            if abilities is None or item.ability in abilities:
                group = found.setdefault(item.ability, {})
                if len(group) < per_ability:
                    group.setdefault(f'{item.question} {item.images}', item)
    return [item for group in found.values() for item in group.values()]
