/** What the built-in questions are about: things that even small models may know. */

const pairs = (text: string): (readonly [string, string])[] =>
  text.split(',').map((pair) => {
    const [one = '', other = ''] = pair.split(':')
    return [one.trim(), other.trim()]
  })
const words = (text: string): string[] => text.split(/\s+/)

export const CAPITALS = pairs(
  `France: Paris, Germany: Berlin, Italy: Rome, Spain: Madrid, Portugal: Lisbon, Japan: Tokyo, China: Beijing, Egypt: Cairo,
  Kenya: Nairobi, Greece: Athens, Poland: Warsaw, Austria: Vienna, Hungary: Budapest, Norway: Oslo, Sweden: Stockholm,
  Finland: Helsinki, Denmark: Copenhagen, Ireland: Dublin, Belgium: Brussels, Canada: Ottawa, Cuba: Havana,
  Chile: Santiago, Peru: Lima, Russia: Moscow, Thailand: Bangkok, Iraq: Baghdad, Vietnam: Hanoi, Iran: Tehran`,
)
export const OPPOSITES = pairs(
  `hot: cold, big: small, fast: slow, old: young, up: down, left: right, happy: sad, hard: soft, wet: dry, full: empty,
  rich: poor, good: bad, early: late, near: far, high: low, strong: weak, loud: quiet, thick: thin, wide: narrow,
  heavy: light, first: last, true: false, push: pull, begin: end, win: lose, love: hate, cheap: expensive`,
)
export const COLOURS = pairs(
  `grass: green, the sky: blue, snow: white, a banana: yellow, blood: red, coal: black, a tomato: red, milk: white,
  a carrot: orange, a flamingo: pink, a frog: green, a swan: white, a lemon: yellow, a cherry: red, honey: yellow`,
)
export const PLURALS = pairs(
  `mouse: mice, child: children, foot: feet, tooth: teeth, goose: geese, man: men, leaf: leaves, knife: knives,
  wolf: wolves, sheep: sheep, city: cities, baby: babies, box: boxes, potato: potatoes, dog: dogs, book: books`,
)
export const DAYS = words('Monday Tuesday Wednesday Thursday Friday Saturday Sunday')
export const MONTHS = words(
  'January February March April May June July August September October November December',
)
/** Without February, which has two lengths. */
export const MONTH_LENGTHS = pairs(
  `January: 31, March: 31, April: 30, May: 31, June: 30, July: 31, August: 31, September: 30, October: 31, November: 30,
  December: 31`,
)
export const SOUNDS = pairs(
  `cat: meow, dog: woof, cow: moo, sheep: baa, duck: quack, pig: oink, horse: neigh, lion: roar, bee: buzz, snake: hiss`,
)
export const WORDS = words(
  `strawberry banana elephant computer kitchen mountain window butterfly chocolate umbrella tomorrow bicycle hospital
  pineapple mushroom waterfall birthday sandwich breakfast airplane adventure orchestra telephone calendar telescope
  volcano dinosaur cucumber envelope furniture`,
)
export const NAMES = words(
  'Anna Ben Clara David Emma Finn Greta Hugo Ida Jonas Lena Max Nora Oscar Paula Tom',
)
export const THINGS = words(
  'apples books coins pencils marbles stamps cookies flowers eggs cards shells balls',
)
export const GREETINGS = [
  'Hello',
  'Hi there',
  'Good morning',
  'Good evening',
  'How are you?',
  'Thank you',
  'Thanks a lot',
  'Goodbye',
  'See you later',
  'Good night',
]
