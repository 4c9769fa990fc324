import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import sharp from 'sharp'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { imageCalls, type Image } from '../../contract/images.ts'
import { byteCalls, PIECE_BYTES, sendBytesOver } from '../../contract/send-bytes.ts'
import { sendImage } from '../../contract/send-image.ts'
import { openImageWorker } from '../../media/image-worker.ts'
import { openTextReader } from '../../media/text-reader.ts'
import { forkChild } from '../../shell/fork-child.ts'
import { openImageFiles } from '../../store/image-files.ts'
import { connect } from '../../wire/connect.ts'
import { messagePort } from '../../wire/message-port.ts'
import { serve } from '../../wire/serve.ts'
import type { Implementation } from '../../contract/define.ts'
import { createImageCalls } from './image-calls.ts'
import { createImageRoom } from './image-room.ts'

const worker = openImageWorker(forkChild)
const reader = openTextReader(forkChild)
afterAll(() => {
  worker.close()
  reader.close()
})

const contract = { ...imageCalls, ...byteCalls }

/** A room behind a real port, as a window sees it. */
function room(stalledAfter = 30_000) {
  const root = mkdtempSync(join(tmpdir(), 'ponder-images-'))
  const folder = join(root, 'images')
  const languagesFolder = join(root, 'languages')
  const files = openImageFiles(folder)
  const images = createImageRoom({ worker, reader, files, languagesFolder, stalledAfter })
  const { port1, port2 } = new MessageChannel()
  const page = messagePort(port2)
  const takesBytes: Implementation<typeof byteCalls> = {
    sendBytes: ({ uploadId, offset, bytes }) => {
      images.take(uploadId, offset, bytes)
      return {}
    },
  }
  serve(contract, { ...createImageCalls(images), ...takesBytes }, messagePort(port1))
  const client = connect(contract, page)
  onTestFinished(() => {
    page.close()
    rmSync(root, { recursive: true, force: true })
  })
  return { folder, languagesFolder, images, calls: { ...client, sendBytes: sendBytesOver(client) }, client }
}

const never = new AbortController().signal
const toSend = (bytes: Uint8Array<ArrayBuffer>, name = 'harbour.png') => ({ name, bytes: new Blob([bytes]) })
async function colour(background: string, width = 40, height = 30): Promise<Uint8Array<ArrayBuffer>> {
  const made = sharp({ create: { width, height, channels: 3, background } })
  return new Uint8Array(await made.png().toBuffer())
}

