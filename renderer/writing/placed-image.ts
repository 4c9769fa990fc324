import type { Image } from '../../electron/contract/images.ts'
import type { Given } from '../../electron/contract/turns.ts'

/** An image of the message, by what is known of it so far. */
export type PlacedImage =
  /**
   * Its bytes are on their way to core; `share` of them, 0 to 1, have gone. `small`: where the page finds what it looks
   * like, null until core has seen it. It is kept a little later, or refused.
   */
  | {
      readonly kind: 'arriving'
      readonly name: string
      readonly share: number
      readonly small: string | null
    }
  | {
      readonly kind: 'here'
      readonly image: Image
      /** What a model that cannot see gets instead; null = nothing yet. */
      readonly given: Given | null
      /** For choosing another picture of an animation or of many pages; null after a reload. */
      readonly source: ImageSource | null
    }

export type ImageSource = {
  readonly file: File
  /** How many pictures it holds, and which one this is, from 0. */
  readonly pages: number
  readonly page: number
  readonly evenIfDamaged: boolean
}

/** Where the words come from that stand for an image. */
export const givenSource: Readonly<Record<Given['by'], string>> = {
  ocr: 'read in it',
  description: 'said of it by a model that sees',
  person: 'written by you',
}

/** What it is called in this message. */
export function imageName(number: number): string {
  return `image ${number}`
}

/** What stands beside its picture. */
export function shownName(number: number, placed: PlacedImage): string {
  return `${imageName(number)}${placed.kind === 'here' && placed.given !== null ? ' · as text' : ''}`
}

/** What a screen reader says of it: "image 1: a cat on a wall". */
export function spokenName(number: number, placed: PlacedImage): string {
  if (placed.kind === 'arriving') return `${imageName(number)}: ${placed.name}, being taken in`
  return `${shownName(number, placed)}: ${placed.image.alt === '' ? placed.image.name : placed.image.alt}`
}
