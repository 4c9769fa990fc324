"""
What may stand in an image: coloured shapes, or one short word or number. Plain values; drawing.py turns them into pixels.

Coordinates and radii are pixels of the 72 x 72 image that the vision transformer sees.
"""

import zlib
from dataclasses import dataclass

SIDE = 72
SHAPES = ('circle', 'square', 'triangle', 'star', 'heart', 'cross', 'diamond', 'ring', 'moon')
COLOURS = ('red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink', 'brown', 'black', 'white')
REGIONS = ('top left', 'top', 'top right', 'left', 'middle', 'right', 'bottom left', 'bottom', 'bottom right')
MOST_THINGS = 6
MOST_LETTERS = 5
HELD_OUT_IN = 20  # one word or number in 20 is never drawn in training

CONSONANTS = 'BCDFGHJKLMNPRSTVWZ'
VOWELS = 'AEIOU'
ALIKE = 'IIILLLTJGODQMNWPR'  # letters that are taken for one another
WORDS = tuple(
    """CAT DOG SUN MOON STAR TREE FISH BIRD CAKE MILK TEA CUP HAT SHOE BOOK PEN DOOR KEY BED LAMP CAR BUS BOAT TRAIN PLANE ROAD STOP GO
    OPEN SHUT PUSH PULL EXIT IN OUT UP DOWN LEFT RIGHT YES NO HELLO HI BYE LOVE HOME HOUSE ROOM WALL SALE FREE NEW OLD HOT COLD WARM
    COOL RAIN SNOW WIND STORM CLOUD SKY SEA LAKE RIVER HILL ROCK SAND WOOD IRON GOLD RED BLUE GREEN PINK BLACK WHITE BROWN APPLE PEAR
    PLUM GRAPE LEMON MANGO BREAD RICE SOUP SALT SUGAR EGG MEAT HONEY JAM NUT BEAN CORN WATER JUICE WINE BEER ONE TWO THREE FOUR FIVE
    SIX SEVEN EIGHT NINE TEN KITE BALL GAME PLAY SING DANCE RUN WALK JUMP SWIM FLY READ WRITE DRAW PAINT MAKE COOK EAT DRINK SLEEP
    WAKE DREAM THINK WORD LINE PAGE NOTE MAIL BANK SHOP PARK ZOO FARM TOWN CITY WORLD EARTH MARS FIRE ICE AIR KING QUEEN HERO FOX WOLF
    BEAR LION TIGER ZEBRA HORSE COW PIG SHEEP GOAT DUCK HEN FROG SNAKE MOUSE RAT BEE ANT OWL CROW CRAB SEAL WHALE SHARK LEAF ROSE LILY
    ROOT SEED FRUIT CHAIR TABLE DESK SOFA CLOCK PHONE MUSIC DRUM HORN BELL FLUTE PIANO MAGIC JAZZ QUIZ VIVID FIX BOX MIX WAX TAXI EXTRA
    PONDER IDEA MIND BRAIN HEAD HAND FOOT NOSE EYE EAR FACE HAIR ARM LEG KNEE BACK""".split()
)


@dataclass(frozen=True)
class Thing:
    shape: str
    colour: str
    x: float
    y: float
    radius: float  # of the circle that holds it

    @property
    def name(self) -> str:
        return f'{self.colour} {self.shape}'

    @property
    def region(self) -> str:
        return REGIONS[3 * min(2, int(self.y / 24)) + min(2, int(self.x / 24))]


@dataclass(frozen=True)
class Scene:
    things: tuple[Thing, ...] = ()
    text: str = ''  # capitals or digits; drawn as it is, or in small letters; lines only while the eye learns letters
    ink: str = 'black'

    @property
    def description(self) -> str:
        """What the split is decided by: everything a question can be about, nothing of the jitter."""
        if self.text:
            return f'{self.ink} {self.text}'
        return ', '.join(f'{thing.name} {thing.region} {size_word(thing)}' for thing in self.things)


def size_word(thing: Thing) -> str:
    return 'big' if thing.radius >= 12 else 'small'


def is_held_out_text(text: str) -> bool:
    """The ten single digits and 26 letters are too few to hold any out."""
    return len(text) > 1 and zlib.crc32(text.upper().encode()) % HELD_OUT_IN == 0


def nonce(random) -> str:
    """A word that does not exist, 3 to 5 letters, as BAK, DILO or GRUFA."""
    length = random.randint(3, MOST_LETTERS)
    first = random.random() < 0.8
    return ''.join(random.choice(CONSONANTS if (at % 2 == 0) == first else VOWELS) for at in range(length))


def any_letters(random) -> str:
    return ''.join(random.choice('ABCDEFGHIJKLMNOPQRSTUVWXYZ') for _ in range(random.randint(2, MOST_LETTERS)))


