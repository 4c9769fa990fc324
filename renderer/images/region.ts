import type { Box } from '../../electron/contract/images.ts'
import type { Point, Size } from './zoom.ts'

/** A smaller region is a slip of the hand. */
export const SMALLEST_SIDE = 4

/** The box between two points of a picture, in whole pixels within it. */
export function boxBetween(one: Point, other: Point, { width, height }: Size): Box {
  const limit = (value: number, most: number): number => Math.round(Math.min(most, Math.max(0, value)))
  const left = limit(Math.min(one.x, other.x), width - 1)
  const top = limit(Math.min(one.y, other.y), height - 1)
  const right = limit(Math.max(one.x, other.x), width)
  const bottom = limit(Math.max(one.y, other.y), height)
  return { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) }
}

/** Where marking by keyboard begins: the middle half. */
export function middleOf({ width, height }: Size): Box {
  return boxBetween(
    { x: width / 4, y: height / 4 },
    { x: (width * 3) / 4, y: (height * 3) / 4 },
    { width, height },
  )
}

export type Step = { readonly x: number; readonly y: number }

/** The whole region goes that far, and stays within the picture. */
export function moved(box: Box, by: Step, picture: Size): Box {
  const limit = (value: number, most: number): number => Math.min(Math.max(0, most), Math.max(0, value))
  return {
    ...box,
    left: limit(box.left + by.x, picture.width - box.width),
    top: limit(box.top + by.y, picture.height - box.height),
  }
}

/** Its lower right corner goes that far. */
export function resized(box: Box, by: Step, picture: Size): Box {
  const limit = (value: number, most: number): number => Math.min(most, Math.max(SMALLEST_SIDE, value))
  return {
    ...box,
    width: limit(box.width + by.x, picture.width - box.left),
    height: limit(box.height + by.y, picture.height - box.top),
  }
}
