import { existsSync, readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { imageIdSchema, languageSchema, LARGEST_IMAGE_BYTES } from '../../contract/images.ts'
import type { AddImageUpdate, Box, Image, NewImage, Reading } from '../../contract/images.ts'
import type { Part } from '../../contract/turns.ts'
import { oneAtATime } from '../../engine/text/one-at-a-time.ts'
import { unlessAborted } from '../../engine/text/unless-aborted.ts'
import type { CheckedPicture, ImageWorker } from '../../media/image-worker.ts'
import { refusalsFor } from '../../media/refusals.ts'
import type { OpenTextReader } from '../../media/text-reader.ts'
import { imageGone, type ImageFiles } from '../../store/image-files.ts'
import { beginUpload, uploadBroken, type ImageUpload } from './image-upload.ts'

/** So long without a byte, and the window that sends them is given up: others wait behind it. */
const STALLED_MS = 30_000
const LONGEST_NAME = 200
const ENGLISH = 'eng'

export type ImageRoomParts = {
  readonly worker: ImageWorker
  readonly reader: OpenTextReader
  readonly files: ImageFiles
  /** Where the person puts data for other languages. */
  readonly languagesFolder: string
  readonly stalledAfter?: number
}

export type ImageRoom = ReturnType<typeof createImageRoom>

/** Everything about images: taking them in, cutting parts out, reading the text in them. */
export function createImageRoom(parts: ImageRoomParts) {
  const { worker, reader, files, languagesFolder } = parts
  // One at a time holds at most one file in memory, and they are decoded one after another anyway.
  const turns = oneAtATime()
  let current: ImageUpload | null = null

  async function* add(wanted: NewImage, signal: AbortSignal): AsyncGenerator<AddImageUpdate, void> {
    const name = readableName(wanted.name)
    const { sizeBytes } = wanted
    if (sizeBytes === 0) throw refusalsFor(name).empty()
    if (sizeBytes > LARGEST_IMAGE_BYTES) throw refusalsFor(name).tooManyBytes(sizeBytes)
    const leave = await turns.enter()
    let upload: ImageUpload | null = null
    try {
      if (signal.aborted) return
      // It comes up while the bytes come.
      worker.warmUp()
      upload = beginUpload(name, sizeBytes, parts.stalledAfter ?? STALLED_MS)
      current = upload
      yield { kind: 'ready', uploadId: upload.id }
      const bytes = await unlessAborted(upload.whole, signal)
      const { promise: small, resolve: onSmall } = Promise.withResolvers<Buffer>()
      const keeping = worker.keep({ ...wanted, name, bytes }, signal, onSmall)
      // It comes before the whole, or the whole fails.
      await Promise.race([small, keeping])
      yield { kind: 'small', base64: (await small).toString('base64') }
      const kept = await keeping
      const image = await keep(kept, kept.format, name)
      yield { kind: 'added', added: { image, pages: kept.pages } }
    } catch (thrown) {
      if (!signal.aborted) throw thrown
    } finally {
      upload?.end()
      current = null
      leave()
    }
  }

  async function keep(picture: CheckedPicture, format: Image['format'], name: string): Promise<Image> {
    const { whole, small, width, height } = picture
    const id = await files.keep(whole, small)
    return { id, width, height, bytes: whole.length, format, name, alt: '' }
  }

  async function* readText(
    { imageId, language }: { readonly imageId: string; readonly language: string },
    signal: AbortSignal,
  ): AsyncGenerator<Reading, void> {
    const whole = await files.read(imageId)
    // The person's own data comes before what is built in.
    const isBuiltIn = language === ENGLISH && !ownLanguages().includes(ENGLISH)
    const languageFolder = isBuiltIn ? null : languagesFolder
    yield* reader.read({ whole, name: 'the image', language, languageFolder }, signal)
  }

  function ownLanguages(): string[] {
    if (!existsSync(languagesFolder)) return []
    return readdirSync(languagesFolder).flatMap((file) => {
      const name = /^(.+)\.traineddata(\.gz)?$/.exec(file)?.[1]
      return languageSchema.safeParse(name).data ?? []
    })
  }

  return {
    add,
    take(uploadId: string, offset: number, bytes: Uint8Array): void {
      if (current?.id !== uploadId) throw uploadBroken('The image')
      current.take(offset, bytes)
    },
    /** The part becomes an image of its own. */
    async crop(imageId: string, box: Box, name: string, signal: AbortSignal): Promise<Image> {
      const shown = readableName(name)
      const part = await worker.crop(await files.read(imageId), box, shown, signal)
      return keep(part, 'png', shown)
    },
    readText,
    languages: (): string[] => [...new Set([ENGLISH, ...ownLanguages()])].sort(),
    pathOf: (imageId: string): string => files.pathOf(imageId),
    /** The file for a model that looks at `longestSide` pixels and no more, by the path of the whole image. */
    async shrink(path: string, longestSide: number, signal: AbortSignal): Promise<string> {
      const id = imageIdSchema.parse(basename(path, '.png'))
      const found = await files.look(id)
      if (found === null) throw imageGone()
      if (Math.max(found.width, found.height) <= longestSide) return path
      return files.shrunk(id, longestSide, async () =>
        worker.shrink(await files.read(id), longestSide, 'the image', signal),
      )
    },
    /** A question's parts with what is really there of its images. Throws when one is gone. */
    checked: (parts: readonly Part[]): Promise<Part[]> =>
      Promise.all(
        parts.map(async (part) => {
          if (part.kind !== 'image') return part
          const found = await files.look(part.image.id)
          if (found === null) throw imageGone()
          return { ...part, image: { ...part.image, ...found } }
        }),
      ),
    close(): void {
      worker.close()
      reader.close()
    },
  }
}

/** As it may be shown: one line, with nothing that turns the direction of the text around it. */
function readableName(name: string): string {
  const readable = name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').trim()
  return readable === '' ? 'Image' : readable.slice(0, LONGEST_NAME)
}
