import type { Box, ImageText } from '../../electron/contract/images.ts'

export type WordShape = {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly length: number
  /** Degrees clockwise. */
  readonly turn: number
}

/** How much of a line's height is above its base line. */
const ASCENT = 0.8

/**
 * How a word is written over its place in a picture. `turned` is how far the picture had to be turned clockwise to be
 * read, so the words in it run that far the other way.
 */
export function wordShape({ left, top, width, height }: Box, turned: ImageText['turned']): WordShape {
  switch (turned) {
    case 0:
      return { x: left, y: top + height * ASCENT, size: height, length: width, turn: 0 }
    case 90:
      return { x: left + width * ASCENT, y: top + height, size: width, length: height, turn: -90 }
    case 180:
      return { x: left + width, y: top + height * (1 - ASCENT), size: height, length: width, turn: 180 }
    case 270:
      return { x: left + width * (1 - ASCENT), y: top, size: width, length: height, turn: 90 }
    default:
      return turned satisfies never
  }
}
