import { z } from 'zod'
import { call, stream } from './define.ts'

/** Largest file that is taken, in bytes. */
export const LARGEST_IMAGE_BYTES = 50_000_000
/** Most pixels a picture may have; a photo of a telephone has 12 to 50 million. Drawings (SVG) have none of their own. */
export const MOST_PIXELS = 100_000_000
/** Longest side of what is kept, in pixels: models look at less, and text of a page can still be read. */
export const KEPT_SIDE = 1536
/** Longest side of the small copy, in pixels. */
export const SMALL_SIDE = 256

/** Its pixels without any compression, as base64, and as much again for what a file has around them. */
const LONGEST_SMALL = SMALL_SIDE * SMALL_SIDE * 4 * 2

/** What an image was before Ponder made a PNG of it. */
export const imageFormatSchema = z.enum(['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff', 'svg', 'bmp', 'heic'])
export type ImageFormat = z.infer<typeof imageFormatSchema>

/** SHA-256 of the PNG that is kept: the same picture has the same id, whatever it was called. */
export const imageIdSchema = z.string().regex(/^[0-9a-f]{64}$/)

/** An image as Ponder keeps it: upright, on white, without any metadata, at most `KEPT_SIDE` long. */
export const imageSchema = z.object({
  id: imageIdSchema,
  /** Pixels of what is kept. */
  width: z.int().positive(),
  height: z.int().positive(),
  /** Size of what is kept. */
  bytes: z.int().positive(),
  format: imageFormatSchema,
  /** What the person knows it by; never a path. */
  name: z.string().max(200),
  /** What it shows, in the person's words. */
  alt: z.string().max(2000),
})
export type Image = Readonly<z.infer<typeof imageSchema>>

/** A box in pixels of the image that is kept, from its upper left corner. */
export const boxSchema = z.object({
  left: z.int().nonnegative(),
  top: z.int().nonnegative(),
  width: z.int().positive(),
  height: z.int().positive(),
})
export type Box = Readonly<z.infer<typeof boxSchema>>

/** A language that text can be read in, by the name of its data: "eng", "deu", "chi_sim". */
export const languageSchema = z
  .string()
  .max(40)
  .regex(/^[A-Za-z]{3,}(_[A-Za-z]+)*$/)

export const readWordSchema = z.object({
  text: z.string(),
  /** 0 to 100, higher is surer. */
  confidence: z.number().min(0).max(100),
  /** Where it stands in the image as it is kept. */
  box: boxSchema,
})
export type ReadWord = Readonly<z.infer<typeof readWordSchema>>

/** The text that was found in an image. */
export const imageTextSchema = z.object({
  text: z.string(),
  /** Mean of the words, 0 to 100; 0 where there are none. */
  confidence: z.number().min(0).max(100),
  /** Degrees clockwise that the image had to be turned to be read. */
  turned: z.literal([0, 90, 180, 270]),
  lines: z.array(z.object({ words: z.array(readWordSchema) })),
})
export type ImageText = Readonly<z.infer<typeof imageTextSchema>>

export const readingSchema = z.discriminatedUnion('kind', [
  /** `share` 0 to 1 of this try; `turned` as above: a page that reads badly is tried in every direction. */
  z.object({
    kind: z.literal('progress'),
    doing: z.enum(['starting', 'reading']),
    turned: imageTextSchema.shape.turned,
    share: z.number().min(0).max(1),
  }),
  z.object({ kind: z.literal('read'), result: imageTextSchema }),
])
export type Reading = Readonly<z.infer<typeof readingSchema>>

/** What a window says of an image before it sends its bytes. */
export const newImageSchema = z.object({
  /** The file's name, or what else the person knows it by. */
  name: z.string().max(1000),
  sizeBytes: z.int().nonnegative(),
  /** Which picture of an animation or of many pages, from 0. */
  page: z.int().nonnegative(),
  /** Takes what can be read of a damaged file. */
  evenIfDamaged: z.boolean(),
})
export type NewImage = Readonly<z.infer<typeof newImageSchema>>

export const addedImageSchema = z.object({
  image: imageSchema,
  /** How many pictures the file holds: more than one in animations and documents. */
  pages: z.int().positive(),
})
export type AddedImage = Readonly<z.infer<typeof addedImageSchema>>

export const addImageUpdateSchema = z.discriminatedUnion('kind', [
  /** The bytes may come now, by `sendBytes` with this id. */
  z.object({ kind: z.literal('ready'), uploadId: z.string() }),
  /** What it looks like, a PNG at most `SMALL_SIDE` long. It is not kept yet, and may still be refused. */
  z.object({ kind: z.literal('small'), base64: z.base64().max(LONGEST_SMALL) }),
  z.object({ kind: z.literal('added'), added: addedImageSchema }),
])
export type AddImageUpdate = Readonly<z.infer<typeof addImageUpdateSchema>>

/** What a window can ask about images. `sendImage` of send-image.ts does the first. */
export const imageCalls = {
  /** Takes an image in; leaving the stream gives it up. */
  addImage: stream(newImageSchema, addImageUpdateSchema),
  /** A marked region as an image of its own. */
  cropImage: call(
    z.object({ imageId: imageIdSchema, box: boxSchema, name: z.string().max(1000) }),
    imageSchema,
  ),
  /** Progress, then the text. Leaving the stream stops it at once. */
  readImageText: stream(z.object({ imageId: imageIdSchema, language: languageSchema }), readingSchema),
  /** English, and those whose data lies in the folder "languages" of the data folder. */
  imageLanguages: call(z.object({}), z.array(languageSchema)),
}

/** Where the page finds an image; the same in the desktop window and in a browser. */
export function imageAddress(id: string, size: 'whole' | 'small'): string {
  return `/images/${imageFileName(id, size)}`
}

export function imageFileName(id: string, size: 'whole' | 'small'): string {
  return size === 'whole' ? `${id}.png` : `${id}.small.png`
}
