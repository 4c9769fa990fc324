import { oneOf, seededRandom, shuffled } from '../../electron/math/seeded-random.ts'
import type { Random } from '../../electron/math/seeded-random.ts'
import { COLOURS, pictureOf, SHAPES, writtenWord } from './draw-pictures.ts'
import type { Colour, Shape, Thing } from './draw-pictures.ts'

/** A drawing (SVG) or words. */
export type Piece = { readonly picture: string } | string

export type PictureItem = {
  readonly row: string
  readonly pieces: readonly Piece[]
  /** Any of these is right. */
  readonly answers: readonly string[]
}

const PLACES = {
  'top left': [0.2, 0.2],
  'top right': [0.8, 0.2],
  middle: [0.5, 0.5],
  'bottom left': [0.2, 0.8],
  'bottom right': [0.8, 0.8],
} as const
const NUMBER_WORDS = ['zero', 'one', 'two', 'three', 'four', 'five']
const GRID = [
  [0.25, 0.25],
  [0.75, 0.25],
  [0.5, 0.5],
  [0.25, 0.75],
  [0.75, 0.75],
] as const

/** Questions whose answers nobody can have stored: all is drawn from the seed, made-up words included. */
export function pictureItems(seed: number, perRow: number): PictureItem[] {
  const random = seededRandom(seed)
  const makers = [colour, shape, count, position, read, twoImages, ...[0, 2, 4, 8].map(fewShot)]
  return makers.flatMap((make) => Array.from({ length: perRow }, () => make(random)))
}

/** The same question about two pictures in both orders: right only where the answers swap with them. */
export function swapItems(seed: number, count: number): (readonly [PictureItem, PictureItem])[] {
  const random = seededRandom(seed + 1)
  return Array.from({ length: count }, () => {
    const [one, other] = shuffled(COLOURS, random)
    const kind = oneOf(SHAPES, random)
    const [first, second] = [single(kind, one!, random), single(kind, other!, random)].map((thing) =>
      pictureOf([thing], random),
    )
    const ask = (a: string, b: string, right: Colour): PictureItem => ({
      row: 'swap',
      pieces: [{ picture: a }, '\n', { picture: b }, '\nWhat colour is the shape in the first image?'],
      answers: [right],
    })
    return [ask(first!, second!, one!), ask(second!, first!, other!)] as const
  })
}

export type PicturePuzzle = {
  readonly cells: readonly string[]
  readonly candidates: readonly string[]
  readonly right: number
}

/** 2 x 2: one part changes along the rows, another down the columns. The right place is drawn, so all are as likely. */
export function picturePuzzles(seed: number, count: number): PicturePuzzle[] {
  const random = seededRandom(seed + 2)
  return Array.from({ length: count }, () => {
    const [colours, shapes] = [shuffled(COLOURS, random), shuffled(SHAPES, random)]
    const draw = (shape: Shape, colour: Colour) => pictureOf([single(shape, colour, random)], random)
    const at = (row: number, column: number) => draw(shapes[row]!, colours[column]!)
    const wrong = shuffled(
      [
        [0, 0],
        [0, 1],
        [1, 0],
        [2, 1],
        [1, 2],
      ] as const,
      random,
    ).map(([row, column]) => at(row, column))
    const right = Math.floor(6 * random())
    const candidates = [...wrong.slice(0, right), at(1, 1), ...wrong.slice(right)]
    return { cells: [at(0, 0), at(0, 1), at(1, 0)], candidates, right }
  })
}

export type ClassItem = {
  readonly picture: string
  readonly classes: readonly { readonly name: string; readonly description: string }[]
  readonly right: number
}

/** Names that do not exist, so that only the descriptions can tell. */
export function classItems(seed: number, count: number): ClassItem[] {
  const random = seededRandom(seed + 3)
  return Array.from({ length: count }, () => {
    const [one, other] = shuffled(COLOURS, random)
    const right = random() < 0.5 ? 0 : 1
    const classes = [one!, other!].map((name) => ({
      name: madeUp(random).toLowerCase(),
      description: `a ${name} shape`,
    }))
    return {
      picture: pictureOf([single(oneOf(SHAPES, random), [one!, other!][right]!, random)], random),
      classes,
      right,
    }
  })
}

