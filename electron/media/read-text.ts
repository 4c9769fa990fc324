import { accessSync, constants } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import sharp from 'sharp'
import tesseract from 'tesseract.js'
import type { Page, Word, Worker } from 'tesseract.js'
import { KEPT_SIDE } from '../contract/images.ts'
import type { ImageText, Reading, ReadWord } from '../contract/images.ts'
import { createPieceQueue, type PieceQueue } from '../engine/text/piece-queue.ts'
import { readingProblems } from './reading-problems.ts'
import { boxBetween, boxInside, hangBox, turnBoxBack, type Size, type Turn } from './turned-boxes.ts'

/** Mean confidence, 0 to 100, below which a page is tried in other directions; a page on its side has about 45. */
const SURE = 60
const OTHER_TURNS = [90, 270, 180] as const
/** An image this long or shorter is read at twice its size: of letters 9 pixels high 11 % were read wrong, then none. */
const SMALL_SIDE = KEPT_SIDE / 2

export type ReadRequest = {
  /** A PNG as Ponder keeps it. */
  readonly whole: Uint8Array
  readonly name: string
  readonly language: string
  readonly languageFolder: string | null
}

export type TextReader = { readonly read: (request: ReadRequest) => AsyncGenerator<Reading, void> }

/** Reads text in pictures, one after another; offline, by tesseract. Keeps one worker with one language. */
export function createTextReader(): TextReader {
  let open: { readonly key: string; readonly worker: Worker; readonly tell: Tell } | null = null

  async function workerFor({ language, languageFolder }: ReadRequest, tell: Tell['now']): Promise<Worker> {
    const key = JSON.stringify([language, languageFolder])
    if (open?.key !== key) {
      await open?.worker.terminate()
      open = null
      const holder: Tell = { now: tell }
      open = { key, worker: await openWorker(language, languageFolder, holder), tell: holder }
    }
    open.tell.now = tell
    return open.worker
  }

  async function work(request: ReadRequest, readings: PieceQueue<Reading>): Promise<void> {
    let turned: Turn = 0
    const worker = await workerFor(request, ({ status, progress }) => {
      const doing = status === 'recognizing text' ? 'reading' : 'starting'
      readings.push({ kind: 'progress', doing, turned, share: Math.min(1, Math.max(0, progress)) })
    })
    const size = await sizeOf(request.whole, request.name)
    let best = await readTurned(worker, request.whole, size, 0)
    for (const turn of best.confidence >= SURE ? [] : OTHER_TURNS) {
      turned = turn
      const found = await readTurned(worker, request.whole, size, turn)
      if (sureLetters(found) > sureLetters(best)) best = found
      if (found.confidence >= SURE) break
    }
    readings.push({ kind: 'read', result: best })
  }

  return {
    async *read(request) {
      const readings = createPieceQueue<Reading>()
      work(request, readings).then(readings.end, (error: unknown) => {
        // Whatever state it is in, it is not asked again.
        void open?.worker.terminate()
        open = null
        // What fails in the library's own thread comes as text.
        readings.fail(error instanceof Error ? error : readingProblems(request.name).failed(error))
      })
      yield* readings
    },
  }
}

type Message = { readonly status: string; readonly progress: number }
type Tell = { now: (message: Message) => void }

/**
 * A wrong folder would make it wait for ever and fetch nothing; damaged data is told to the error handler alone. It
 * must be there: without it the library throws where nobody can catch.
 */
async function openWorker(language: string, folder: string | null, tell: Tell): Promise<Worker> {
  const { langPath, gzip } = languageData(language, folder)
  const failed = Promise.withResolvers<never>()
  const failure = (error: unknown) => failed.reject(readingProblems('').languageBroken(language, error))
  // Later failures are told to whoever asked, too.
  failed.promise.catch(() => undefined)
  const worker = tesseract.createWorker(language, tesseract.OEM.LSTM_ONLY, {
    langPath,
    gzip,
    cacheMethod: 'none',
    workerPath: unpacked(fromHere.resolve('tesseract.js/src/worker-script/node/index.js')),
    logger: (message) => tell.now(message),
    errorHandler: failure,
  })
  return Promise.race([worker, failed.promise])
}

const fromHere = createRequire(import.meta.url)

/** The smaller of the package's two models: a third of the size, as good on print. */
function languageData(language: string, folder: string | null): { langPath: string; gzip: boolean } {
  if (folder === null) {
    const data = dirname(fromHere.resolve('@tesseract.js-data/eng/package.json'))
    return { langPath: unpacked(join(data, '4.0.0_best_int')), gzip: true }
  }
  const gzip = isReadable(join(folder, `${language}.traineddata.gz`))
  if (!gzip && !isReadable(join(folder, `${language}.traineddata`)))
    throw readingProblems('').languageMissing(language)
  return { langPath: folder, gzip }
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK)
    return true
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown) return false
    throw thrown
  }
}

/** Threads and WebAssembly cannot be started from inside a packed app's archive; they lie beside it. */
function unpacked(path: string): string {
  return path.replace(`app.asar${sep}`, `app.asar.unpacked${sep}`)
}

async function sizeOf(whole: Uint8Array, name: string): Promise<Size> {
  try {
    const { width, height } = await sharp(whole).metadata()
    return { width, height }
  } catch (error) {
    throw readingProblems(name).failed(error)
  }
}

async function readTurned(worker: Worker, whole: Uint8Array, size: Size, turned: Turn): Promise<ImageText> {
  const scale = Math.max(size.width, size.height) <= SMALL_SIDE ? 2 : 1
  const seen = turned === 90 || turned === 270 ? { width: size.height, height: size.width } : size
  const isAsKept = turned === 0 && scale === 1
  const picture = isAsKept ? Buffer.from(whole) : await turnedAndScaled(whole, turned, seen.width * scale)
  const { data } = await worker.recognize(picture, { rotateAuto: true }, { text: true, blocks: true })
  const toWord = ({ text, confidence, bbox }: Word): ReadWord => {
    const { x0, y0, x1, y1 } = bbox
    const found = boxBetween(x0 / scale, y0 / scale, x1 / scale, y1 / scale)
    const box = hangBox(found, seen, radiansOf(data))
    return { text, confidence: percent(confidence), box: boxInside(turnBoxBack(box, turned, size), size) }
  }
  const lines = (data.blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap((each) => each.lines))
  return {
    text: data.text.trim(),
    confidence: percent(data.confidence),
    turned,
    lines: lines.map(({ words }) => ({ words: words.map(toWord) })),
  }
}

function turnedAndScaled(whole: Uint8Array, turned: Turn, width: number): Promise<Buffer> {
  // Turned first: the order of the calls does not count.
  return sharp(whole).rotate(turned).resize({ width, kernel: 'cubic' }).png().toBuffer()
}

/** By how much it straightened the picture; missing from the library's types. */
function radiansOf(page: Page): number {
  return 'rotateRadians' in page && typeof page.rotateRadians === 'number' ? page.rotateRadians : 0
}

/** How much of it was surely read: of a page on its side nearly nothing, in bits of a letter or two. */
function sureLetters({ lines }: ImageText): number {
  const words = lines.flatMap((line) => line.words)
  return words.reduce((sum, { text, confidence }) => sum + (confidence >= SURE ? text.length : 0), 0)
}

function percent(value: number): number {
  return Math.min(100, Math.max(0, value))
}
