import type { Image } from '../../electron/contract/images.ts'

/** An image of the message, by what is known of it so far. */
export type PlacedImage =
  /** Its bytes are on their way to core; `share` of them, 0 to 1, have gone. */
  | { readonly kind: 'arriving'; readonly name: string; readonly share: number }
  | {
      readonly kind: 'here'
      readonly image: Image
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

/** What it is called in this message. */
export function imageName(number: number): string {
  return `image ${number}`
}

/** What a screen reader says of it: "image 1: a cat on a wall". */
export function spokenName(number: number, placed: PlacedImage): string {
  if (placed.kind === 'arriving') return `${imageName(number)}: ${placed.name}, being taken in`
  return `${imageName(number)}: ${placed.image.alt === '' ? placed.image.name : placed.image.alt}`
}
