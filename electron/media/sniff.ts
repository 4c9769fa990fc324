import type { ImageFormat } from '../contract/images.ts'
import { EXPORT_AS_PNG } from './refusals.ts'
import { isSvg } from './svg.ts'

/** What the first bytes say a file is. */
export type Sniffed =
  | { readonly kind: 'image'; readonly format: ImageFormat }
  /** Known by sight, but not readable; `what` as in "a PDF document". */
  | { readonly kind: 'unreadable'; readonly what: string; readonly remedy: string }
  | { readonly kind: 'no-image' }

/** How a file begins, as latin1. `at` counts from its start. */
const IMAGES: readonly (readonly [ImageFormat, at: number, magic: string])[] = [
  ['jpeg', 0, '\xff\xd8\xff'],
  ['png', 0, '\x89PNG\r\n\x1a\n'],
  ['gif', 0, 'GIF87a'],
  ['gif', 0, 'GIF89a'],
  ['webp', 8, 'WEBP'],
  ['tiff', 0, 'II*\0'],
  ['tiff', 0, 'MM\0*'],
  ['tiff', 0, 'II+\0'],
  ['tiff', 0, 'MM\0+'],
  ['bmp', 0, 'BM'],
]
const OTHERS: readonly (readonly [what: string, remedy: string, magic: string])[] = [
  ['a PDF document', 'Save the page you mean as an image.', '%PDF'],
  ['a Photoshop file', EXPORT_AS_PNG, '8BPS'],
  ['a JPEG XL image', EXPORT_AS_PNG, '\xff\x0a'],
  ['a JPEG XL image', EXPORT_AS_PNG, '\0\0\0\x0cJXL '],
  ['a JPEG 2000 image', EXPORT_AS_PNG, '\0\0\0\x0cjP  '],
  ['an icon file', EXPORT_AS_PNG, '\0\0\x01\0'],
  ['a compressed file', 'Unpack it first.', '\x1f\x8b'],
  ['a compressed file', 'Unpack it first.', 'PK\x03\x04'],
]

/** Tells by the first bytes what a file is; names and endings are not looked at. */
export function sniff(bytes: Uint8Array): Sniffed {
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1')
  for (const [format, at, magic] of IMAGES) {
    if (!head.startsWith(magic, at)) continue
    // RIFF files hold sounds and videos too.
    if (format === 'webp' && !head.startsWith('RIFF')) continue
    return { kind: 'image', format }
  }
  for (const [what, remedy, magic] of OTHERS) {
    if (head.startsWith(magic)) return { kind: 'unreadable', what, remedy }
  }
  if (head.startsWith('ftyp', 4)) return byBrand(head)
  return isSvg(bytes) ? { kind: 'image', format: 'svg' } : { kind: 'no-image' }
}

/** AVIF, HEIC and MP4 are one container; it lists its brands, four letters each, after its length. */
function byBrand(head: string): Sniffed {
  const length = Buffer.from(head.slice(0, 4), 'latin1').readUInt32BE()
  const brands = head.slice(8, Math.min(length, 512)).match(/.{4}/gs) ?? []
  // A list may name both: then its pictures can be had as AVIF.
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return { kind: 'image', format: 'avif' }
  if (brands.some((brand) => /^(he[ivm][cxsm]|hev[cx]|mif1|msf1)$/.test(brand)))
    return { kind: 'image', format: 'heic' }
  return { kind: 'unreadable', what: 'a video', remedy: 'Save the picture you mean as an image.' }
}