def nearly_a_word(random) -> str:
    """A known word with one letter changed: whoever guesses the word from the rest reads it wrong, as HORSE for HOUSE."""
    word = random.choice(WORDS)
    at = random.randrange(len(word))
    return word[:at] + random.choice('ABCDEFGHIJKLMNOPQRSTUVWXYZ' + ALIKE) + word[at + 1 :]


def number(random) -> str:
    digits = random.randint(1, 4)
    return str(random.randrange(10 ** (digits - 1) if digits > 1 else 0, 10**digits))


def text_for(random, held_out: bool, kind: str | None = None) -> str:
    """A word, nonce or number from the wanted side of the split; to learn from, also words with a slip in them."""
    shares = {'word': 40, 'nonce': 15, 'letters': 15, 'number': 30} if held_out else {'word': 20, 'near': 25, 'nonce': 15, 'letters': 15, 'number': 25}
    kind = kind or random.choices(list(shares), list(shares.values()))[0]
    while True:
        if kind == 'word':
            text = random.choice(WORDS)
        elif kind == 'number':
            text = number(random)
        elif kind == 'near':
            text = nearly_a_word(random)
        else:
            text = nonce(random) if kind == 'nonce' else any_letters(random)
        if len(text) <= MOST_LETTERS and is_held_out_text(text) == held_out:
            return text


def text_scene(random, held_out: bool, kind: str | None = None) -> Scene:
    return Scene(text=text_for(random, held_out, kind), ink='black' if random.random() < 0.4 else random.choice(COLOURS))


def page(random) -> Scene:
    """Two or three lines of letters, to see many of them at once; nothing held out."""
    kinds = ['letters', 'letters', 'nonce', 'number', 'word']
    lines = [text_for(random, False, random.choice(kinds)) for _ in range(random.randint(2, 3))]
    return Scene(text='\n'.join(lines), ink='black' if random.random() < 0.4 else random.choice(COLOURS))


def single(random, shape: str | None = None, colour: str | None = None) -> Scene:
    """One thing of any size, anywhere inside the frame."""
    radius = random.choice([random.uniform(8, 16), random.uniform(14, 32)])
    place = lambda: random.uniform(radius + 1, SIDE - radius - 1)
    return Scene((Thing(shape or random.choice(SHAPES), colour or random.choice(COLOURS), place(), place(), radius),))


def in_cells(random, kinds: list[tuple[str, str]], cells: list[int] | None = None) -> Scene:
    """Things (shape, colour) in different cells of a 3 x 3 grid, so that each place has a name."""
    cells = cells or random.sample(range(9), len(kinds))
    things = []
    for (shape, colour), cell in zip(kinds, cells):
        radius = random.uniform(7, 11)
        place = lambda at: 12 + 24 * at + random.uniform(-4, 4)
        inside = lambda value: min(max(value, radius + 1), SIDE - radius - 1)
        things.append(Thing(shape, colour, inside(place(cell % 3)), inside(place(cell // 3)), radius))
    return Scene(tuple(things))


def different_kinds(random, count: int) -> list[tuple[str, str]]:
    return list(zip(random.sample(SHAPES, count), random.sample(COLOURS, count)))


def scattered(random, kinds: list[tuple[str, str]], smallest: float = 5.5, largest: float = 10.5) -> Scene:
    """Things that do not touch, anywhere; used for counting."""
    while True:
        things: list[Thing] = []
        size = random.uniform(smallest, largest)
        for shape, colour in kinds:
            for _ in range(40):
                radius = size * random.uniform(0.85, 1.15)
                x, y = random.uniform(radius + 1, SIDE - radius - 1), random.uniform(radius + 1, SIDE - radius - 1)
                if all((x - other.x) ** 2 + (y - other.y) ** 2 > (radius + other.radius + 1.5) ** 2 for other in things):
                    things.append(Thing(shape, colour, x, y, radius))
                    break
        if len(things) == len(kinds):
            return Scene(tuple(things))


def two_sizes(random) -> Scene:
    """A big and a small thing, the big one at least 1.5 times as wide."""
    (first, second) = different_kinds(random, 2)
    small = random.uniform(6, 10)
    large = small * random.uniform(1.6, 2.2)
    while True:
        spots = []
        for radius in (large, small):
            spots.append((random.uniform(radius + 1, SIDE - radius - 1), random.uniform(radius + 1, SIDE - radius - 1)))
        (ax, ay), (bx, by) = spots
        if (ax - bx) ** 2 + (ay - by) ** 2 > (large + small + 2) ** 2:
            return Scene((Thing(*first, ax, ay, large), Thing(*second, bx, by, small)))
