import sharp from 'sharp'
import type { Sharp, SharpOptions } from 'sharp'
import { KEPT_SIDE, LARGEST_IMAGE_BYTES, MOST_PIXELS, SMALL_SIDE } from '../contract/images.ts'
import type { Box, ImageFormat } from '../contract/images.ts'
import { PonderError } from '../contract/ponder-error.ts'
import { readBmp } from './bmp.ts'
import { jpegOfHeic, systemHeicTool, type HeicTool } from './heic.ts'
import { EXPORT_HEIC, refusalsFor } from './refusals.ts'
import type { Refusals } from './refusals.ts'
import { sniff } from './sniff.ts'
import { drawableSvg } from './svg.ts'

/** A drawing has no size of its own: it is drawn this large, so that its text can be read. */
const DRAWN_SIDE = 1024
/** What a drawing's units are to the renderer, per inch. */
const USUAL_DENSITY = 72
const SECONDS = 12
const WHITE = '#ffffff'
/** 4 makes photos as small as 6 does, in half of the time, and screenshots nearly. */
const COMPRESSION = { compressionLevel: 4 }

// Only these ever see a byte, and only bytes: nothing here can open a file.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Heif', 'Nsgif', 'Tiff', 'Svg'].map(
    (name) => `VipsForeignLoad${name}Buffer`,
  ),
})
// Every image is looked at once.
sharp.cache(false)

export type Given = {
  readonly bytes: Uint8Array
  readonly name: string
  /** Which picture of an animation or of many pages, from 0. */
  readonly page: number
  /** Takes what can be read of a damaged file. */
  readonly evenIfDamaged: boolean
}

/** PNG files, the small one at most `SMALL_SIDE` long. */
export type Picture = { readonly whole: Uint8Array; readonly small: Uint8Array }
/** What comes of an image: first what can be shown of it, then what is kept. */
export type KeepingStep =
  | { readonly kind: 'small'; readonly small: Uint8Array }
  | {
      readonly kind: 'whole'
      readonly whole: Uint8Array
      readonly format: ImageFormat
      readonly pages: number
    }

/** Any image as Ponder keeps it: upright, in sRGB on white, at most `KEPT_SIDE` long, nothing but pixels. */
export async function* keepPicture(
  given: Given,
  heicTool: HeicTool | null = systemHeicTool(),
): AsyncGenerator<KeepingStep, void> {
  const refuse = refusalsFor(given.name)
  const format = formatOf(given.bytes, refuse)
  try {
    const isHeic = format === 'heic'
    const shown = isHeic ? await shownSizeOf(given.bytes, refuse) : null
    const bytes = isHeic ? await jpegOfHeic(given.bytes, refuse, heicTool) : given.bytes
    const read = isHeic ? 'jpeg' : format
    const { image, pages } = await open({ ...given, bytes }, read, refuse)
    const isUpright = shown !== null && (await isTurnedAlready(bytes, shown))
    const upright = (isUpright ? image : image.autoOrient()).flatten({ background: WHITE })
    // A JPEG is read at an eighth of its size in a fraction of the time: reading it twice shows it sooner. Others cannot.
    const early = read === 'jpeg' ? await smallOf(upright.clone().timeout({ seconds: SECONDS })) : null
    if (early !== null) yield { kind: 'small', small: early }
    const pixels = await pixelsOf(upright)
    if (early === null) yield { kind: 'small', small: await smallOf(pixels()) }
    yield { kind: 'whole', whole: await pixels().png(COMPRESSION).toBuffer(), format, pages }
  } catch (error) {
    // A part of a drawing cannot be drawn.
    throw inWords(error, refuse, given.evenIfDamaged || format === 'svg')
  }
}

/** A part of a picture that is kept. What of the box lies outside is left away. */
export async function cropPicture(whole: Uint8Array, box: Box, name: string): Promise<Picture> {
  const refuse = refusalsFor(name)
  try {
    const { width, height } = await sharp(whole).metadata()
    if (box.left >= width || box.top >= height) throw refuse.broken()
    return await bothSizes(
      sharp(whole).extract({
        left: box.left,
        top: box.top,
        width: Math.min(box.width, width - box.left),
        height: Math.min(box.height, height - box.top),
      }),
    )
  } catch (error) {
    throw inWords(error, refuse, true)
  }
}

/**
 * A picture that is kept, made as small as a model looks at it. Models that do so themselves leave pixels out; here
 * every pixel counts, so thin lines and small letters stay.
 */
export async function shrinkPicture(
  whole: Uint8Array,
  longestSide: number,
  name: string,
): Promise<Uint8Array> {
  try {
    return await within(sharp(whole), longestSide).png(COMPRESSION).timeout({ seconds: SECONDS }).toBuffer()
  } catch (error) {
    throw inWords(error, refusalsFor(name), true)
  }
}

