import type { Part } from '../../electron/contract/turns.ts'

export type ImagePart = Extract<Part, { kind: 'image' }>

/** Stands in the text where an image is: the character that Unicode has for it. */
export const IMAGE_MARK = '\uFFFC'

/** Text with images anywhere in it: the first key belongs to the first mark, and so on. */
export type Written = { readonly text: string; readonly keys: readonly string[] }

export const nothingWritten: Written = { text: '', keys: [] }

/** A place or a stretch of the text, in UTF-16 units; an image is one. */
export type Stretch = { readonly from: number; readonly to: number }

/** What somebody else wrote as it may stand here: line ends of one kind, and no mark without an image. */
export function plainText(text: string): Written {
  return { text: text.replaceAll(/\r\n?/g, '\n').replaceAll(IMAGE_MARK, ''), keys: [] }
}

/** A stretch replaced by something else. */
export function splice(written: Written, { from, to }: Stretch, by: Written): Written {
  const first = marksIn(written.text.slice(0, from))
  const last = first + marksIn(written.text.slice(from, to))
  return {
    text: written.text.slice(0, from) + by.text + written.text.slice(to),
    keys: [...written.keys.slice(0, first), ...by.keys, ...written.keys.slice(last)],
  }
}

/** A stretch by itself. */
export function cut(written: Written, { from, to }: Stretch): Written {
  const first = marksIn(written.text.slice(0, from))
  const text = written.text.slice(from, to)
  return { text, keys: written.keys.slice(first, first + marksIn(text)) }
}

/** Where an image stands, or -1. */
export function placeOf({ text, keys }: Written, key: string): number {
  const index = keys.indexOf(key)
  let at = -1
  for (let seen = 0; seen <= index; seen += 1) at = text.indexOf(IMAGE_MARK, at + 1)
  return index === -1 ? -1 : at
}

/** The image right after a place, or null. */
export function imageAt(written: Written, place: number): string | null {
  if (written.text[place] !== IMAGE_MARK) return null
  return written.keys[marksIn(written.text.slice(0, place))] ?? null
}

/** An image taken to `to`, a place in the text as it is now. */
export function moveImage(written: Written, key: string, to: number): Written {
  const from = placeOf(written, key)
  if (from === -1 || to === from || to === from + 1) return written
  const without = splice(written, { from, to: from + 1 }, nothingWritten)
  const place = to > from ? to - 1 : to
  return splice(without, { from: place, to: place }, { text: IMAGE_MARK, keys: [key] })
}

/** Without the images that `keep` refuses. */
export function keepImages(written: Written, keep: (key: string) => boolean): Written {
  return written.keys
    .filter((key) => !keep(key))
    .reduce((rest, key) => {
      const from = placeOf(rest, key)
      return splice(rest, { from, to: from + 1 }, nothingWritten)
    }, written)
}

/** What is sent: words and images in order. Images that `imageOf` does not know yet are left out. */
export function partsOf({ text, keys }: Written, imageOf: (key: string) => ImagePart | null): Part[] {
  const parts: Part[] = []
  text.split(IMAGE_MARK).forEach((words, index) => {
    if (index > 0) {
      const image = imageOf(keys[index - 1] ?? '')
      if (image !== null) parts.push(image)
    }
    const last = parts.at(-1)
    if (words === '') return
    if (last?.kind === 'text') parts[parts.length - 1] = { kind: 'text', text: last.text + words }
    else parts.push({ kind: 'text', text: words })
  })
  return parts
}

/** Parts as they are written down; `keyOf` names each image. */
export function writtenOf(parts: readonly Part[], keyOf: (image: ImagePart) => string): Written {
  let written = nothingWritten
  for (const part of parts) {
    const end = { from: written.text.length, to: written.text.length }
    const next = part.kind === 'text' ? plainText(part.text) : { text: IMAGE_MARK, keys: [keyOf(part)] }
    // Text behind text began as parts of their own.
    written = splice(written, end, next)
  }
  return written
}

function marksIn(text: string): number {
  let count = 0
  for (let at = text.indexOf(IMAGE_MARK); at !== -1; at = text.indexOf(IMAGE_MARK, at + 1)) count += 1
  return count
}
