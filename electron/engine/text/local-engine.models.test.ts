import { expect, test } from 'vitest'
import type { SeveralPiece } from '../engine.ts'
import { never, openDemoEngine, question, run } from '../fixtures/demo-engine.ts'

const NO_END = 'Count from 1 to 10000.'
const inBackground = (text: string) => question(text, 'think', { answerLimit: 2000, lane: 'background' })

test('the chat comes before all that lies queued in the background', async () => {
  const { engine } = await openDemoEngine()
  const chat: ReturnType<typeof run>[] = []
  const ofSeveral: SeveralPiece[] = []
  async function several(): Promise<void> {
    for await (const piece of engine.generateSeveral(inBackground(NO_END), [1, 2, 3], never))
      ofSeveral.push(piece)
  }
  const atWork = run(engine, inBackground(NO_END), {
    onPiece: ({ kind }) => {
      if (kind === 'thought' && chat.length === 0) chat.push(run(engine, question('What is 2 + 3?', 'quick')))
    },
  })
  const queued = [run(engine, inBackground(NO_END)), several()]
  const decision = engine.decideThinking([{ role: 'user', text: NO_END }], never, null, 'background')

  expect((await atWork).finished.why).toBe('stopped')
  const nothing = { thought: '', text: '', finished: { why: 'stopped' } }
  expect(await Promise.all(queued)).toMatchObject([nothing, undefined])
  expect(ofSeveral).toEqual([])
  expect(await Promise.all(chat)).toMatchObject([{ finished: { why: 'complete' } }])
  // A decision has no part that could be kept: it is made behind the chat.
  expect(await decision).toMatchObject({ pThink: expect.any(Number) })
})

test('a decision in the background is made also where what comes next is read ahead meanwhile', async () => {
  const { engine } = await openDemoEngine()
  const messages = [{ role: 'user' as const, text: 'What is 2 + 3?' }]
  const decision = engine.decideThinking(messages, never, null, 'background')
  await engine.prepare([...messages, { role: 'assistant', thought: '', text: '5' }], never)
  expect(await decision).toMatchObject({ pThink: expect.any(Number) })
})

test('what is asked for in the background while the chat waits has its turn behind it', async () => {
  const { engine } = await openDemoEngine()
  const ended: string[] = []
  const asked: Promise<unknown>[] = []
  await run(engine, inBackground(NO_END), {
    onPiece: ({ kind }) => {
      if (kind !== 'thought' || asked.length > 0) return
      asked.push(
        run(engine, question('What is 2 + 3?', 'quick')).then(() => ended.push('chat')),
        run(engine, inBackground('What is 2 + 3?')).then(({ finished }) => ended.push(finished.why)),
      )
    },
  })
  await Promise.all(asked)
  expect(ended).toEqual(['chat', 'complete'])
})
