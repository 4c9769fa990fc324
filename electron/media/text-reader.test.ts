import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Box, ImageText, Reading } from '../contract/images.ts'
import type { Child } from '../engine/child.ts'
import { forkChild } from '../shell/fork-child.ts'
import type { ReadRequest } from './read-text.ts'
import { defaultReaderLimits, openTextReader, type OpenTextReader } from './text-reader.ts'

const PAGE = readFileSync(join(import.meta.dirname, 'fixtures', 'page.png'))
const WORDS =
  'The ferry leaves at seven in the morning and comes back after dark. Tickets cost twelve euros; children under six are free. Bring a warm coat and a thermos of tea.'
/** Where "thermos" stands on it. */
const THERMOS: Box = { left: 343, top: 179, width: 99, height: 18 }
const SIZE = { width: 640, height: 240 }
/** Its last line, which is read sooner. */
const LINE = { left: 0, top: 165, width: 640, height: 50 }
const LINE_WORDS = 'Bring a warm coat and a thermos of tea.'
const line = () => sharp(PAGE).extract(LINE).png().toBuffer()

const children: Child[] = []
function start(limits = defaultReaderLimits): OpenTextReader {
  return openTextReader((name) => {
    children.push(forkChild(name))
    return children.at(-1)!
  }, limits)
}
const shared = start()
afterAll(() => shared.close())

const english = { name: 'It', language: 'eng', languageFolder: null }
const never = new AbortController().signal

async function readAll(
  reader: OpenTextReader,
  request: ReadRequest,
): Promise<{ updates: Reading[]; result: ImageText }> {
  const updates: Reading[] = []
  for await (const update of reader.read(request, never)) updates.push(update)
  const last = updates.at(-1)
  if (last?.kind !== 'read') throw new Error('no text came')
  return { updates, result: last.result }
}

function wordsOf(result: ImageText): string {
  return result.lines.flatMap(({ words }) => words.map(({ text }) => text)).join(' ')
}

/** Edges that are further apart than letters are thick. */
function farFrom(result: ImageText, wanted: Box, by: number): unknown {
  const found = result.lines.flatMap(({ words }) => words).find(({ text }) => text === 'thermos')?.box
  if (!found) return 'not found'
  const edges = ({ left, top, width, height }: Box) => [left, top, left + width, top + height]
  const apart = edges(found).map((edge, index) => Math.abs(edge - (edges(wanted)[index] ?? 0)))
  return apart.every((distance) => distance <= by) ? null : { found, wanted }
}

describe('reads text in an image, offline', () => {
  test('with where each word stands and how sure it is, and tells how far it is', async () => {
    const { updates, result } = await readAll(shared, { whole: PAGE, ...english })
    expect(result.text.replaceAll(/\s+/g, ' ')).toBe(WORDS)
    expect(wordsOf(result)).toBe(WORDS)
    expect(result).toMatchObject({ turned: 0 })
    expect(result.confidence).toBeGreaterThan(85)
    expect(result.lines).toHaveLength(4)
    expect(farFrom(result, THERMOS, 3)).toBe(null)
    const shares = updates.flatMap((update) =>
      update.kind === 'progress' && update.doing === 'reading' ? [update.share] : [],
    )
    expect(shares.at(-1)).toBe(1)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
  })

  test.each([90, 180, 270] as const)(
    'of a line that was turned by %s degrees',
    async (turn) => {
      const whole = await sharp(await line())
        .rotate(turn)
        .png()
        .toBuffer()
      const { result } = await readAll(shared, { whole, ...english })
      expect(wordsOf(result)).toBe(LINE_WORDS)
      expect(result.turned).toBe((360 - turn) % 360)
      const { left, width, height } = THERMOS
      const top = THERMOS.top - LINE.top
      const wanted = {
        90: { left: LINE.height - top - height, top: left, width: height, height: width },
        180: { left: LINE.width - left - width, top: LINE.height - top - height, width, height },
        270: { left: top, top: LINE.width - left - width, width: height, height: width },
      }[turn]
      expect(farFrom(result, wanted, 3)).toBe(null)
    },
    60_000,
  )

  test('of a page that hangs askew, with the boxes where the words are seen', async () => {
    const { data, info } = await sharp(PAGE)
      .rotate(3, { background: '#fff' })
      .png()
      .toBuffer({ resolveWithObject: true })
    const { result } = await readAll(shared, { whole: data, ...english })
    expect(wordsOf(result).replace(/\W/g, '')).toBe(WORDS.replace(/\W/g, ''))
    const radians = (3 * Math.PI) / 180
    const [x, y] = [
      THERMOS.left + THERMOS.width / 2 - SIZE.width / 2,
      THERMOS.top + THERMOS.height / 2 - SIZE.height / 2,
    ]
    const centre = [
      info.width / 2 + x * Math.cos(radians) - y * Math.sin(radians),
      info.height / 2 + x * Math.sin(radians) + y * Math.cos(radians),
    ]
    const box = result.lines.flatMap(({ words }) => words).find(({ text }) => text === 'thermos')?.box
    expect(box && Math.abs(box.left + box.width / 2 - (centre[0] ?? 0))).toBeLessThan(6)
    expect(box && Math.abs(box.top + box.height / 2 - (centre[1] ?? 0))).toBeLessThan(6)
  })

  test('of an image with small letters', async () => {
    // Letters of 9 pixels.
    const whole = await sharp(PAGE).resize(240).png().toBuffer()
    const { result } = await readAll(shared, { whole, ...english })
    expect(wordsOf(result)).toBe(WORDS)
    const share = 240 / SIZE.width
    const [left, top] = [THERMOS.left * share, THERMOS.top * share]
    const wanted = { left, top, width: THERMOS.width * share, height: THERMOS.height * share }
    expect(farFrom(result, wanted, 3)).toBe(null)
  })

  test('of a page without any: nothing', async () => {
    const whole = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    const { result } = await readAll(shared, { whole, ...english })
    expect(result).toEqual({ text: '', confidence: 0, turned: 0, lines: [] })
  })

  test('all with one worker', () => {
    expect(children).toHaveLength(1)
  })
})

