import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Image } from '../../contract/images.ts'
import type { EngineState } from '../../contract/models.ts'
import type { Answer, Part } from '../../contract/turns.ts'
import type { Child } from '../../engine/child.ts'
import { alteredGguf, without } from '../../engine/vision/fixtures/altered-gguf.ts'
import { starter } from '../../engine/vision/fixtures/starter-model.ts'
import { RED, disc, writePng } from '../../engine/vision/fixtures/write-png.ts'
import { heicHead } from '../../media/fixtures/make-images.ts'
import { forkChild, forkFile } from '../../shell/fork-child.ts'
import { followed, never, openCoreThatSees, picture, words } from '../fixtures/core-that-sees.ts'
import type { SeeingCore } from '../fixtures/core-that-sees.ts'

// What crashes llama.cpp's image half, or leaves it stuck for ever, each done to the whole of Ponder as a person would do it,
// in one core that must live through all of it. Every row gives a sentence with its remedy, and the next question is answered.

const COLOUR = words('\nWhat colour?')
const model = readFileSync(starter.modelPath)
const projector = readFileSync(starter.projectorPath)

let seeing: SeeingCore
let red: Image
/** The vision engine's children, oldest first. */
const eyes: Child[] = []
/** Files that the next children run instead of the engine. */
const instead: string[] = []
let close = async (): Promise<void> => undefined

beforeAll(async () => {
  const spawn: typeof forkChild = (name) => {
    if (name !== 'vision-engine') return forkChild(name)
    const file = instead.shift()
    const child = noticed(file === undefined ? forkChild(name) : forkFile(file))
    eyes.push(child)
    return child
  }
  seeing = openCoreThatSees({ spawn }, null, (end) => void (close = end))
  red = await seeing.add('red.png', disc(RED))
})
afterAll(() => close())

/** How often something was read in idle time behind an answer. */
let readAhead = 0
/** How often a child was asked anything. */
let questions = 0

/** The child, and it is noticed what it is asked and when it has read ahead. */
function noticed(child: Child): Child {
  const asked = new Set<unknown>()
  return {
    ...child,
    port: {
      ...child.port,
      post: (frame) => {
        if (frame[0] === 'q') questions += 1
        if (frame[0] === 'q' && frame[2] === 'nextTokens') asked.add(frame[1])
        child.port.post(frame)
      },
      onFrame: (listen) =>
        child.port.onFrame((frame) => {
          if (Array.isArray(frame) && frame[0] === 'r' && asked.has(frame[1])) readAhead += 1
          listen(frame)
        }),
    },
  }
}

const ownFolder = (): string => join(seeing.dataFolder, 'models')

/** A model with its image half in a folder of its own; null = without one. */
async function put(name: string, halves: { model?: Uint8Array | null; projector: Uint8Array | null }) {
  const folder = join(ownFolder(), name)
  mkdirSync(folder, { recursive: true })
  if (halves.model !== null) writeFileSync(join(folder, `${name}.gguf`), halves.model ?? model)
  if (halves.projector !== null) writeFileSync(join(folder, `mmproj-${name}.gguf`), halves.projector)
  await seeing.core.calls.refreshModels({}, never)
}

async function stillSees(): Promise<void> {
  await seeing.open('Starter')
  const { answer } = await seeing.ask([picture(red), COLOUR])
  expect(answer).toMatchObject({ status: 'complete', text: 'red', problem: null })
}

/** The next question, to the model that is open. */
async function stillAnswers(): Promise<void> {
  const { answer } = await seeing.ask([words('What colour?')])
  expect(answer).toMatchObject({ problem: null })
}

/** As after "Try again". */
async function again(): Promise<void> {
  const { calls } = seeing.core
  await calls.restartEngine({}, never)
  for await (const update of calls.watchApp({}, never))
    if (update.kind === 'engine' && update.engine.kind === 'ready') return
}

const sentence = { message: expect.stringMatching(/\S\.$|: \S/), remedy: expect.stringMatching(/\.$/) }

function expectRefused({ status, problem }: Answer, code: RegExp): void {
  expect(status).toMatch(/^(failed|interrupted)$/)
  expect(problem).toMatchObject({ code: expect.stringMatching(code), ...sentence })
}

/** A question is refused where its length is counted, before it is sent. */
async function expectUnsent(parts: readonly Part[], code: RegExp): Promise<void> {
  await refusalOf(() => seeing.ask(parts), code)
}

