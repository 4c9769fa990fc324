import { expect, onTestFinished, test } from 'vitest'
import type { EngineState } from '../../contract/models.ts'
import { scriptedEngine, scriptedModel } from '../../engine/scripted-engine.ts'
import { openStore } from '../../store/store.ts'
import { createBesideChat } from '../beside-chat.ts'
import { createKeptWork } from '../grading/kept-work.ts'
import { createSampleSteps } from '../grading/sample-step.ts'
import { createLine } from '../line.ts'
import { createOtherModels } from './other-models.ts'

const never = new AbortController().signal
const messages = [{ role: 'user' as const, text: 'Who are you?' }]
const ready = (name: string): EngineState => ({ kind: 'ready', model: { ...scriptedModel, id: name, name } })

/** Work beside the chat on the open model, which answers with its name. */
function opened(writesSeveral: boolean) {
  const store = openStore(':memory:')
  onTestFinished(() => store.close())
  const { id } = store.createConversation('Names')
  let state = ready('First')
  const nameNow = () => (state.kind === 'ready' ? state.model.name : 'nobody')
  const engine = scriptedEngine({ pieces: () => [{ kind: 'answer', text: nameNow(), tokens: 1 }] })
  const line = createLine()
  const openModel = async () => {
    if (state.kind !== 'ready') throw new Error('No model is open.')
    return state.model
  }
  // True for this test: nothing but the open model is asked for.
  const parts = {
    engine,
    beside: createBesideChat({ chat: line, ready: openModel }),
    models: { state: () => state, ready: openModel },
  } as unknown as Parameters<typeof createOtherModels>[0]
  const others = createOtherModels(parts)
  const steps = createSampleSteps(createKeptWork(store), () => writesSeveral)
  /** What each seed gets, asked for until all are there. */
  const samples = async (seeds: readonly number[], arrived: () => Promise<void> | void = () => {}) => {
    const got = new Map<number, string>()
    while (got.size < seeds.length) {
      const bench = await others.bench(null, never)
      const left = seeds.filter((seed) => !got.has(seed))
      await steps.samples({ bench, conversationId: id, messages }, left, never, (seed, { text }) => {
        got.set(seed, `${text}, kept as ${bench.model.name}`)
        void arrived()
      })
    }
    return [...got.values()]
  }
  return { samples, line, replace: () => (state = ready('Second')) }
}

test.each([true, false])(
  'what a model writes is never kept as that of the one it took the place of (several at once: %s)',
  async (writesSeveral) => {
    const { samples, line, replace } = opened(writesSeveral)
    // The chat has the engine when the samples are asked for, and in its turn another model is chosen.
    const leave = await line.wait('a question', never)
    const asked = samples([1, 2, 3])
    await new Promise((resolve) => setImmediate(resolve))
    replace()
    leave()
    expect(await asked).toEqual([
      'Second, kept as Second',
      'Second, kept as Second',
      'Second, kept as Second',
    ])
  },
)

test('what was finished before another model was chosen stays that of the first', async () => {
  const { samples, line, replace } = opened(true)
  let chosen = false
  const got = await samples([1, 2, 3], async () => {
    if (chosen) return
    chosen = true
    const leave = await line.wait('a question', never)
    replace()
    leave()
  })
  expect(got).toEqual(['First, kept as First', 'Second, kept as Second', 'Second, kept as Second'])
})
