"""
Image-to-label few-shot (Kosmos-1, https://arxiv.org/abs/2302.14045) with labels that do not exist, so that only the
examples, or with no examples the description of each label, can give the answer.
"""

from vision.ask import a
from vision.item import MARKER, ImageItem
from vision.scenes import COLOURS, SHAPES, Scene, is_held_out_text, nonce, single

# (after each example image, after the image in question, what stands around the answer)
LAYOUTS = (
    (' This is a {}.\n', ' This is a', '{}.'), (' It is a {}.\n', ' It is a', '{}.'), (': {}\n', ':', '{}'), ('\n{}\n', '\n', '{}'),
    (' = {}\n', ' =', '{}'), (' This is a {}.\n', ' What is this?', 'A {}.'),
)  # fmt: skip
CLASSES = 2


def label(random, held_out: bool, taken: list[str]) -> str:
    while True:
        word = nonce(random)
        if is_held_out_text(word) == held_out and word.lower() not in taken:
            return word.lower()


def shots(random, held_out: bool, examples: int | None = None) -> list[ImageItem]:
    """Two classes that differ in colour, in shape or in both; what does not tell them apart is the same or changes freely."""
    examples = random.choice([0, 2, 2, 4, 4]) if examples is None else examples
    labels: list[str] = []
    for _ in range(CLASSES):
        labels.append(label(random, held_out, labels))
    by = random.choice(['colour', 'shape', 'both'])
    shapes, colours = random.sample(SHAPES, CLASSES), random.sample(COLOURS, CLASSES)
    fixed = random.random() < 0.5 or examples == 2
    shape, colour = random.choice(SHAPES), random.choice(COLOURS)

    def member(which: int) -> Scene:
        if by == 'colour':
            return single(random, shape if fixed else random.choice(SHAPES), colours[which])
        if by == 'shape':
            return single(random, shapes[which], colour if fixed else random.choice(COLOURS))
        return single(random, shapes[which], colours[which])

    kinds = [{'colour': f'{colours[at]} shape', 'shape': shapes[at], 'both': f'{colours[at]} {shapes[at]}'}[by] for at in range(CLASSES)]
    if examples == 0:
        opening = ' '.join(f'A {labels[at]} is {a(kinds[at])}.' for at in range(CLASSES)) + '\n'
        after, around = random.choice([('\nWhat is this?', 'A {}.'), (' This is a', '{}.'), ('\nIs this a ' + ' or a '.join(labels) + '?', 'A {}.')])
        shown: list[Scene] = []
    else:
        before, after, around = random.choice(LAYOUTS)
        order = list(range(CLASSES)) * (examples // CLASSES)
        random.shuffle(order)
        shown = [member(which) for which in order]
        opening = ''.join(MARKER + before.format(labels[which]) for which in order)
    group = []
    for _ in range(3):
        which = random.randrange(CLASSES)
        asked = member(which)
        word = labels[which]
        group.append(
            ImageItem(f'few-shot-{examples}', f'{opening}{MARKER}{after}', around.format(word), f'{kinds[which]}: {word}', accept=(word, f'a {word}'),
                      images=(*shown, asked), texts=tuple(labels))
        )  # fmt: skip
    return group