describe('adding an image', () => {
  test('keeps it under its own name and tells what it is', async () => {
    const { calls, folder } = room()
    const { image, pages } = await sendImage(calls, toSend(await colour('teal'), ' har\nbour\u202e.png '))
    const kept = readFileSync(join(folder, `${image.id}.png`))
    expect(createHash('sha256').update(kept).digest('hex')).toBe(image.id)
    expect({ image, pages }).toEqual({
      image: {
        id: image.id,
        width: 40,
        height: 30,
        bytes: kept.length,
        format: 'png',
        name: 'harbour.png',
        alt: '',
      },
      pages: 1,
    })
    expect(existsSync(join(folder, `${image.id}.small.png`))).toBe(true)
    const again = await sendImage(calls, toSend(await colour('teal'), ''))
    expect(again.image).toEqual({ ...image, name: 'Image' })
  })

  test('shows its small copy before it is kept, and the same one that is kept', async () => {
    const { calls, folder } = room()
    const exif = { IFD0: { Copyright: 'SECRET' } }
    const bytes = await sharp(Buffer.from(await colour('teal', 3000, 2000)))
      .withExif(exif)
      .jpeg()
      .toBuffer()
    const heard: { readonly small: Buffer; readonly isKept: boolean }[] = []
    const onSmall = (base64: string) =>
      heard.push({ small: Buffer.from(base64, 'base64'), isKept: existsSync(folder) })
    const { image } = await sendImage(calls, { ...toSend(new Uint8Array(bytes), 'photo.jpg'), onSmall })
    expect(heard).toHaveLength(1)
    expect(heard[0]?.isKept).toBe(false)
    expect(heard[0]?.small).toEqual(readFileSync(join(folder, `${image.id}.small.png`)))
    expect(heard[0]?.small.includes('SECRET')).toBe(false)
    expect(await sharp(heard[0]?.small).metadata()).toMatchObject({ width: 256, height: 171 })
  })

  test('that was shown and cannot be kept is refused, and nothing of it stays', async () => {
    const { calls, folder } = room()
    // A file where the folder should be.
    writeFileSync(folder, '')
    const shown: string[] = []
    const wanted = { ...toSend(await colour('teal')), onSmall: (base64: string) => shown.push(base64) }
    await expect(sendImage(calls, wanted)).rejects.toMatchObject({ code: 'image-not-kept' })
    expect(shown).toHaveLength(1)
    rmSync(folder)
    expect(await sendImage(calls, wanted)).toMatchObject({ pages: 1 })
    expect(readdirSync(folder)).toHaveLength(2)
  })

  test('that is given up once it was shown holds up nothing', async () => {
    const { calls } = room()
    const noise = sharp(randomBytes(3000 * 2000 * 3), { raw: { width: 3000, height: 2000, channels: 3 } })
    const bytes = new Uint8Array(await noise.jpeg().toBuffer())
    const stop = new AbortController()
    const onSmall = () => stop.abort(new Error('not any more'))
    await expect(sendImage(calls, { ...toSend(bytes), onSmall }, stop.signal)).rejects.toThrow('not any more')
    expect(await sendImage(calls, toSend(await colour('red')))).toMatchObject({ pages: 1 })
  })

  test('of many pieces arrives whole, and several at once each do', async () => {
    const { calls } = room()
    const noise = sharp(randomBytes(2400 * 2000 * 3), { raw: { width: 2400, height: 2000, channels: 3 } })
    const bytes = new Uint8Array(await noise.png({ compressionLevel: 0 }).toBuffer())
    expect(bytes.length).toBeGreaterThan(3 * PIECE_BYTES)
    const added = await Promise.all([
      sendImage(calls, toSend(bytes)),
      sendImage(calls, toSend(await colour('teal'))),
      sendImage(calls, toSend(bytes)),
    ])
    expect(added.map(({ image }) => image.width)).toEqual([1536, 40, 1536])
    expect(added[0].image.id).toBe(added[2].image.id)
  })

  test('that is refused says why, and the next one is taken', async () => {
    const { calls, folder } = room()
    const text = new TextEncoder().encode('no image')
    await expect(sendImage(calls, toSend(text, 'notes.txt'))).rejects.toMatchObject({
      code: 'not-an-image',
      message: 'notes.txt is not an image.',
    })
    await expect(sendImage(calls, toSend(new Uint8Array()))).rejects.toMatchObject({ code: 'image-empty' })
    // Known before a byte has come.
    const large = { name: 'large.tif', sizeBytes: 60_000_000, page: 0, evenIfDamaged: false }
    await expect(calls.addImage(large)[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'image-too-large',
      message: 'large.tif has 60 MB; at most 50 MB can be taken.',
    })
    expect(existsSync(folder)).toBe(false)
    expect(await sendImage(calls, toSend(await colour('teal')))).toMatchObject({ pages: 1 })
  })

  test('that stops coming, comes in disorder or is given up holds up nothing', async () => {
    const { calls, client } = room(100)
    const wanted = { name: 'It', sizeBytes: 10, page: 0, evenIfDamaged: false }
    const stalled = calls.addImage(wanted)[Symbol.asyncIterator]()
    await stalled.next()
    const second = sendImage(calls, toSend(await colour('teal')))
    await expect(stalled.next()).rejects.toMatchObject({ code: 'image-upload-broken' })
    await second

    for await (const update of calls.addImage(wanted)) {
      if (update.kind !== 'ready') continue
      const { uploadId } = update
      for (const piece of [
        { uploadId, offset: 5, bytes: new Uint8Array() },
        { uploadId, offset: 0, bytes: new Uint8Array(11) },
        { uploadId: 'another', offset: 0, bytes: new Uint8Array() },
      ])
        await expect(client.sendBytes({ kind: 'image', ...piece })).rejects.toMatchObject({
          code: 'image-upload-broken',
        })
      break
    }
    const stop = new AbortController()
    const stopped = sendImage(calls, toSend(await colour('red')), stop.signal)
    stop.abort(new Error('not any more'))
    await expect(stopped).rejects.toThrow('not any more')
    expect(await sendImage(calls, toSend(await colour('red')))).toMatchObject({ pages: 1 })
  })
})

