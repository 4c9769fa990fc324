import { MOST_PIXELS } from '../contract/images.ts'
import type { Refusals } from './refusals.ts'

/** Rows from top to bottom, four bytes a pixel: red, green, blue, opacity. */
export type Bitmap = { readonly width: number; readonly height: number; readonly rgba: Uint8Array }

/** Where the header's own fields begin, after the file's 14 bytes. */
const HEADER_AT = 14
const UNCOMPRESSED = 0
const BY_MASKS = 3
const BY_MASKS_WITH_OPACITY = 6

type Head = {
  readonly width: number
  readonly height: number
  /** Rows usually stand from bottom to top. */
  readonly topDown: boolean
  readonly bitsPerPixel: number
  readonly pixelsAt: number
  readonly stride: number
  /** For up to 8 bits a pixel. */
  readonly palette: readonly (readonly [number, number, number])[]
  /** For more: which bits are red, green, blue and opacity. */
  readonly masks: readonly [number, number, number, number]
}

/**
 * Windows' and OS/2's bitmap, which the image library does not read: 1, 4, 8, 16, 24 and 32 bits a pixel, without
 * compression. Rows that are missing at its end are an error, or white with `evenIfDamaged`.
 */
export function readBmp(bytes: Uint8Array, refuse: Refusals, evenIfDamaged: boolean): Bitmap {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const head = readHead(view, refuse)
  const { width, height, stride, pixelsAt } = head
  const rowsThere = Math.max(0, Math.min(height, Math.floor((bytes.length - pixelsAt) / stride)))
  if (rowsThere < height && (!evenIfDamaged || rowsThere === 0)) throw refuse.damaged()

  const rgba = new Uint8Array(width * height * 4).fill(255)
  const colour = colourReader(view, head, refuse)
  for (let row = 0; row < rowsThere; row += 1) {
    const y = head.topDown ? row : height - 1 - row
    for (let x = 0; x < width; x += 1) {
      const [red, green, blue, opacity] = colour(pixelsAt + row * stride, x)
      const to = (y * width + x) * 4
      rgba[to] = red
      rgba[to + 1] = green
      rgba[to + 2] = blue
      rgba[to + 3] = opacity
    }
  }
  // Many programs write zeros where nobody looks for opacity.
  if (head.masks[3] !== 0 && isAllClear(rgba)) for (let at = 3; at < rgba.length; at += 4) rgba[at] = 255
  return { width, height, rgba }
}

function readHead(view: DataView, refuse: Refusals): Head {
  if (view.byteLength < HEADER_AT + 12) throw refuse.broken()
  const headerLength = view.getUint32(HEADER_AT, true)
  const isOld = headerLength === 12
  if ((!isOld && headerLength < 40) || view.byteLength < HEADER_AT + headerLength) throw refuse.broken()

  const width = isOld ? view.getUint16(18, true) : view.getInt32(18, true)
  const signedHeight = isOld ? view.getUint16(20, true) : view.getInt32(22, true)
  const height = Math.abs(signedHeight)
  const bitsPerPixel = view.getUint16(isOld ? 24 : 28, true)
  const compression = isOld ? UNCOMPRESSED : view.getUint32(30, true)
  if (width <= 0 || height === 0) throw refuse.broken()
  if (width * height > MOST_PIXELS) throw refuse.tooManyPixels(width, height)
  if (![1, 4, 8, 16, 24, 32].includes(bitsPerPixel)) throw refuse.broken()
  const byMasks = compression === BY_MASKS || compression === BY_MASKS_WITH_OPACITY
  if (compression !== UNCOMPRESSED && !(byMasks && bitsPerPixel >= 16)) {
    throw refuse.unknownFormat(
      'a BMP image of a rare, compressed kind',
      'Save it as PNG in the program it came from.',
    )
  }
  return {
    width,
    height,
    topDown: signedHeight < 0,
    bitsPerPixel,
    pixelsAt: view.getUint32(10, true),
    stride: Math.floor((bitsPerPixel * width + 31) / 32) * 4,
    palette: bitsPerPixel <= 8 ? readPalette(view, headerLength, bitsPerPixel) : [],
    masks: byMasks ? readMasks(view, headerLength, compression) : usualMasks(bitsPerPixel),
  }
}

/** Three bytes a colour in the oldest form, four since; blue first. */
function readPalette(view: DataView, headerLength: number, bitsPerPixel: number): Head['palette'] {
  const at = HEADER_AT + headerLength
  const size = headerLength === 12 ? 3 : 4
  const asked = headerLength === 12 ? 0 : view.getUint32(46, true)
  const most = 2 ** bitsPerPixel
  const there = Math.floor((view.byteLength - at) / size)
  const count = Math.min(asked === 0 ? most : asked, most, Math.max(0, there))
  return Array.from({ length: count }, (_, index) => {
    const from = at + index * size
    return [view.getUint8(from + 2), view.getUint8(from + 1), view.getUint8(from)]
  })
}

/** They stand behind the 40 bytes of the usual header, and at the same place inside the longer ones. */
function readMasks(view: DataView, headerLength: number, compression: number): Head['masks'] {
  const at = HEADER_AT + 40
  const mask = (index: number) =>
    at + index * 4 + 4 <= view.byteLength ? view.getUint32(at + index * 4, true) : 0
  const hasOpacity = headerLength >= 56 || compression === BY_MASKS_WITH_OPACITY
  return [mask(0), mask(1), mask(2), hasOpacity ? mask(3) : 0]
}

function usualMasks(bitsPerPixel: number): Head['masks'] {
  return bitsPerPixel === 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, 0]
}

type Colour = readonly [red: number, green: number, blue: number, opacity: number]

/** Reads the colour of the pixel `x` of the row that begins at `rowAt`. */
function colourReader(view: DataView, head: Head, refuse: Refusals): (rowAt: number, x: number) => Colour {
  const { bitsPerPixel, palette, masks } = head
  if (bitsPerPixel <= 8) {
    const perByte = 8 / bitsPerPixel
    return (rowAt, x) => {
      const byte = view.getUint8(rowAt + Math.floor(x / perByte))
      const shift = 8 - bitsPerPixel * ((x % perByte) + 1)
      const found = palette[(byte >> shift) & (2 ** bitsPerPixel - 1)]
      if (found === undefined) throw refuse.broken()
      return [found[0], found[1], found[2], 255]
    }
  }
  const channels = masks.map(channelOf)
  const [red, green, blue, opacity] = channels
  if (!red || !green || !blue || !opacity) throw refuse.broken()
  const size = bitsPerPixel / 8
  return (rowAt, x) => {
    const at = rowAt + x * size
    const value =
      size === 2
        ? view.getUint16(at, true)
        : size === 4
          ? view.getUint32(at, true)
          : view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
    return [red(value), green(value), blue(value), masks[3] === 0 ? 255 : opacity(value)]
  }
}

/** Takes a mask's bits out of a pixel and spreads them over 0 to 255. */
function channelOf(mask: number): (value: number) => number {
  if (mask === 0) return () => 0
  const shift = 31 - Math.clz32(mask & -mask)
  const most = mask >>> shift
  return (value) => Math.round((((value & mask) >>> shift) * 255) / most)
}

function isAllClear(rgba: Uint8Array): boolean {
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at] !== 0) return false
  return true
}