async function refusalOf(asked: () => Promise<unknown>, code: RegExp): Promise<void> {
  const refusal = await asked().then(
    () => null,
    (error: unknown) => error,
  )
  expect(refusal).toMatchObject({ code: expect.stringMatching(code), ...sentence })
}

async function idOf(name: string): Promise<string> {
  for await (const update of seeing.core.calls.watchApp({}, never)) {
    const entry = update.kind === 'models' && update.models.find((each) => each.name === name)
    if (entry) return entry.id
  }
  throw new Error('The stream of updates ended.')
}

/** What becomes of opening a model. */
async function opened(name: string): Promise<EngineState> {
  const { calls } = seeing.core
  await calls.openModel({ modelId: await idOf(name) }, never)
  for await (const update of calls.watchApp({}, never))
    if (update.kind === 'engine' && (update.engine.kind === 'failed' || update.engine.kind === 'ready'))
      return update.engine
  throw new Error('The stream of updates ended.')
}

describe('an image half that', () => {
  const broken = /^(model-file-|not-a-model|unknown-)/
  const halves: readonly (readonly [what: string, code: RegExp, bytes: () => Uint8Array])[] = [
    ['is empty', broken, () => new Uint8Array()],
    ['is cut in its weights', broken, () => projector.subarray(0, 1_500_000)],
    ['is the language half', /^not-image-half$/, () => model],
    ['belongs to another model', /^image-half-mismatch$/, () => ofWidth(64)],
    ['is joined in a way nobody knows', /^vision-load-failed$/, unknownProjector],
    // These end the process of whoever asks the library directly.
    ['lacks its second matrix', broken, () => without(starter.projectorPath, 'mm.2.weight')],
    ['lacks its positions', broken, () => without(starter.projectorPath, 'v.position_embd.weight')],
  ]
  const half = (): string => join(ownFolder(), 'swapped', 'mmproj-swapped.gguf')

  test.each(halves)('%s', async (_, code, bytes) => {
    if (!existsSync(half())) {
      await put('swapped', { projector })
      await seeing.open('Swapped')
    }
    // It is opened with the first image, and again with the next where that failed.
    writeFileSync(half(), bytes())
    await expectUnsent([picture(red), COLOUR], code)
    await stillAnswers()
  })

  test('went away after its model was opened, and came back whole', async () => {
    rmSync(half())
    await expectUnsent([picture(red), COLOUR], /^model-file-missing$/)
    await stillAnswers()
    writeFileSync(half(), projector)
    expect((await seeing.ask([picture(red), COLOUR])).answer).toMatchObject({ text: 'red', problem: null })
  })

  test('is not there, so that nothing would see the images', async () => {
    await put('alone', { projector: null })
    await seeing.open('Alone')
    await expectUnsent([picture(red), COLOUR], /^cannot-see-images$/)
    await stillAnswers()
  })

  test('was chosen by hand: of another model it is refused in words, the right one sees', async () => {
    const { calls } = seeing.core
    await put('other', { model: null, projector: ofWidth(64) })
    const modelId = await idOf('Alone')
    const facts = await calls.describeModel({ modelId, contextSize: null }, never)
    expect(facts.sight).toMatchObject({ isByHand: false, needBytes: null })
    const choose = async (name: string | null): Promise<void> => {
      const projectorId = facts.sight.choices.find((each) => each.name === name)?.id ?? null
      expect(projectorId === null).toBe(name === null)
      await calls.chooseProjector({ modelId, projectorId }, never)
      await seeing.open('Alone')
    }
    await choose('mmproj-other.gguf')
    await expectUnsent([picture(red), COLOUR], /^image-half-mismatch$/)
    await choose('mmproj-starter.gguf')
    expect((await seeing.ask([picture(red), COLOUR])).answer).toMatchObject({ text: 'red' })
    const { sight } = await calls.describeModel({ modelId, contextSize: null }, never)
    expect(sight.isByHand).toBe(true)
    expect(sight.choices.filter(({ isUsed }) => isUsed).map(({ name }) => name)).toEqual([
      'mmproj-starter.gguf',
    ])
    expect(sight.needBytes).toBeGreaterThan(100e6)
    await choose(null)
    await expectUnsent([picture(red), COLOUR], /^cannot-see-images$/)
    await stillAnswers()
  })

  test('is a folder', async () => {
    await put('folder', { projector: null })
    mkdirSync(join(ownFolder(), 'folder', 'mmproj-folder.gguf'))
    await seeing.core.calls.refreshModels({}, never)
    await seeing.open('Folder')
    await expectUnsent([picture(red), COLOUR], /^cannot-see-images$/)
    await stillAnswers()
  })

  test('after all of these, a good one sees', stillSees)
})

