"""
Scenes as pixels, with PIL: drawn up to four times larger and shrunk, on many grounds, with a little noise.

Fonts are those of Debian's fonts-dejavu-core and fonts-liberation.
"""

import math
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from vision.scenes import SIDE, Scene, Thing

FOLDER = '/usr/share/fonts/truetype'
FONTS = [
    f'{FOLDER}/{path}.ttf'
    for path in (
        'dejavu/DejaVuSans', 'dejavu/DejaVuSans-Bold', 'dejavu/DejaVuSerif-Bold', 'liberation/LiberationSans-Bold',
        'liberation/LiberationSerif-Regular', 'liberation/LiberationMono-Bold',
    )
]  # fmt: skip
# several paints of each colour, as people's drawing programs have them
PAINTS = {
    'red': ((255, 0, 0), (214, 30, 36), (200, 20, 40)), 'orange': ((255, 140, 0), (245, 130, 30), (255, 165, 0)),
    'yellow': ((255, 255, 0), (250, 215, 40), (255, 235, 60)), 'green': ((0, 160, 0), (40, 170, 70), (0, 220, 0), (0, 128, 0)),
    'blue': ((0, 0, 255), (40, 90, 215), (30, 60, 180)), 'purple': ((128, 0, 128), (125, 45, 170), (150, 60, 200)),
    'pink': ((255, 150, 200), (255, 105, 180), (250, 175, 205)), 'brown': ((120, 70, 35), (139, 69, 19), (100, 60, 30)),
    'black': ((0, 0, 0), (25, 25, 28)), 'white': ((255, 255, 255), (248, 248, 250)),
}  # fmt: skip
PAINT_JITTER = 10
LETTERBOX = (122, 116, 104)  # what llama.cpp pads an image with that is not square
NOISE_SHARE = 0.3
SMALL_SHARE = 0.15  # of words are drawn in small letters
FREEDOM = 0.6  # 0: every letter in a patch of its own; 1: any size and place
STRICT_FONT = 14.5  # pixels; its capitals are about as high as a patch
PATCH = 12
DARK = {'black', 'blue', 'purple', 'brown'}  # not drawn on a dark ground
LIGHT = {'yellow', 'orange', 'pink'}  # no letters of these on a light ground


def paint(random, colour: str) -> tuple[int, int, int]:
    return tuple(min(255, max(0, part + random.randint(-PAINT_JITTER, PAINT_JITTER))) for part in random.choice(PAINTS[colour]))


def ground(random, colours: set[str], text: bool) -> tuple[int, int, int]:
    """A background on which every colour of the scene can be seen; thin letters need more contrast."""
    plain = lambda low, high: (random.randint(low, high),) * 3
    kinds = {'white': 0.5, 'tint': 0.25, 'grey': 0.1, 'dark': 0.15}
    if 'white' in colours:
        kinds = {'grey': 0.4, 'dark': 0.6, 'sky': 0.2} if not colours & DARK else {'grey': 1.0}
    elif text and colours & LIGHT:
        kinds = {'grey': 0.2, 'dark': 0.8}
    elif colours & DARK:
        del kinds['dark']
    kind = random.choices(list(kinds), list(kinds.values()))[0]
    if kind == 'white':
        return plain(250, 255)
    if kind == 'tint':
        return tuple(random.randint(222, 250) for _ in range(3))
    if kind == 'sky':
        return (random.randint(130, 170), random.randint(160, 190), random.randint(180, 205))
    return plain(135, 165) if kind == 'grey' else tuple(random.randint(18, 48) for _ in range(3))


def around(x: float, y: float, radius: float, corners: list[tuple[float, float]], turn: float) -> list[tuple[float, float]]:
    """Corners given as (angle in degrees, share of the radius)."""
    return [(x + radius * far * math.cos(math.radians(angle + turn)), y + radius * far * math.sin(math.radians(angle + turn))) for angle, far in corners]


CORNERS = {
    'square': [(45 + 90 * at, 1.0) for at in range(4)], 'triangle': [(-90 + 120 * at, 1.0) for at in range(3)],
    'star': [(-90 + 36 * at, 1.0 if at % 2 == 0 else 0.42) for at in range(10)],
    'cross': [(math.degrees(math.atan2(y, x)), math.hypot(x, y)) for x, y in
              ((.32, -.94), (.32, -.32), (.94, -.32), (.94, .32), (.32, .32), (.32, .94), (-.32, .94), (-.32, .32), (-.94, .32), (-.94, -.32),
               (-.32, -.32), (-.32, -.94))],
    'diamond': [(-90, 1.0), (0, 0.7), (90, 1.0), (180, 0.7)],
    'heart': [(math.degrees(math.atan2(y, x)), math.hypot(x, y)) for x, y in
              ((16 * math.sin(t) ** 3 / 17, -(13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)) / 17)
               for t in (2 * math.pi * step / 28 for step in range(28)))],
    'moon': [(angle, 1.0) for angle in range(40, 321, 14)] + [(math.degrees(math.atan2(y, x)), math.hypot(x, y)) for x, y in
             ((.45 + .72 * math.cos(math.radians(a)), .72 * math.sin(math.radians(a))) for a in range(-118, -243, -14))],
}  # fmt: skip


