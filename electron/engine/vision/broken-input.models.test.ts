import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PonderError } from '../../contract/ponder-error.ts'
import { forkChild } from '../../shell/fork-child.ts'
import { alteredGguf, without, withNumber } from './fixtures/altered-gguf.ts'
import { ask, never, question, starter } from './fixtures/starter-model.ts'
import { RED, WHITE, disc, writePng } from './fixtures/write-png.ts'
import { openVisionEngine } from './open-vision-engine.ts'
import type { VisionEngine, VisionPrompt } from './vision-engine.ts'

// What crashes the library, or leaves it stuck for ever, when it is asked directly. Here each gives one clear sentence
// and its remedy, and the next question is answered.

const MODEL = starter.modelPath
const PROJECTOR = starter.projectorPath
const model = readFileSync(MODEL)
const projector = readFileSync(PROJECTOR)
const image = disc(RED)
const COLOUR = 'What colour?'

let folder = ''
let red = ''
let engine: VisionEngine
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ponder-broken-vision-'))
  mkdirSync(join(folder, 'a folder'))
  red = file('red.png', image)
  engine = openVisionEngine({ spawn: forkChild })
  await engine.load(starter, never)
})
afterAll(async () => {
  await engine.dispose()
  rmSync(folder, { recursive: true })
})

