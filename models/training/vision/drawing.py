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
        'dejavu/DejaVuSans', 'dejavu/DejaVuSans-Bold', 'dejavu/DejaVuSerif', 'dejavu/DejaVuSerif-Bold', 'dejavu/DejaVuSansMono-Bold',
        'liberation/LiberationSans-Regular', 'liberation/LiberationSans-Bold', 'liberation/LiberationSerif-Regular',
        'liberation/LiberationSerif-Bold', 'liberation/LiberationMono-Regular',
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
DARK = {'black', 'blue', 'purple', 'brown'}  # not drawn on a dark ground


def paint(random, colour: str) -> tuple[int, int, int]:
    return tuple(min(255, max(0, part + random.randint(-PAINT_JITTER, PAINT_JITTER))) for part in random.choice(PAINTS[colour]))


def ground(random, colours: set[str]) -> tuple[int, int, int]:
    """A background on which every colour of the scene can be seen."""
    plain = lambda low, high: (random.randint(low, high),) * 3
    kinds = {'white': 0.5, 'tint': 0.25, 'grey': 0.1, 'dark': 0.15}
    if 'white' in colours:
        kinds = {'grey': 0.4, 'dark': 0.6, 'sky': 0.2} if not colours & DARK else {'grey': 1.0}
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


@lru_cache(maxsize=600)
def font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


def letter_places(random, text: str) -> tuple[str, float, list[float], float]:
    """(font path, size, left edge of every letter, baseline) in pixels of the final image."""
    path = random.choice(FONTS)
    measured = [font(path, 100).getlength(letter) / 100 for letter in text]
    gap = random.uniform(0.0, 0.14)
    wide = sum(measured) + gap * (len(text) - 1)  # in font sizes
    size = min((SIDE - 5) / wide, 44.0) * random.uniform(0.72, 1.0)
    size = max(size, 15.0) if 15.0 * wide < SIDE - 2 else size
    left = (SIDE - size * wide) * random.uniform(0.15, 0.85)
    rise = 0.73 * size  # about a capital's height
    middle = SIDE / 2 + random.uniform(-0.5, 0.5) * (SIDE - rise - 14)
    places, at = [], left
    for width in measured:
        places.append(at)
        at += size * (width + gap)
    return path, size, places, middle + rise / 2


def pixels(scene: Scene, random) -> tuple[np.ndarray, np.ndarray]:
    """The image (72, 72, 3) and for each pixel the number of the thing or letter on it, from 1 (72, 72). Both uint8."""
    scale = random.choice([1, 2, 3, 3, 4])
    back = ground(random, {scene.ink} if scene.text else {thing.colour for thing in scene.things})
    image = Image.new('RGB', (SIDE * scale, SIDE * scale), back)
    owner = Image.new('L', (SIDE, SIDE), 0)
    canvas, marks = ImageDraw.Draw(image), ImageDraw.Draw(owner)
    if scene.text:
        shown = scene.text.lower() if random.random() < 0.3 else scene.text
        path, size, places, baseline = letter_places(random, shown)
        colour = paint(random, scene.ink)
        for index, (letter, left) in enumerate(zip(shown, places)):
            canvas.text((left * scale, baseline * scale), letter, fill=colour, font=font(path, round(size * scale)), anchor='ls')
            marks.text((left, baseline), letter, fill=index + 1, font=font(path, round(size)), anchor='ls')
        hard = np.asarray(owner)
    else:
        for index, thing in enumerate(scene.things):
            turn = random.uniform(-10, 10) if random.random() < 0.5 else 0.0
            draw_thing(canvas, thing, scale, turn, paint(random, thing.colour), back)
            draw_thing(marks, thing, 1, turn, index + 1, 0)
        hard = np.asarray(owner)
    small = image.reduce(scale) if scale > 1 else image
    result = np.asarray(small)
    if random.random() < NOISE_SHARE:
        noise = np.random.default_rng(random.getrandbits(32)).normal(0, random.uniform(1, 6), result.shape)
        result = np.clip(result + noise, 0, 255).astype(np.uint8)
    return result, hard
