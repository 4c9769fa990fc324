import { describe, expect, test } from 'vitest'
import { endless } from '../../engine/vision/fixtures/altered-gguf.ts'
import { starter } from '../../engine/vision/fixtures/starter-model.ts'
import { BLUE, RED, disc, square } from '../../engine/vision/fixtures/write-png.ts'
import { forkChild } from '../../shell/fork-child.ts'
import {
  followed,
  never,
  openCoreThatIsBlind,
  openCoreThatSees,
  picture,
  words,
} from '../fixtures/core-that-sees.ts'

const COLOUR = words('\nWhat colour?')

describe('a question with images, over the calls of a window', { timeout: 120_000 }, () => {
  test('is answered by the open model, followed up without looking again, and kept', async () => {
    const { core, open, add, ask } = openCoreThatSees({ spawn: forkChild })
    await open('Starter')
    const red = await add('red.png', disc(RED))
    const blue = await add('blue.png', square(BLUE))
    const size = await core.calls.measure(
      { conversationId: null, parentId: null, parts: [picture(red), COLOUR, picture(red)] },
      never,
    )
    expect(size).toMatchObject({ imageTokens: [36, 36], fits: true })

    const first = await ask([picture(red), COLOUR])
    expect(first.answer).toMatchObject({ status: 'complete', text: 'red', tokens: { reused: 0 } })
    expect(first.updates.some((update) => update.kind === 'reading' && update.looking)).toBe(true)

    const second = await ask([words('What shape is it?')], first.answer)
    expect(second.answer.status).toBe('complete')
    expect(second.answer.tokens.prompt - second.answer.tokens.reused).toBeLessThanOrEqual(12)
    expect(second.updates.some((update) => update.kind === 'reading' && update.looking)).toBe(false)

    const other = await ask([picture(blue), COLOUR])
    expect(other.answer.text).toBe('blue')
    const { turns } = await core.calls.readOlder(
      { conversationId: other.answer.conversationId, beforeId: other.answer.id, limit: 5 },
      never,
    )
    expect(turns[0]?.turn).toMatchObject({ parts: [{ kind: 'image', image: { name: 'blue.png' } }, COLOUR] })
  })

  test('of nothing but an image is a question, and nothing at all is none', async () => {
    const { open, add, ask } = openCoreThatSees({ spawn: forkChild })
    await open('Starter')
    expect((await ask([picture(await add('red.png', disc(RED)))])).answer.status).not.toBe('failed')
    await expect(ask([words(' \n')])).rejects.toMatchObject({ code: 'empty-message' })
  })

  test('is stopped while it is answered, and can be gone on with', async () => {
    const { core, open, add } = openCoreThatSees({ spawn: forkChild }, endless(starter.modelPath))
    await open('Starter')
    const parts = [picture(await add('red.png', disc(RED))), COLOUR]
    const { conversationId, answerId } = await core.calls.ask(
      { conversationId: null, parentId: null, parts, modeAsked: 'auto' },
      never,
    )
    for await (const update of core.calls.followConversation({ conversationId, limit: 4 }, never)) {
      if (update.kind === 'done') break
      if (update.kind === 'answer') void core.calls.stop({ answerId }, never)
    }
    const stopped = await followed(core, conversationId, answerId)
    expect(stopped.answer).toMatchObject({ status: 'stopped', text: expect.stringMatching(/^red/) })
    await core.calls.continueAnswer({ answerId }, never)
    const continued = await followed(core, conversationId, answerId)
    expect(continued.answer).toMatchObject({ status: 'cut', problem: null })
    expect(continued.answer.text.startsWith(stopped.answer.text)).toBe(true)
  })
})

describe('a model that cannot see', { timeout: 120_000 }, () => {
  test('refuses images in words, answers about what it is given instead, and that is kept', async () => {
    const { core, add, ask, open } = openCoreThatIsBlind(forkChild)
    await open('Words')
    const image = await add('sum.png', disc(RED))
    await expect(ask([picture(image), words('What is it?')])).rejects.toMatchObject({
      code: 'cannot-see-images',
      message: 'Words cannot see images.',
    })
    const given = { by: 'ocr', text: '2 + 3' } as const
    const parts = [words('What is '), { kind: 'image', image, given } as const, words('?')]
    const size = await core.calls.measure({ conversationId: null, parentId: null, parts }, never)
    expect(size.imageTokens).toEqual([null])
    const { answer } = await ask(parts)
    expect(answer.status).toBe('complete')
    const { turns } = await core.calls.readOlder(
      { conversationId: answer.conversationId, beforeId: answer.id, limit: 5 },
      never,
    )
    expect(turns[0]?.turn).toMatchObject({ parts })
  })

  test('refuses what an earlier model was shown, also when it is to answer it again', async () => {
    const { core, add, ask, open } = openCoreThatIsBlind(forkChild)
    await open('Starter')
    const { answer } = await ask([picture(await add('red.png', disc(RED))), COLOUR])
    await open('Words')
    const refusal = { code: 'cannot-see-images' }
    await expect(ask([words('And now?')], answer)).rejects.toMatchObject(refusal)
    const again = { answerId: answer.id, modeAsked: 'auto' } as const
    await expect((async () => core.calls.redo(again, never))()).rejects.toMatchObject(refusal)
  })
})