function single(shape: Shape, colour: Colour, random: Random): Thing {
  const near = () => 0.5 + (random() - 0.5) * 0.15
  return { shape, colour, x: near(), y: near(), radius: 0.22 + 0.08 * random() }
}

export function madeUp(random: Random): string {
  const letter = (of: string) => oneOf(Array.from(of), random)
  return `${letter('BDFGKLMNPRSTVZ')}${letter('AEIOU')}${letter('BDFGKLMNPRSTVZ')}${random() < 0.5 ? letter('AEIOU') : ''}`
}

function colour(random: Random): PictureItem {
  const thing = single(oneOf(SHAPES, random), oneOf(COLOURS, random), random)
  return {
    row: 'colour',
    pieces: [{ picture: pictureOf([thing], random) }, `\nWhat colour is the ${thing.shape}?`],
    answers: [thing.colour],
  }
}

function shape(random: Random): PictureItem {
  const thing = single(oneOf(SHAPES, random), oneOf(COLOURS, random), random)
  return {
    row: 'shape',
    pieces: [{ picture: pictureOf([thing], random) }, '\nWhat shape is it?'],
    answers: [thing.shape],
  }
}

function count(random: Random): PictureItem {
  const number = 1 + Math.floor(5 * random())
  const things = shuffled(GRID, random)
    .slice(0, number)
    .map(([x, y]): Thing => ({
      shape: oneOf(SHAPES, random),
      colour: oneOf(COLOURS, random),
      x,
      y,
      radius: 0.13,
    }))
  return {
    row: 'count',
    pieces: [{ picture: pictureOf(things, random) }, '\nHow many shapes are there?'],
    answers: [String(number), NUMBER_WORDS[number]!],
  }
}

function position(random: Random): PictureItem {
  const [place, [x, y]] = oneOf(Object.entries(PLACES), random)
  const thing: Thing = {
    ...single(oneOf(SHAPES, random), oneOf(COLOURS, random), random),
    x,
    y,
    radius: 0.14,
  }
  return {
    row: 'position',
    pieces: [{ picture: pictureOf([thing], random) }, `\nWhere is the ${thing.shape}?`],
    answers: [place],
  }
}

function read(random: Random): PictureItem {
  const word =
    random() < 0.5 ? madeUp(random) : oneOf(['CAT', 'LION', 'TEA', 'RIVER', 'OPEN', 'FROG', 'LEMON'], random)
  return {
    row: 'read',
    pieces: [{ picture: writtenWord(word, random) }, '\nWhat does it say?'],
    answers: [word.toLowerCase()],
  }
}

function twoImages(random: Random): PictureItem {
  const [one, other] = shuffled(COLOURS, random)
  const [first, second] = [one!, other!].map((each) =>
    pictureOf([single(oneOf(SHAPES, random), each, random)], random),
  )
  const isFirst = random() < 0.5
  return {
    row: 'two-images',
    pieces: [
      { picture: first! },
      '\n',
      { picture: second! },
      `\nWhat colour is the shape in the ${isFirst ? 'first' : 'second'} image?`,
    ],
    answers: [isFirst ? one! : other!],
  }
}

function fewShot(examples: number) {
  return (random: Random): PictureItem => {
    const [one, other] = shuffled(COLOURS, random)
    const labels = [madeUp(random).toLowerCase(), `${madeUp(random).toLowerCase()}x`]
    // One example of each class tells nothing of what may vary: with another shape in each, the labels could mean shapes.
    const only = examples === 2 ? oneOf(SHAPES, random) : null
    const draw = (which: number) => ({
      picture: pictureOf([single(only ?? oneOf(SHAPES, random), [one!, other!][which]!, random)], random),
    })
    const pairs = shuffled(
      Array.from({ length: examples }, (_, index) => index % 2),
      random,
    )
    const asked = random() < 0.5 ? 0 : 1
    return {
      row: `few-shot-${examples}`,
      pieces: [...pairs.flatMap((which) => [draw(which), `: ${labels[which]}\n`]), draw(asked), ':'],
      answers: [labels[asked]!],
    }
  }
}