function formatOf(bytes: Uint8Array, refuse: Refusals): ImageFormat {
  if (bytes.length === 0) throw refuse.empty()
  if (bytes.length > LARGEST_IMAGE_BYTES) throw refuse.tooManyBytes(bytes.length)
  const sniffed = sniff(bytes)
  switch (sniffed.kind) {
    case 'image':
      return sniffed.format
    case 'unreadable':
      throw refuse.unknownFormat(sniffed.what, sniffed.remedy)
    case 'no-image':
      throw refuse.notAnImage()
    default:
      return sniffed satisfies never
  }
}

/** Of a HEIC picture, by its head alone; null where that cannot be read, which its program still may. */
async function shownSizeOf(bytes: Uint8Array, refuse: Refusals): Promise<Size | null> {
  const size = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => null)
  if (size !== null && size.width * size.height > MOST_PIXELS)
    throw refuse.tooManyPixels(size.width, size.height)
  return size
}

/**
 * Some versions of heif-convert turn the pixels and leave the mark that says how to turn them. The JPEG is then as wide
 * as the picture is shown. A half turn, a mirroring and a square picture are not told by that: the mark is followed.
 */
async function isTurnedAlready(jpeg: Uint8Array, shown: Size): Promise<boolean> {
  const { width, height, orientation = 1 } = await sharp(jpeg, { limitInputPixels: false }).metadata()
  const isQuarterTurn = orientation >= 5
  return isQuarterTurn && width !== height && width === shown.width && height === shown.height
}

type Opened = { readonly image: Sharp; readonly pages: number }

async function open(given: Given, format: ImageFormat, refuse: Refusals): Promise<Opened> {
  const { bytes, page, evenIfDamaged } = given
  const reading: SharpOptions = { limitInputPixels: MOST_PIXELS, failOn: evenIfDamaged ? 'none' : 'error' }
  if (format === 'bmp') {
    if (page > 0) throw refuse.noSuchPage(page, 1)
    const { width, height, rgba } = readBmp(bytes, refuse, evenIfDamaged)
    return { image: sharp(rgba, { ...reading, raw: { width, height, channels: 4 } }), pages: 1 }
  }
  const source = format === 'svg' ? drawableSvg(bytes, refuse) : bytes
  // Reads the header only; the limit would make it fail without telling the size.
  const { width, height, pages = 1, ...found } = await sharp(source, { limitInputPixels: false }).metadata()
  if (found.format !== (format === 'avif' ? 'heif' : format)) throw refuse.broken()
  if (page >= pages) throw refuse.noSuchPage(page, pages)
  if (format === 'svg')
    return {
      image: sharp(source, { ...reading, density: await densityFor(source, { width, height }, refuse) }),
      pages,
    }
  if (width * height > MOST_PIXELS) throw refuse.tooManyPixels(width, height)
  return { image: sharp(source, { ...reading, page, pages: 1 }), pages }
}

/**
 * The density that draws a drawing `DRAWN_SIDE` long. Twice the density is twice the length, but four times for one
 * that is measured in millimetres: the renderer counts it once as the unit and once as the scale.
 */
async function densityFor(source: Uint8Array, usual: Size, refuse: Refusals): Promise<number> {
  const scale = DRAWN_SIDE / Math.max(usual.width, usual.height)
  const simple = bearable(USUAL_DENSITY * scale)
  const drawn = await sharp(source, { limitInputPixels: false, density: simple }).metadata()
  const isSimple = Math.abs(Math.max(drawn.width, drawn.height) / DRAWN_SIDE - 1) < 0.02
  if (isSimple) return simple
  if (simple === 1) throw refuse.tooManyPixels(usual.width, usual.height)
  return bearable(USUAL_DENSITY * Math.sqrt(scale))
}

/** Densities that the library takes. */
function bearable(density: number): number {
  return Math.min(Math.max(density, 1), 100_000)
}

type Size = { readonly width: number; readonly height: number }

async function bothSizes(image: Sharp): Promise<Picture> {
  const pixels = await pixelsOf(image)
  const [whole, small] = await Promise.all([pixels().png(COMPRESSION).toBuffer(), smallOf(pixels())])
  return { whole, small }
}

/** Worked out once, for both sizes. */
async function pixelsOf(image: Sharp): Promise<() => Sharp> {
  const { data, info } = await within(image, KEPT_SIDE)
    .toColourspace('srgb')
    .timeout({ seconds: SECONDS })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  return () => sharp(data, { raw: { width, height, channels } })
}

function smallOf(image: Sharp): Promise<Uint8Array> {
  return within(image, SMALL_SIDE).toColourspace('srgb').png(COMPRESSION).toBuffer()
}

function within(image: Sharp, longestSide: number): Sharp {
  return image.resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
}

/** The library throws plain errors, whose texts come from many decoders. */
function inWords(error: unknown, refuse: Refusals, evenIfDamaged: boolean): unknown {
  if (error instanceof PonderError || !(error instanceof Error)) return error
  if (error.message.startsWith('timeout:')) return refuse.tooSlow()
  if (/HEVC|compression format has not been built in/i.test(error.message))
    return refuse.unknownFormat('a HEIC image', EXPORT_HEIC)
  return evenIfDamaged ? refuse.broken(error) : refuse.damaged(error)
}