describe('a model that', () => {
  const broken = /^(model-file-|not-a-model|other-model-format|unknown-|image-half)/
  const files: readonly (readonly [what: string, bytes: () => Uint8Array])[] = [
    ['is empty too', () => new Uint8Array()],
    ['is a text', () => Buffer.from('Dear diary, '.repeat(1000))],
    ['is cut', () => model.subarray(0, 1_000_000)],
    ['is an image half', () => projector],
  ]
  test.each(files)('%s', async (what, bytes) => {
    const name = what.replaceAll(' ', '-')
    await put(name, { model: bytes(), projector })
    const state = await opened(name.charAt(0).toUpperCase() + what.slice(1))
    expect(state.kind).toBe('failed')
    if (state.kind === 'failed')
      expect(state.problem).toMatchObject({ code: expect.stringMatching(broken), ...sentence })
    rmSync(join(ownFolder(), name), { recursive: true })
  })

  test('after all of these, a good one sees', stillSees)
})

describe('an image', () => {
  const files: readonly (readonly [name: string, bytes: () => Uint8Array | Promise<Uint8Array>])[] = [
    ['nothing.png', () => new Uint8Array()],
    ['words.png', () => Buffer.from('Dear diary, '.repeat(1000))],
    ['damaged.png', () => Buffer.from(disc(RED)).fill(0x55, 50, 90)],
    ['cut.jpg', async () => (await photo('jpeg')).subarray(0, 900)],
    ['phone.heic', () => heicHead],
  ]
  test.each(files)('%s is refused where it is added', async (name, bytes) => {
    const file = await bytes()
    await refusalOf(() => seeing.add(name, file), /^(image-|not-an-image$)/)
  })

  test.each(['webp', 'avif', 'tiff', 'svg'] as const)(
    'of the kind %s, which the library cannot read, is seen',
    async (kind) => {
      const image = await seeing.add(`red.${kind}`, await photo(kind))
      expect((await seeing.ask([picture(image), COLOUR])).answer).toMatchObject({ text: 'red' })
    },
  )

  test('of 8000 by 8000 pixels is seen as a small one', async () => {
    const large = await sharp({ create: { width: 8000, height: 8000, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer()
    const image = await seeing.add('large.jpg', large)
    expect(Math.max(image.width, image.height)).toBe(1536)
    expect((await seeing.ask([picture(image), COLOUR])).answer.problem).toBe(null)
  })

  test('whose file was damaged on the disk since, or went', async () => {
    for (const harm of [
      (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 60)),
      (path: string) => rmSync(path),
    ]) {
      const before = storedFiles()
      const image = await seeing.add('frail.png', disc([harmed++, 90, 10]))
      for (const path of storedFiles().filter((each) => !before.includes(each))) harm(path)
      await expectUnsent([picture(image), COLOUR], /^image-/)
      await stillSees()
    }
  })
})

let harmed = 200

function storedFiles(): string[] {
  return readdirSync(join(seeing.dataFolder, 'images'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
}

describe('a question', () => {
  test('of more words or images than fit', async () => {
    await refusalOf(() => seeing.ask([picture(red), words('What colour? '.repeat(900))]), /^prompt-too-long$/)
    const many = Array.from({ length: 60 }, () => picture(red))
    await expectUnsent([...many, COLOUR], /^prompt-too-long$/)
    await stillSees()
  })

  test('with the library’s own marker typed into it', async () => {
    const { answer } = await seeing.ask([
      words('<__media__>'),
      picture(red),
      words('\nWhat colour? <__media__>'),
    ])
    expect(answer.problem).toBe(null)
    await stillSees()
  })

  test('asked again and again, each done in a millisecond', async () => {
    for (let run = 0; run < 12; run++) await stillSees()
  })

  test('asked while another is answered, and counted at once', async () => {
    const parts = [picture(red), COLOUR]
    const ask = { conversationId: null, parentId: null, parts, modeAsked: 'auto' } as const
    const asked = await Promise.all([1, 2, 3].map(async () => seeing.core.calls.ask({ ...ask }, never)))
    const size = seeing.core.calls.measure({ conversationId: null, parentId: null, parts }, never)
    for (const { conversationId, answerId } of asked)
      expect((await followed(seeing.core, conversationId, answerId)).answer.text).toBe('red')
    expect((await size).imageTokens).toEqual([36])
  })
})

describe('the library', () => {
  const stuck = join(import.meta.dirname, '../../engine/vision/fixtures/stuck-child.ts')

  test('being stuck is replaced before anybody notices; twice in a row is said', async () => {
    instead.push(stuck)
    await again()
    await stillSees()
    instead.push(stuck, stuck)
    await again()
    expectRefused((await seeing.ask([picture(red), COLOUR])).answer, /^vision-stuck$/)
    await stillSees()
  })

  test('ended while it looks costs that answer; three times in a minute, and it is given a rest', async () => {
    await again()
    for (const signal of ['SIGKILL', 'SIGSEGV', 'SIGABRT'] as const)
      expectRefused((await whileLooking((pid) => process.kill(pid, signal))).answer, /^engine-died$/)
    const { answer } = await seeing.ask([picture(red), COLOUR])
    expectRefused(answer, /^engine-keeps-dying$/)
    await stillAnswers()
    await again()
    await stillSees()
  })

  test('being stopped while it looks, and again after the answer has ended', async () => {
    let before = performance.now()
    const { answer } = await whileLooking((pid, answerId) => {
      before = performance.now()
      process.kill(pid, 'SIGSTOP')
      void seeing.core.calls.stop({ answerId }, never)
    })
    expect(answer.status).toBe('stopped')
    // Generous, since the machine may be busy; the person waits for nothing of the two seconds that the child has.
    expect(performance.now() - before).toBeLessThan(10_000)
    await seeing.core.calls.stop({ answerId: answer.id }, never)
    await stillSees()
  })
})

/**
 * Asks about a picture, and then about another and does something to the child that looks at it, frozen so that it cannot be
 * done before; when all that is read in idle time is read, or the frozen child would be at that.
 */
async function whileLooking(act: (pid: number, answerId: string) => void) {
  const before = readAhead
  await stillSees()
  await expect.poll(() => readAhead, { timeout: 20_000 }).toBeGreaterThan(before)
  const child = eyes.findLast(({ pid }) => pid !== undefined && isAlive(pid))
  const pid = child?.pid
  if (pid === undefined) throw new Error('nothing that could look')
  const other = await seeing.add(
    'other.png',
    writePng(48, 48, (x) => (x < harmed ? [0, 90, 10] : RED)),
  )
  harmed -= 3
  // Counted before, or asking would count it in the frozen child.
  await seeing.core.calls.measure(
    { conversationId: null, parentId: null, parts: [picture(other), COLOUR] },
    never,
  )
  process.kill(pid, 'SIGSTOP')
  const already = questions
  const { conversationId, answerId } = await seeing.core.calls.ask(
    { conversationId: null, parentId: null, parts: [picture(other), COLOUR], modeAsked: 'auto' },
    never,
  )
  let acted = false
  for await (const update of seeing.core.calls.followConversation({ conversationId, limit: 4 }, never)) {
    if (update.kind === 'reading' && update.looking && !acted) {
      acted = true
      // It is told that Ponder looks before the child is asked to.
      await expect.poll(() => questions, { timeout: 20_000 }).toBeGreaterThan(already)
      act(pid, answerId)
      process.kill(pid, 'SIGCONT')
    }
    if (update.kind === 'done') break
  }
  return followed(seeing.core, conversationId, answerId)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function ofWidth(width: number): Uint8Array {
  return alteredGguf(starter.projectorPath, {
    tensor(tensor) {
      if (tensor.name === 'mm.2.weight')
        return { ...tensor, dimensions: [128, width], data: tensor.data.subarray(0, 128 * width * 4) }
      return tensor.name === 'mm.2.bias'
        ? { ...tensor, dimensions: [width], data: tensor.data.subarray(0, width * 4) }
        : tensor
    },
  })
}

function unknownProjector(): Uint8Array {
  return alteredGguf(starter.projectorPath, {
    settings: (settings) => [...settings, ['clip.projector_type', { kind: 'string', value: 'mirrors' }]],
  })
}

/** A red disc in another kind of file. */
async function photo(kind: 'jpeg' | 'webp' | 'avif' | 'tiff' | 'svg'): Promise<Uint8Array> {
  if (kind === 'svg')
    return Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48"><rect width="48" height="48" fill="#fff"/>' +
        '<circle cx="24" cy="24" r="15" fill="#dc1e1e"/></svg>',
    )
  return sharp(disc(RED)).toFormat(kind, { quality: 95 }).toBuffer()
}