function file(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

async function refusalOf(asked: Promise<unknown>, code: string | RegExp): Promise<void> {
  const refusal = await asked.then(
    () => null,
    (error: unknown) => error,
  )
  expect(refusal).toBeInstanceOf(PonderError)
  expect(refusal).toMatchObject({
    code: expect.stringMatching(code),
    message: expect.stringMatching(/\S\.$|llama\.cpp says: \S/),
    remedy: expect.stringMatching(/\.$/),
  })
}

async function stillAnswers(): Promise<void> {
  expect((await ask(engine, question(COLOUR, red))).text).toBe('red')
}

/** The same model by the name of a kind that nobody knows. */
function unknownKind(): Uint8Array {
  return alteredGguf(MODEL, {
    settings: (settings) =>
      [...settings].map(([key, value]) => [
        key.replace(/^llama\./, 'lamma.'),
        key === 'general.architecture' ? { kind: 'string', value: 'lamma' } : value,
      ]),
  })
}

/** The image half of another model, whose words are 64 numbers wide. */
function ofAnotherModel(): Uint8Array {
  return alteredGguf(PROJECTOR, {
    tensor(tensor) {
      if (tensor.name === 'mm.2.weight')
        return { ...tensor, dimensions: [128, 64], data: tensor.data.subarray(0, 128 * 64 * 4) }
      return tensor.name === 'mm.2.bias'
        ? { ...tensor, dimensions: [64], data: tensor.data.subarray(0, 64 * 4) }
        : tensor
    },
  })
}

function ofUnknownProjector(): Uint8Array {
  return alteredGguf(PROJECTOR, {
    settings: (settings) => [...settings, ['clip.projector_type', { kind: 'string', value: 'mirrors' }]],
  })
}

type Files = readonly (readonly [what: string, code: RegExp, bytes: () => Uint8Array | string | null])[]

const FILE = /^(model-file-|not-a-model|other-model-format|unknown-)/

describe('a model file that is', () => {
  const files: Files = [
    ['not there', FILE, () => null],
    ['empty', FILE, () => ''],
    ['a text', FILE, () => 'Dear diary, '.repeat(1000)],
    ['cut in its header', FILE, () => model.subarray(0, 5000)],
    ['cut in its weights', FILE, () => model.subarray(0, 1_000_000)],
    ['only the image half', /^image-half$/, () => projector],
    ['of too many layers', FILE, () => withNumber(MODEL, 'llama.block_count', 600)],
    ['without its last layer', FILE, () => withNumber(MODEL, 'llama.block_count', 3)],
    ['of a vocabulary that does not fit', FILE, () => withNumber(MODEL, 'llama.embedding_length', 64)],
    // These two crash the child.
    ['of a kind that nobody knows', /^(vision-load-died|unknown-architecture)$/, unknownKind],
    ['without one of its matrices', /^vision-load-died$/, () => without(MODEL, 'blk.1.ffn_up.weight')],
  ]
  test.each(files)('%s', async (what, code, bytes) => {
    const path = join(folder, `${what}.gguf`)
    const content = bytes()
    if (content !== null) writeFileSync(path, content)
    await refusalOf(engine.load({ ...starter, modelPath: path }, never), code)
    await refusalOf(ask(engine, question(COLOUR, red)), /^no-model$/)
    await engine.load(starter, never)
    await stillAnswers()
  })
})

describe('an image half that is', () => {
  const files: Files = [
    ['not there', FILE, () => null],
    ['empty', FILE, () => ''],
    ['cut in its weights', FILE, () => projector.subarray(0, 1_500_000)],
    ['a language model', /^not-image-half$/, () => model],
    ['of another model', /^image-half-mismatch$/, ofAnotherModel],
    ['without a layer', FILE, () => withNumber(PROJECTOR, 'clip.vision.block_count', 4)],
    ['without its second matrix', FILE, () => without(PROJECTOR, 'mm.2.weight')],
    ['without its first offset', FILE, () => without(PROJECTOR, 'mm.0.bias')],
    ['without positions', FILE, () => without(PROJECTOR, 'v.position_embd.weight')],
    ['without attention', FILE, () => without(PROJECTOR, 'v.blk.1.attn_k.weight')],
    ['of too few positions', FILE, () => withNumber(PROJECTOR, 'clip.vision.image_size', 96)],
    ['of no heads', FILE, () => withNumber(PROJECTOR, 'clip.vision.attention.head_count', 0)],
    ['of a size for bombs', FILE, () => withNumber(PROJECTOR, 'clip.vision.image_size', 480_000)],
    // Passes all checks, and the library refuses it in order.
    ['joined in a way nobody knows', /^vision-load-failed$/, ofUnknownProjector],
  ]
  test.each(files)('%s', async (what, code, bytes) => {
    const path = join(folder, `${what}.mmproj.gguf`)
    const content = bytes()
    if (content !== null) writeFileSync(path, content)
    await refusalOf(engine.load({ ...starter, projectorPath: path }, never), code)
    await engine.load(starter, never)
    await stillAnswers()
  })

  test('a folder, like a model that is one', async () => {
    const path = join(folder, 'a folder')
    await refusalOf(engine.load({ ...starter, projectorPath: path }, never), FILE)
    await refusalOf(engine.load({ ...starter, modelPath: path }, never), FILE)
    await engine.load(starter, never)
    await stillAnswers()
  })
})

/** The picture's own bytes damaged, not its frame. */
function damaged(): Buffer {
  return Buffer.from(image).fill(0x55, 50, 90)
}

function ofSize(width: number, height: number): Buffer {
  const bytes = Buffer.from(image)
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

describe('an image that is', () => {
  const images: readonly (readonly [what: string, code: RegExp, path: () => string])[] = [
    ['not there', /^image-missing$/, () => join(folder, 'nothing.png')],
    ['a folder', /^image-not-png$/, () => join(folder, 'a folder')],
    ['empty', /^image-not-png$/, () => file('empty.png', '')],
    ['a text', /^image-not-png$/, () => file('text.png', 'Dear diary, '.repeat(1000))],
    ['a JPEG', /^image-not-png$/, () => file('jpeg.png', Buffer.from('ffd8ffe000104a464946', 'hex'))],
    ['a WebP', /^image-not-png$/, () => file('webp.png', 'RIFF\x24\0\0\0WEBPVP8 ')],
    ['an address', /^image-missing$/, () => 'http://localhost/red.png'],
    [
      'in its own name',
      /^image-missing$/,
      () => `data:image/png;base64,${image.toString('base64').slice(0, 99)}`,
    ],
    ['cut in its header', /^image-broken$/, () => file('header.png', image.subarray(0, 20))],
    ['cut in its middle', /^image-broken$/, () => file('middle.png', image.subarray(0, 100))],
    ['damaged inside', /^image-broken$/, () => file('damaged.png', damaged())],
    ['of no size', /^image-broken$/, () => file('nothing.png', ofSize(0, 48))],
    ['larger than its contents', /^image-broken$/, () => file('small.png', ofSize(48, 4000))],
    ['of 64 megapixels', /^image-too-large$/, () => file('large.png', ofSize(8000, 8000))],
    ['of 60 megabytes', /^image-too-large$/, largeFile],
  ]
  test.each(images)('%s', async (_, code, path) => {
    await refusalOf(ask(engine, question(COLOUR, path(), red)), code)
    await refusalOf(engine.countTokens(question(COLOUR, red, path()), never), code)
    await stillAnswers()
  })

  test('damaged is shown to no other program', async () => {
    const shown = join(folder, 'shown')
    const programs = join(folder, 'programs')
    mkdirSync(programs)
    writeFileSync(join(programs, 'ffprobe'), `#!/bin/sh\ntouch '${shown}'\n`)
    chmodSync(join(programs, 'ffprobe'), 0o755)
    const before = process.env['PATH']
    process.env['PATH'] = `${programs}${delimiter}${before}`
    const other = openVisionEngine({ spawn: forkChild })
    try {
      await other.load(starter, never)
      await refusalOf(ask(other, question(COLOUR, file('damaged.png', damaged()))), /^image-broken$/)
    } finally {
      process.env['PATH'] = before
      await other.dispose()
    }
    expect(existsSync(shown)).toBe(false)
  })
})

function largeFile(): string {
  const path = file('heavy.png', image)
  truncateSync(path, 60_000_000)
  return path
}

describe('a prompt', () => {
  const prompts: readonly (readonly [what: string, prompt: () => VisionPrompt])[] = [
    ['of too many words', () => question('What colour? '.repeat(400))],
    ['of too many images', () => question(COLOUR, ...Array.from({ length: 30 }, () => red))],
  ]
  test.each(prompts)('%s', async (_, prompt) => {
    await refusalOf(ask(engine, prompt()), /^prompt-too-long$/)
    await refusalOf(engine.nextWords(prompt(), ['red'], never), /^prompt-too-long$/)
    await stillAnswers()
  })

  test('of exactly the context’s length but one is answered', async () => {
    const long = question(COLOUR, red)
    const tokens = await engine.countTokens(long, never)
    await engine.load({ ...starter, contextSize: tokens }, never)
    await refusalOf(ask(engine, long), /^prompt-too-long$/)
    await engine.load({ ...starter, contextSize: tokens + 1 }, never)
    expect((await ask(engine, long)).text).toBe('red')
    await engine.load(starter, never)
  })

  test('about the largest image there may be', async () => {
    const path = file(
      'largest.png',
      writePng(4096, 100, () => WHITE),
    )
    expect((await ask(engine, question(COLOUR, path))).finished.why).toBe('complete')
    await stillAnswers()
  })
})