def draw_thing(canvas: ImageDraw.ImageDraw, thing: Thing, scale: float, turn: float, fill, hole=None) -> None:
    x, y, radius = thing.x * scale, thing.y * scale, thing.radius * scale
    box = lambda far: (x - radius * far, y - radius * far, x + radius * far, y + radius * far)
    if thing.shape in ('circle', 'ring'):
        far = 0.95
        canvas.ellipse(box(far), fill=fill)
        if thing.shape == 'ring' and hole is not None:
            canvas.ellipse(box(far * 0.58), fill=hole)
        return
    canvas.polygon(around(x, y, radius, CORNERS[thing.shape], turn), fill=fill)


@lru_cache(maxsize=4000)
def font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


def letter_places(random, lines: list[str]) -> tuple[str, float, list[tuple[str, float, float]]]:
    """
    (font path, size, (letter, middle, baseline) of every letter) in pixels of the final image.

    Without freedom every letter stands in a patch of its own; with more of it sizes, gaps and places leave the patches
    behind. Many free and some strict words together are learned far sooner than free ones alone.
    """
    path, free = random.choice(FONTS), FREEDOM * random.random()
    size = STRICT_FONT + free * random.uniform(-2, 14)
    even = random.random() > free  # every letter equally wide, or as wide as the font says
    pitch = PATCH * size / STRICT_FONT
    step = lambda letter: pitch if even else font(path, 100).getlength(letter) / 100 * size + 1
    wide = [sum(map(step, line)) for line in lines]
    shrink = min(1.0, (SIDE - 2) / max(wide), (SIDE - 2) / (0.95 * size * len(lines)))
    size = size * shrink
    jitter = lambda room: random.uniform(-1, 1) * (1.5 + free * room)
    rows = {1: [3], 2: [1, 4], 3: [0, 2, 4]}[len(lines)]
    across, down = jitter(6), jitter(18 if len(lines) == 1 else 4)
    places = []
    for row, line, width in zip(rows, lines, wide):
        strict = PATCH * ((6 - len(line)) // 2)
        at = strict + free * ((SIDE - width * shrink) / 2 - strict) + across + (jitter(8) if len(lines) > 1 else 0)
        at = min(max(at, 0.5), SIDE - width * shrink - 0.5)
        baseline = min(max(PATCH * (row + 0.5) + down + 0.365 * size, 0.75 * size), SIDE - 2)
        for letter in line:
            places.append((letter, at + step(letter) * shrink / 2, baseline))
            at += step(letter) * shrink
    return path, size, places


def pixels(scene: Scene, random, noise: bool = True, small_share: float = SMALL_SHARE) -> tuple[np.ndarray, np.ndarray]:
    """The image (72, 72, 3) and for each pixel the number of the thing or letter on it, from 1 (72, 72). Both uint8."""
    scale = random.choice([1, 2, 3, 3, 4])
    back = ground(random, {scene.ink} if scene.text else {thing.colour for thing in scene.things}, bool(scene.text))
    image = Image.new('RGB', (SIDE * scale, SIDE * scale), back)
    owner = Image.new('L', (SIDE, SIDE), 0)
    canvas, marks = ImageDraw.Draw(image), ImageDraw.Draw(owner)
    if scene.text:
        shown = scene.text.lower() if random.random() < small_share else scene.text
        path, size, places = letter_places(random, shown.split('\n'))
        colour = paint(random, scene.ink)
        for index, (letter, middle, baseline) in enumerate(places):
            canvas.text((middle * scale, baseline * scale), letter, fill=colour, font=font(path, round(size * scale)), anchor='ms')
            marks.text((middle, baseline), letter, fill=index + 1, font=font(path, round(size)), anchor='ms')
    else:
        for index, thing in enumerate(scene.things):
            turn = random.uniform(-10, 10) if random.random() < 0.5 else 0.0
            draw_thing(canvas, thing, scale, turn, paint(random, thing.colour), back)
            draw_thing(marks, thing, 1, turn, index + 1, 0)
    small = image.reduce(scale) if scale > 1 else image
    result = np.asarray(small)
    if noise and random.random() < NOISE_SHARE:
        grain = np.random.default_rng(random.getrandbits(32)).normal(0, random.uniform(1, 6), result.shape)
        result = np.clip(result + grain, 0, 255).astype(np.uint8)
    return result, np.asarray(owner)
