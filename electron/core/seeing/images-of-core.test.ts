import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import type { Image } from '../../contract/images.ts'
import type { Part } from '../../contract/turns.ts'
import { forkChild } from '../../shell/fork-child.ts'
import { openStore } from '../../store/store.ts'
import { openCore, type Core } from '../core.ts'

const never = new AbortController().signal

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ponder-core-images-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Without any model. */
function open(dataFolder: string, storeFile?: string): Core {
  const core = openCore({
    dataFolder,
    demoFolder: join(dataFolder, 'no-models'),
    spawn: forkChild,
    shell: 'browser',
    version: 'test',
    givenModel: null,
    ...(storeFile === undefined ? {} : { storeFile }),
  })
  onTestFinished(() => core.close())
  return core
}

async function add(core: Core, background: string): Promise<Image> {
  const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background } })
    .png()
    .toBuffer()
  const wanted = { name: `${background}.png`, sizeBytes: bytes.length, page: 0, evenIfDamaged: false }
  for await (const update of core.calls.addImage(wanted, never)) {
    if (update.kind === 'added') return update.added.image
    if (update.kind === 'small') continue
    const { uploadId } = update
    await core.calls.sendBytes({ kind: 'image', uploadId, offset: 0, bytes }, never)
  }
  throw new Error('no image came')
}

/** What `ask` will do once there is a model that sees. */
function saveQuestion(dataFolder: string, ...images: Image[]): string {
  const store = openStore(join(dataFolder, 'ponder.db'))
  const conversationId = store.createConversation('About images').id
  const parts: Part[] = images.map((image) => ({ kind: 'image', image }))
  store.saveQuestion({ conversationId, parentId: null, parts, modeAsked: 'auto' })
  store.close()
  return conversationId
}

test('an image goes with the last conversation that holds it, and not while that can be restored', async () => {
  const dataFolder = temporaryFolder()
  const folder = join(dataFolder, 'images')
  const left = () =>
    readdirSync(folder)
      .filter((name) => !name.includes('small'))
      .sort()
  const first = open(dataFolder)
  const [red, both] = [await add(first, 'red'), await add(first, 'blue')]
  await first.close()
  const one = saveQuestion(dataFolder, red, both)
  const other = saveQuestion(dataFolder, both)

  const second = open(dataFolder)
  await second.calls.deleteConversation({ conversationId: one }, never)
  await second.calls.restoreConversation({ conversationId: one }, never)
  await second.close()
  const all = [`${red.id}.png`, `${both.id}.png`].sort()
  expect(left()).toEqual(all)

  const third = open(dataFolder)
  await third.calls.deleteConversation({ conversationId: one }, never)
  expect(left()).toEqual(all)
  await third.close()
  expect(left()).toEqual([`${both.id}.png`])

  const fourth = open(dataFolder)
  await fourth.calls.deleteConversation({ conversationId: other }, never)
  await fourth.close()
  expect(readdirSync(folder)).toEqual([])
})

test('an image that was not sent yet is still there at the next start', async () => {
  const dataFolder = temporaryFolder()
  const core = open(dataFolder)
  const image = await add(core, 'red')
  await core.close()
  await open(dataFolder).close()
  expect(existsSync(join(dataFolder, 'images', `${image.id}.png`))).toBe(true)
})

test('a core that keeps nothing neither adds to the images of the data folder nor takes any away', async () => {
  const dataFolder = temporaryFolder()
  const core = open(dataFolder)
  const image = await add(core, 'red')
  await core.close()
  saveQuestion(dataFolder, image)
  const before = readdirSync(join(dataFolder, 'images'))
  const passing = open(dataFolder, ':memory:')
  expect((await add(passing, 'blue')).id).not.toBe(image.id)
  await passing.close()
  expect(readdirSync(join(dataFolder, 'images'))).toEqual(before)
})

test('an image is never left out of a message in silence, nor one that is gone', async () => {
  const core = open(temporaryFolder())
  const image = await add(core, 'red')
  const asked = (of: Image) =>
    core.calls.ask(
      {
        conversationId: null,
        parentId: null,
        parts: [
          { kind: 'text', text: 'What is this?' },
          { kind: 'image', image: of },
        ],
        modeAsked: 'auto',
      },
      never,
    )
  await expect(asked({ ...image, id: 'a'.repeat(64) })).rejects.toMatchObject({ code: 'image-gone' })
  // There is no model here to see it: the question is kept with it, and its answer says why there is none.
  const { conversationId } = await asked(image)
  for await (const update of core.calls.followConversation({ conversationId, limit: 4 }, never)) {
    const last = update.kind === 'snapshot' ? update.turns.at(-1)?.turn : null
    const answer = update.kind === 'done' ? update.answer : last
    if (answer?.kind !== 'answer' || answer.status === 'running') continue
    return expect(answer).toMatchObject({ status: 'failed', text: '', problem: { code: 'no-model' } })
  }
  throw new Error('The stream of updates ended.')
})
