import { z } from 'zod'
import { call, stream } from '../contract/define.ts'
import { boxSchema, imageFormatSchema, languageSchema, readingSchema } from '../contract/images.ts'

/** Between core and the media worker. Bytes go in and bytes come out: the worker is told no path of an image. */

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)
/** What the person knows the image by; it stands in the sentences of refusals. */
const name = z.string()
const picture = z.object({ whole: bytes, small: bytes })
const nothing = z.null()

export const mediaContract = {
  /** Answered as soon as the worker runs; later it shows that the worker is not stuck. */
  ping: call(nothing, nothing),
  /** First the small copy, then the whole. */
  keep: stream(
    z.object({ bytes, name, page: z.int().nonnegative(), evenIfDamaged: z.boolean() }),
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('small'), small: bytes }),
      z.object({
        kind: z.literal('whole'),
        whole: bytes,
        format: imageFormatSchema,
        pages: z.int().positive(),
      }),
    ]),
  ),
  crop: call(z.object({ whole: bytes, box: boxSchema, name }), picture),
  shrink: call(z.object({ whole: bytes, longestSide: z.int().positive(), name }), bytes),
  /** `languageFolder`: where the language's data lies; null for the English that comes with Ponder. */
  readText: stream(
    z.object({ whole: bytes, name, language: languageSchema, languageFolder: z.string().nullable() }),
    readingSchema,
  ),
}
export type MediaContract = typeof mediaContract
