import { expect, onTestFinished, test } from 'vitest'
import { PonderError } from '../../contract/ponder-error.ts'
import type { GenerateRequest } from '../../engine/engine.ts'
import { scriptedEngine, scriptedModel } from '../../engine/scripted-engine.ts'
import { openStore } from '../../store/store.ts'
import { createJudgeSteps, type Judge } from './judge-step.ts'

const pair = { question: 'What is 2 + 2?', before: '', first: '4', second: '5' }
const never = new AbortController().signal

/** A judge that finds the 4 wherever it stands; `sure`: the probability of a verdict without a thought. */
function opened(sure: number) {
  const store = openStore(':memory:')
  onTestFinished(() => store.close())
  const engine = scriptedEngine({
    pieces: ({ messages, begun, mode }: GenerateRequest) => {
      const number = messages.at(-1)?.text.includes('### Assistant 1\n4\n') === true ? '1' : '2'
      const text = begun === null ? `\\boxed{Assistant ${number}}` : number
      const thought = mode === 'think' ? ([{ kind: 'thought', text: 'Right: 4', tokens: 3 }] as const) : []
      const confidence = begun !== null && begun.thought === '' ? sure : 0.99
      const counted = { promptTokens: 20, reusedTokens: 15, generateMs: 1, confidence }
      return [
        ...thought,
        { kind: 'answer', text, tokens: 3 },
        { kind: 'finished', why: 'complete', ...counted },
      ]
    },
  })
  const judge: Judge = {
    kind: 'writes',
    engine,
    model: { ...scriptedModel, thinking: { ...scriptedModel.thinking, canThink: true } },
    run: (work, signal) => work(signal),
  }
  const modes = () => engine.requests.filter(({ begun }) => begun === null).map(({ mode }) => mode)
  return { store, steps: createJudgeSteps(store), judge, modes }
}

test.each([
  { reason: 'quick verdicts are sure', sure: 0.95, asked: ['quick', 'quick'], thought: '' },
  {
    reason: 'the first quick verdict is unsure, so there is no second',
    sure: 0.6,
    asked: ['quick', 'think', 'think', 'think', 'think', 'think', 'think'],
    thought: 'Right: 4',
  },
])(
  'a judge that thinks when it is unsure: $reason, and every step is told',
  async ({ sure, asked, thought }) => {
    const { steps, judge, modes } = opened(sure)
    let told = 0
    const how = { votes: 3, thinks: 'unsure' } as const
    const compared = await steps.compare(judge, null, pair, how, never, () => (told += 1))
    expect(modes()).toEqual(asked)
    expect(compared.pFirst).toBeGreaterThan(0.9)
    expect(new Set(compared.judgements.map((judgement) => judgement.thought))).toEqual(new Set([thought]))
    expect(told).toBe(6)
  },
)

test('a judge that always thinks is never asked quickly', async () => {
  const { steps, judge, modes } = opened(0.95)
  await steps.compare(judge, null, pair, { votes: 1, thinks: 'always' }, never)
  expect(modes()).toEqual(['think', 'think'])
})

test('what was judged for a conversation is kept and not asked again, not even by a judge that was opened later', async () => {
  const { store, steps, judge, modes } = opened(0.6)
  const { id } = store.createConversation('Sums')
  const how = { votes: 1, thinks: 'unsure' } as const
  const compared = await steps.compare(judge, id, pair, how, never)
  const asked = ['quick', 'think', 'think']
  expect(modes()).toEqual(asked)

  const later = createJudgeSteps(store)
  expect(await later.compare(judge, id, pair, how, never)).toEqual(compared)
  expect(modes()).toEqual(asked)
  // The same pair in another conversation, and another pair in this one, are work of their own.
  await later.compare(judge, store.createConversation('Other sums').id, pair, how, never)
  await later.compare(judge, id, { ...pair, second: '6' }, how, never)
  expect(modes()).toEqual([...asked, ...asked, ...asked])
})

test('a judgement that was broken off keeps what was judged before it', async () => {
  const { store, steps, judge, modes } = opened(0.95)
  const { id } = store.createConversation('Sums')
  const stop = new AbortController()
  const how = { votes: 2, thinks: 'always' } as const
  const broken = steps.compare(judge, id, pair, how, stop.signal, () => stop.abort())
  await expect(broken).rejects.toThrow('aborted')
  expect(modes()).toEqual(['think'])

  const compared = await steps.compare(judge, id, pair, how, never)
  expect(compared.judgements).toHaveLength(4)
  expect(modes()).toEqual(['think', 'think', 'think', 'think'])
})

test('what is too long for a judge is told as that, not as a conversation to shorten', async () => {
  const { steps, judge } = opened(1)
  if (judge.kind !== 'writes') throw new Error('This one writes.')
  const tooLong = new PonderError({
    code: 'prompt-too-long',
    message: 'This conversation…',
    remedy: 'Shorten…',
  })
  const engine = {
    ...judge.engine,
    generate() {
      throw tooLong
    },
  }
  const how = { votes: 1, thinks: 'always' } as const
  await expect(steps.compare({ ...judge, engine }, null, pair, how, never)).rejects.toMatchObject({
    code: 'too-long-to-judge',
  })
})
