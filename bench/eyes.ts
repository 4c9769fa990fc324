import { fork, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import sharp from 'sharp'
import { imageFileName, type Image } from '../electron/contract/images.ts'
import { sendBytesOver } from '../electron/contract/send-bytes.ts'
import { sendImage } from '../electron/contract/send-image.ts'
import type { Answer } from '../electron/contract/turns.ts'
import { openCore, type Core } from '../electron/core/core.ts'
import { forkChild } from '../electron/shell/fork-child.ts'
import type { BareAnswered, BareAsked } from './bare-eyes.ts'

const never = new AbortController().signal
const DEMO = 'models/demo'
const QUESTION = 'What colour is the circle?'
const PAIRS = 8
const PHOTOS = 30
const READING_MS = 1500

export type EyesMeasured = {
  /** From the drop to the small picture that a window shows, ms. */
  readonly thumbnailMs: readonly number[]
  /** From the drop to the whole image on the disk, ready to be asked about, ms. */
  readonly keptMs: readonly number[]
  /** Bare over Ponder. */
  readonly firstToken: readonly number[]
  readonly followUpRead: readonly number[]
  /** Bare over Ponder, of the processes that look. */
  readonly memory: readonly number[]
  /** Of the process that looks, in MB. */
  readonly memoryMb: readonly number[]
}

/** Images as a window gives them, and questions about them, beside the bare binding on the same pictures. */
export async function measureEyes(folder: string): Promise<EyesMeasured> {
  const dataFolder = join(folder, 'eyes')
  let eyes: number | undefined
  const core = openCore({
    dataFolder,
    demoFolder: DEMO,
    spawn: (name) => {
      const child = forkChild(name)
      if (name === 'vision-engine') eyes = child.pid
      return child
    },
    shell: 'browser',
    version: 'bench',
    givenModel: null,
  })
  let contextSize = 0
  for await (const update of core.calls.watchApp({}, never)) {
    if (update.kind !== 'engine' || update.engine.kind !== 'ready') continue
    contextSize = update.engine.model.contextSize
    break
  }
  const bare = await openBareEyes(contextSize)
  const { thumbnailMs, keptMs } = await photos(core)
  const [firstToken, followUpRead, memory, memoryMb]: number[][] = [[], [], [], []]
  for (let pair = 0; pair <= PAIRS; pair += 1) {
    const image = await add(core, `${pair}.png`, await circle(pair))
    const ours = await ask(core, image, null, QUESTION)
    const theirs = await bare.ask(join(dataFolder, 'images', imageFileName(image.id, 'whole')))
    // What the answer adds is read while a person reads it.
    await setTimeout(READING_MS)
    const next = await ask(core, null, ours.answer, 'What shape is it?')
    // The first pair warms both up.
    if (pair === 0) continue
    firstToken?.push(theirs.firstTokenMs / ours.firstTokenMs)
    followUpRead?.push(next.answer.tokens.prompt - next.answer.tokens.reused)
    const rss = eyes === undefined ? null : rssOf(eyes)
    if (rss === null) continue
    memory?.push(theirs.rssBytes / rss)
    memoryMb?.push(rss / 1e6)
  }
  bare.close()
  await core.close()
  return {
    thumbnailMs,
    keptMs,
    firstToken: firstToken ?? [],
    followUpRead: followUpRead ?? [],
    memory: memory ?? [],
    memoryMb: memoryMb ?? [],
  }
}

/** A photo of 12 megapixels as a telephone makes it, smooth over some pixels; another one each time. */
async function photos(core: Core): Promise<Pick<EyesMeasured, 'thumbnailMs' | 'keptMs'>> {
  const thumbnailMs: number[] = []
  const keptMs: number[] = []
  for (let photo = 0; photo <= PHOTOS; photo += 1) {
    const noise = { type: 'gaussian' as const, mean: 100 + photo, sigma: 30 }
    const grain = sharp({ create: { width: 1000, height: 750, channels: 3, background: '#888', noise } })
    const bytes = await sharp(await grain.png().toBuffer())
      .resize(4000, 3000)
      .jpeg({ quality: 90 })
      .toBuffer()
    const started = performance.now()
    let shown = 0
    await add(core, `${photo}.jpg`, bytes, () => (shown = performance.now()))
    if (photo === 0) continue
    thumbnailMs.push(shown - started)
    keptMs.push(performance.now() - started)
  }
  return { thumbnailMs, keptMs }
}

async function add(
  { calls }: Core,
  name: string,
  bytes: Uint8Array,
  onSmall: () => void = () => undefined,
): Promise<Image> {
  const client = {
    addImage: (input: Parameters<typeof calls.addImage>[0]) => calls.addImage(input, never),
    sendBytes: sendBytesOver({ sendBytes: async (input) => calls.sendBytes(input, never) }),
  }
  return (await sendImage(client, { name, bytes: new Blob([new Uint8Array(bytes)]), onSmall })).image
}

/** Times are those a window sees, from the send to the first piece of the answer. */
async function ask(
  { calls }: Core,
  image: Image | null,
  after: Answer | null,
  question: string,
): Promise<{ readonly answer: Answer; readonly firstTokenMs: number }> {
  const started = performance.now()
  const text = { kind: 'text', text: image === null ? question : `\n${question}` } as const
  const { conversationId, answerId } = await calls.ask(
    {
      conversationId: after?.conversationId ?? null,
      parentId: after?.id ?? null,
      parts: image === null ? [text] : [{ kind: 'image', image }, text],
      modeAsked: 'quick',
    },
    never,
  )
  let firstTokenMs = 0
  for await (const update of calls.followConversation({ conversationId, limit: 4 }, never)) {
    if (update.kind === 'answer' && firstTokenMs === 0) firstTokenMs = performance.now() - started
    if (update.kind === 'done' && update.answer.id === answerId)
      return { answer: update.answer, firstTokenMs }
    const last = update.kind === 'snapshot' ? update.turns.at(-1)?.turn : null
    if (last?.kind === 'answer' && last.id === answerId && last.status !== 'running')
      return { answer: last, firstTokenMs: last.ms.firstToken ?? 0 }
  }
  throw new Error('The stream of updates ended.')
}

async function openBareEyes(contextSize: number) {
  const files = [join(DEMO, 'ponder-demo-q8.gguf'), join(DEMO, 'mmproj-ponder-demo.gguf')]
  const child: ChildProcess = fork('bench/bare-eyes.ts', [...files, String(contextSize)], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
  })
  await once(child, 'message')
  return {
    async ask(image: string): Promise<BareAnswered> {
      const prompt = `<|im_start|>user\n<__media__>\n${QUESTION}<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n`
      const asked: BareAsked = { prompt, image, stop: '<|im_end|>' }
      child.send(asked)
      const [answered] = (await once(child, 'message')) as [BareAnswered] // our own script's only message
      return answered
    },
    close: () => child.kill(),
  }
}

/** Null where the system has no way to ask. */
function rssOf(pid: number): number | null {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })
  const kilobytes = Number((stdout ?? '').trim())
  return kilobytes > 0 ? kilobytes * 1024 : null
}

function circle(at: number): Promise<Buffer> {
  const paint = ['#dc1e28', '#1e3cdc', '#00a028'][at % 3] ?? 'red'
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><rect width="900" height="900" fill="#f4f4f4"/><circle cx="${430 + at * 5}" cy="450" r="240" fill="${paint}"/></svg>`
  return sharp(Buffer.from(drawing)).png().toBuffer()
}