describe('an image that is kept', () => {
  async function withImage(width = 300, height = 200) {
    const opened = room()
    const { image } = await sendImage(opened.calls, toSend(await colour('teal', width, height)))
    return { ...opened, image }
  }

  test('gives a part of itself as an image of its own', async () => {
    const { calls, image } = await withImage()
    const box = { left: 10, top: 20, width: 50, height: 40 }
    const part = await calls.cropImage({ imageId: image.id, box, name: 'harbour.png, region 1' })
    expect(part).toMatchObject({
      width: 50,
      height: 40,
      format: 'png',
      name: 'harbour.png, region 1',
      alt: '',
    })
    const gone = calls.cropImage({ imageId: 'a'.repeat(64), box, name: 'It' })
    await expect(gone).rejects.toMatchObject({ code: 'image-gone' })
  })

  test('is made smaller for a model once, and only when it is larger than that', async () => {
    const { images, image, folder } = await withImage()
    expect(await images.shrink(images.pathOf(image.id), 300, never)).toBe(join(folder, `${image.id}.png`))
    const path = await images.shrink(images.pathOf(image.id), 96, never)
    expect(await sharp(path).metadata()).toMatchObject({ width: 96, height: 64 })
    expect(await images.shrink(images.pathOf(image.id), 96, never)).toBe(path)
    expect(readdirSync(folder)).toHaveLength(3)
  })

  test('stands in a question with its real size; one that is gone is said', async () => {
    const { images, image } = await withImage()
    const part = (of: Image) => ({ kind: 'image' as const, image: of })
    const text = { kind: 'text' as const, text: 'What is it?' }
    const lie = { ...image, width: 1, height: 1, bytes: 1, alt: 'Teal' }
    expect(await images.checked([text, part(lie)])).toEqual([text, part({ ...image, alt: 'Teal' })])
    const gone = images.checked([part({ ...image, id: 'a'.repeat(64) })])
    await expect(gone).rejects.toMatchObject({ code: 'image-gone' })
  })

  test('has its text read, in English or in a language whose data the person brings', async () => {
    const { calls, languagesFolder } = room()
    const page = new Uint8Array(
      readFileSync(join(import.meta.dirname, '..', '..', 'media', 'fixtures', 'page.png')),
    )
    const { image } = await sendImage(calls, toSend(page))
    const kinds: string[] = []
    for await (const update of calls.readImageText({ imageId: image.id, language: 'eng' })) {
      kinds.push(update.kind)
      if (update.kind === 'read') expect(update.result.text).toContain('The ferry leaves at seven')
    }
    expect(kinds.at(-1)).toBe('read')
    expect(await calls.imageLanguages({})).toEqual(['eng'])
    mkdirSync(languagesFolder)
    for (const name of ['deu.traineddata', 'chi_sim.traineddata.gz', 'notes.txt', '../x.traineddata'])
      writeFileSync(join(languagesFolder, name), '')
    expect(await calls.imageLanguages({})).toEqual(['chi_sim', 'deu', 'eng'])
  })
})
