import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ChoiceUpdate, DescriptionUpdate, PuzzleUpdate, ReadingUpdate } from '../../contract/seeing.ts'
import type { Turn } from '../../contract/turns.ts'
import { BLUE, GREEN, RED, disc, square } from '../../engine/vision/fixtures/write-png.ts'
import { forkChild } from '../../shell/fork-child.ts'
import {
  followed,
  never,
  openCoreThatSees,
  picture,
  words,
  type SeeingCore,
  openCoreThatIsBlind,
} from '../fixtures/core-that-sees.ts'

async function last<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

async function turnsOf(
  { core }: SeeingCore,
  conversationId: string,
  count: number,
): Promise<readonly Turn[]> {
  for await (const update of core.calls.followConversation({ conversationId, limit: 20 }, never)) {
    if (update.kind === 'snapshot' && update.turns.length >= count) {
      const end = update.turns.at(-1)?.turn
      if (end?.kind === 'answer') await followed(core, conversationId, end.id)
      const { turns } = await core.calls.readOlder(
        { conversationId, beforeId: end?.id ?? '', limit: 20 },
        never,
      )
      return turns.map(({ turn }) => turn)
    }
  }
  throw new Error('The stream of updates ended.')
}

// Two cores for all of it.
let blind: SeeingCore
let seeing: SeeingCore
const closing: (() => Promise<void>)[] = []
beforeAll(async () => {
  const atEnd = (close: () => Promise<void>) => void closing.push(close)
  blind = openCoreThatIsBlind(forkChild, atEnd)
  seeing = openCoreThatSees({ spawn: forkChild }, null, atEnd)
  await seeing.open('Starter')
})
afterAll(async () => {
  for (const close of closing) await close()
})

describe('an image that the open model cannot see', { timeout: 120_000 }, () => {
  test('is described by the demo model, and that is given to the open one instead', async () => {
    const { core, add, ask } = blind
    const image = await add('red.png', disc(RED))
    const updates: DescriptionUpdate[] = await last(core.calls.describeImage({ imageId: image.id }, never))
    expect(updates[0]).toEqual({ kind: 'looking', modelName: 'Seeing' })
    const described = updates.at(-1)
    if (described?.kind !== 'described') throw new Error('nothing was described')
    expect(described.given.by).toBe('description')
    const { answer } = await ask([{ kind: 'image', image, given: described.given }, words('What is it?')])
    expect(answer).toMatchObject({ status: 'complete', modelName: 'Words' })
  })

  test('and stands in an earlier question can be given to it as text, once and for all', async () => {
    const { core, add, ask, open } = blind
    await open('Starter')
    const image = await add('red.png', disc(RED))
    const { answer } = await ask([picture(image), words('\nWhat colour?')])
    await open('Words')
    await expect(ask([words('Why?')], answer)).rejects.toMatchObject({ code: 'cannot-see-images' })
    const given = { by: 'person', text: 'A red disc.' } as const
    await core.calls.giveImageText({ questionId: answer.parentId, image: 0, given }, never)
    expect((await ask([words('Why?')], answer)).answer.status).toBe('complete')
    const [question] = await turnsOf(blind, answer.conversationId, 4)
    expect(question).toMatchObject({ parts: [{ image: { id: image.id }, given }, words('\nWhat colour?')] })
    const none = { questionId: answer.parentId, image: 1, given }
    await expect((async () => core.calls.giveImageText(none, never))()).rejects.toMatchObject({
      code: 'turn-not-found',
    })
  })
})

describe('the text in an image', { timeout: 120_000 }, () => {
  test('is read by the model that is open where it sees', async () => {
    const { core, add } = seeing
    const image = await add('red.png', disc(RED))
    const updates: ReadingUpdate[] = await last(core.calls.readByModel({ imageId: image.id }, never))
    expect(updates[0]).toEqual({ kind: 'looking', modelName: 'Starter' })
    const told = updates.map((update) => (update.kind === 'piece' ? update.text : '')).join('')
    expect(updates.at(-1)).toEqual({ kind: 'read', text: told.trim() })
  })
})

describe('asked by probability', { timeout: 120_000 }, () => {
  test('the colour that is seen is the likeliest, in whatever order the choices stand', async () => {
    const { core, add } = seeing
    const parts = [picture(await add('blue.png', square(BLUE))), words('\nWhat colour?')]
    const found = []
    for (const choices of [
      ['red', 'blue', 'green'],
      ['blue', 'green', 'red'],
    ]) {
      const updates: ChoiceUpdate[] = await last(core.calls.chooseAnswer({ parts, choices }, never))
      expect(updates.map(({ kind }) => kind)).toEqual(['looking', 'scored', 'scored', 'scored', 'chosen'])
      const chosen = updates.at(-1)
      if (chosen?.kind !== 'chosen') throw new Error('nothing was chosen')
      expect(choices[chosen.best]).toBe('blue')
      expect(chosen.choices.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1)
      found.push(new Map(chosen.choices.map(({ text, probability }) => [text, probability])))
    }
    for (const [text, probability] of found[0] ?? []) expect(found[1]?.get(text)).toBeCloseTo(probability, 4)
  })

  test('candidates of a puzzle keep their P(Yes) wherever they stand, and the highest is the answer', async () => {
    const { core, add } = seeing
    const [a, b, c] = [await add('a', disc(RED)), await add('b', disc(BLUE)), await add('c', square(GREEN))]
    const solve = async (candidates: readonly (typeof a)[]) => {
      const updates: PuzzleUpdate[] = await last(
        core.calls.solvePuzzle({ cells: [a, b, a], candidates: [...candidates] }, never),
      )
      const solved = updates.at(-1)
      if (solved?.kind !== 'solved') throw new Error('nothing was solved')
      return solved
    }
    const [one, other] = [await solve([a, b, c]), await solve([c, a, b])]
    expect(one.pYes).toHaveLength(3)
    one.pYes.forEach((pYes, index) => expect(other.pYes[(index + 1) % 3]).toBeCloseTo(pYes, 4))
    expect(one.best).toBe(one.pYes.indexOf(Math.max(...one.pYes)))
  })

  test('classes are told with what tells them apart', async () => {
    const { core, add } = seeing
    const classes = [
      { name: 'red', description: 'like fire' },
      { name: 'blue', description: 'like the sea' },
    ]
    const asked = { image: await add('red', disc(RED)), category: 'colour', classes, withDescriptions: true }
    const updates = await last(core.calls.classifyImage(asked, never))
    expect(updates.at(-1)).toMatchObject({ kind: 'chosen', choices: [{ text: 'red' }, { text: 'blue' }] })
  })
})

test('describing first asks two questions, both kept', { timeout: 120_000 }, async () => {
  const { core, add } = seeing
  const parts = [picture(await add('red.png', disc(RED))), words('\nWhat colour?')]
  const asked = { conversationId: null, parentId: null, parts, modeAsked: 'auto' } as const
  const { conversationId } = await core.calls.askDescribedFirst({ ...asked, parts: [...parts] }, never)
  const turns = await turnsOf(seeing, conversationId, 4)
  expect(turns.map((turn) => (turn.kind === 'question' ? turn.parts.at(-1) : turn.status))).toEqual([
    words('Introduce this picture in detail:'),
    'complete',
    words('What colour?'),
  ])
})
