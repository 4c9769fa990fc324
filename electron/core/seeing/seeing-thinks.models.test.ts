import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Image } from '../../contract/images.ts'
import type { Answer } from '../../contract/turns.ts'
import { forkChild } from '../../shell/fork-child.ts'
import {
  followed,
  never,
  openCoreThatSees,
  picture,
  words,
  type SeeingCore,
} from '../fixtures/core-that-sees.ts'

// Think, quick and auto on questions with images, by the demo model, in one core.

const QUESTION = words('\nWhat colour is the circle?')

let seeing: SeeingCore
let red: Image
let close = async (): Promise<void> => undefined

beforeAll(async () => {
  seeing = openCoreThatSees({ spawn: forkChild }, null, (end) => void (close = end))
  for await (const update of seeing.core.calls.watchApp({}, never))
    if (update.kind === 'engine' && update.engine.kind === 'ready') {
      expect(update.engine.model).toMatchObject({ thinking: { canThink: true }, sight: { problem: null } })
      break
    }
  red = await seeing.add('a.png', await circle('#dc1e28'))
})
afterAll(() => close())

function circle(colour: string): Promise<Buffer> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="288" height="288"><rect width="288" height="288" fill="#f4f4f4"/><circle cx="150" cy="140" r="75" fill="${colour}"/></svg>`
  return sharp(Buffer.from(drawing)).png().toBuffer()
}

test('think thinks first and quick does not, and both see', async () => {
  const thought = (await seeing.ask([picture(red), QUESTION], null, 'think')).answer
  expect(thought).toMatchObject({ status: 'complete', route: { mode: 'think', by: 'person' } })
  expect(thought.thought.length).toBeGreaterThan(0)
  expect(thought.thoughtEnd).not.toBe(null)
  const quick = (await seeing.ask([picture(red), QUESTION], null, 'quick')).answer
  expect(quick).toMatchObject({ status: 'complete', route: { mode: 'quick' }, thought: '', thoughtEnd: null })
  for (const { text, tokens } of [thought, quick]) {
    expect(text.toLowerCase()).toContain('red')
    expect(text).not.toContain('think>')
    // What the image took is told with the answer.
    expect(tokens.images).toBe(36)
  }
})

test('auto asks the model, behind the images, and does what it says', async () => {
  const { answer } = await seeing.ask([picture(red), QUESTION], null, 'auto')
  expect(answer).toMatchObject({ status: 'complete', route: { pThink: expect.any(Number) } })
  const pThink = answer.route?.pThink ?? -1
  expect(answer.route?.mode).toBe(pThink > 0.5 ? 'think' : 'quick')
  expect(answer.text.toLowerCase()).toContain('red')
})

test('a thought ends at its budget, and the answer comes without looking again', async () => {
  await seeing.core.calls.changeSettings({ thoughtBudget: 2 }, never)
  try {
    const { answer } = await seeing.ask([picture(red), QUESTION], null, 'think')
    expect(answer).toMatchObject({ status: 'complete', thoughtEnd: 'budget' })
    expect(answer.tokens.thought).toBeLessThanOrEqual(3)
    expect(answer.text).not.toBe('')
  } finally {
    await seeing.core.calls.changeSettings({ thoughtBudget: null }, never)
  }
})

test('“Answer now” ends a thought about an image, also one that has not begun yet', async () => {
  const blue = await seeing.add('b.png', await circle('#1e3cdc'))
  const { conversationId, answerId } = await seeing.core.calls.ask(
    { conversationId: null, parentId: null, parts: [picture(blue), QUESTION], modeAsked: 'think' },
    never,
  )
  for await (const update of seeing.core.calls.followConversation({ conversationId, limit: 4 }, never)) {
    if (update.kind === 'done') break
    if (update.kind === 'reading' || update.kind === 'thought')
      void seeing.core.calls.answerNow({ answerId }, never)
  }
  const answer: Answer = (await followed(seeing.core, conversationId, answerId)).answer
  expect(answer.status).toBe('complete')
  expect(answer.thoughtEnd).toBe('answer-now')
  expect(answer.text).not.toBe('')
})

test('a follow-up in another mode looks at nothing again', async () => {
  const first = (await seeing.ask([picture(red), QUESTION], null, 'quick')).answer
  const { answer, updates } = await seeing.ask([words('What shape is it?')], first, 'think')
  expect(answer.status).toBe('complete')
  expect(answer.thought).not.toBe('')
  expect(updates.some((update) => update.kind === 'reading' && update.looking === true)).toBe(false)
  expect(answer.tokens.reused).toBeGreaterThanOrEqual(36)
})
