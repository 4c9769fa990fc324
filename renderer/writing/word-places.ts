import { IMAGE_MARK } from './written.ts'

const words = new Intl.Segmenter(undefined, { granularity: 'word' })
/** Far enough for any word, and no more of a long text is looked at. */
const LOOK = 200

/**
 * Where an image at `place` goes with one step forward: behind the next word or image. `place` and the result are places
 * in the text with the image in it.
 */
export function nextPlace(text: string, place: number): number {
  const rest = text.slice(place + 1, place + 1 + LOOK)
  if (rest.startsWith(IMAGE_MARK)) return place + 2
  let length = 0
  for (const { segment, isWordLike } of words.segment(untilMark(rest))) {
    length += segment.length
    if (isWordLike === true) break
  }
  return Math.min(text.length, place + 1 + Math.max(1, length))
}

/** The same with one step back: before the previous word or image. */
export function previousPlace(text: string, place: number): number {
  const before = text.slice(Math.max(0, place - LOOK), place)
  if (before === '') return place
  if (before.endsWith(IMAGE_MARK)) return place - 1
  const near = before.slice(before.lastIndexOf(IMAGE_MARK) + 1)
  const segments = [...words.segment(near)]
  const last = segments.findLast(({ isWordLike }) => isWordLike === true)
  return place - (last === undefined ? near.length : near.length - last.index)
}

function untilMark(text: string): string {
  const end = text.indexOf(IMAGE_MARK)
  return end === -1 ? text : text.slice(0, end)
}