describe('other languages', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ponder-languages-'))
    const data = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json'))
    const packed = join(data, '4.0.0_best_int', 'eng.traineddata.gz')
    copyFileSync(packed, join(folder, 'packed.traineddata.gz'))
    writeFileSync(join(folder, 'plain.traineddata'), gunzipSync(readFileSync(packed)))
    writeFileSync(join(folder, 'broken.traineddata'), 'no data at all')
    return () => rmSync(folder, { recursive: true })
  })

  test.each(['packed', 'plain'])('lie in a folder (%s)', async (language) => {
    const { result } = await readAll(shared, {
      whole: await line(),
      name: 'It',
      language,
      languageFolder: folder,
    })
    expect(wordsOf(result)).toBe(LINE_WORDS)
  })

  test('are said to be missing or broken, and English is read after that', async () => {
    for (const language of ['missing', 'broken']) {
      const read = readAll(shared, { whole: await line(), name: 'It', language, languageFolder: folder })
      await expect(read).rejects.toMatchObject({ code: `language-${language}`, remedy: /\w\.$/ })
    }
    const { result } = await readAll(shared, { whole: await line(), ...english })
    expect(wordsOf(result)).toBe(LINE_WORDS)
  })
})

describe('stops', () => {
  function open(limits = defaultReaderLimits): OpenTextReader {
    const reader = start(limits)
    onTestFinished(() => reader.close())
    return reader
  }

  test('at once, in the middle of a page, and reads the next one', async () => {
    const reader = open()
    const stop = new AbortController()
    const seen: Reading['kind'][] = []
    for await (const update of reader.read({ whole: await line(), ...english }, stop.signal)) {
      seen.push(update.kind)
      if (update.kind === 'progress' && update.doing === 'reading') stop.abort()
    }
    expect(seen).not.toContain('read')
    expect(wordsOf((await readAll(reader, { whole: await line(), ...english })).result)).toBe(LINE_WORDS)
  })

  test('with a sentence when it takes too long, when its process dies and when the image is none', async () => {
    const reader = open({ ...defaultReaderLimits, work: 20_000 })
    const nothing = readAll(reader, { whole: Buffer.from('no image'), ...english })
    await expect(nothing).rejects.toMatchObject({ code: 'text-not-read', remedy: /\w\.$/ })

    const dying = readAll(reader, { whole: await line(), ...english })
    setTimeout(() => children.at(-1)?.kill(), 300)
    await expect(dying).rejects.toMatchObject({ code: 'text-not-read' })

    const quick = open({ ...defaultReaderLimits, work: 100 })
    await expect(readAll(quick, { whole: await line(), ...english })).rejects.toMatchObject({
      code: 'reading-too-slow',
    })
  })
})
