import { describe, expect, test } from 'vitest'
import type { Capability } from '../capabilities/capability.ts'
import { answerLike } from '../contract/fixtures/answer-like.ts'
import { PonderError } from '../contract/ponder-error.ts'
import { defaultSettings } from '../contract/settings.ts'
import type { Answer, ModeAsked, Question } from '../contract/turns.ts'
import type { ConversationUpdate } from '../contract/updates.ts'
import type { RouterSeat } from '../capabilities/router-seat.ts'
import type { EnginePiece, GenerateRequest } from '../engine/engine.ts'
import { scriptedEngine, scriptedModel, type Script } from '../engine/scripted-engine.ts'
import { answerQuestion, type AnswerRequest } from './answer-question.ts'

const question: Question = {
  kind: 'question',
  id: 'q',
  conversationId: 'c',
  parentId: null,
  parts: [{ kind: 'text', text: 'How many r in strawberry?' }],
  modeAsked: 'auto',
  createdAt: 0,
}
const empty = answerLike({ id: 'a', parentId: 'q', status: 'running' })
const pieces: EnginePiece[] = [
  { kind: 'reading', read: 2, toRead: 2, reused: 20 },
  { kind: 'thought', text: 'r, r, ', tokens: 3 },
  { kind: 'thought', text: 'r', tokens: 1 },
  { kind: 'thought-ended', why: 'model' },
  { kind: 'answer', text: 'Three', tokens: 1 },
  { kind: 'answer', text: '.', tokens: 1 },
  { kind: 'finished', why: 'complete', promptTokens: 22, reusedTokens: 20, generateMs: 50 },
]

function finishedWith(promptTokens: number, reusedTokens: number) {
  return { kind: 'finished', why: 'complete', promptTokens, reusedTokens, generateMs: 10 } as const
}

type Options = {
  readonly script?: Partial<Script>
  readonly answer?: Answer
  readonly asked?: Partial<Pick<AnswerRequest, 'effort' | 'model'>> & { readonly mode?: ModeAsked }
  readonly capabilities?: readonly Capability[]
  readonly signal?: AbortSignal
  readonly router?: RouterSeat
}

function start({ script, answer = empty, asked = {}, capabilities, signal, router }: Options = {}) {
  const engine = scriptedEngine({ pieces, ...script })
  const { mode = 'auto', ...changes } = asked
  const request = {
    question: { ...question, modeAsked: mode },
    path: [],
    imagePath: (id: string) => `/images/${id}.png`,
    answer,
    model: scriptedModel,
    settings: defaultSettings,
    effort: null,
    seed: 1,
    ...changes,
  }
  const tools = { engine, signal: signal ?? new AbortController().signal, router }
  return { engine, updates: answerQuestion(request, tools, capabilities) }
}

async function run(options: Options = {}) {
  const { engine, updates } = start(options)
  const heard: ConversationUpdate[] = []
  for await (const update of updates) heard.push(update)
  const last = heard.at(-1)
  if (last?.kind !== 'done') throw new Error('The last update is always "done".')
  return { engine, heard, answer: last.answer }
}

describe('the life of one message', () => {
  test('routes, thinks, answers and is done, thought and answer apart', async () => {
    const { heard, answer } = await run()
    expect(heard.map((update) => update.kind)).toEqual([
      'route',
      'reading',
      'thought',
      'thought',
      'thought-ended',
      'answer',
      'answer',
      'done',
    ])
    expect(answer).toMatchObject({
      status: 'complete',
      thought: 'r, r, r',
      text: 'Three.',
      route: { mode: 'think', by: 'own-decision', pThink: 0.9 },
      tokens: { thought: 4, answer: 2 },
      ms: { generate: 50 },
    })
  })

  describe('a quick answer of Auto', () => {
    const decision = { pThink: 0.1, by: 'own-decision', ms: 3 } as const
    const weights = { 'own-decision': 4, margin: 2, unsure: 0.6 }
    const policy = { version: 1, weights, margin: 0.2, exploration: 0, record: { think: 0.5, quick: 0.5 } }
    const router = { policy, random: () => 0.9, chosen: () => {} }
    const quickAt = (confidence: number) => (request: GenerateRequest) =>
      request.mode === 'quick'
        ? [
            { kind: 'reading' as const, read: 3, toRead: 3, reused: 19 },
            { kind: 'answer' as const, text: 'Two.', tokens: 2 },
            { ...finishedWith(22, 19), confidence },
          ]
        : [
            { kind: 'reading' as const, read: 2, toRead: 2, reused: 20 },
            ...pieces.slice(1, 6),
            finishedWith(22, 20),
          ]

    test('that came out unsure is put aside, and the model thinks after all, reading only its end', async () => {
      const { engine, answer, heard } = await run({ script: { decision, pieces: quickAt(0.4) }, router })
      expect(engine.requests.map(({ mode, tellsConfidence }) => [mode, tellsConfidence])).toEqual([
        ['quick', true],
        ['think', false],
      ])
      expect(heard.map(({ kind }) => kind).slice(2, 5)).toEqual(['answer', 'answer-was-unsure', 'reading'])
      expect(answer).toMatchObject({
        status: 'complete',
        text: 'Three.',
        thought: 'r, r, r',
        route: { mode: 'think', by: 'router', version: 1, unsure: { confidence: 0.4, threshold: 0.6 } },
        tokens: { prompt: 22, reused: 17, thought: 4, answer: 2 },
      })
    })

    test('that is sure enough stands', async () => {
      const { engine, answer } = await run({ script: { decision, pieces: quickAt(0.9) }, router })
      expect(engine.requests.length).toBe(1)
      expect(answer).toMatchObject({ status: 'complete', text: 'Two.', route: { mode: 'quick' } })
    })

    test('is not asked how sure it is where the person chose', async () => {
      const asked = { mode: 'quick' } as const
      const { engine } = await run({ script: { pieces: quickAt(0.1) }, router, asked })
      expect(engine.requests.map(({ tellsConfidence }) => tellsConfidence)).toEqual([false])
    })
  })

  test.each([
    ['answer-limit', 'cut'],
    ['context-full', 'cut'],
    ['stopped', 'stopped'],
    ['complete', 'complete'],
  ] as const)('an engine that ends with %s leaves the answer %s', async (why, status) => {
    const end = { kind: 'finished', why, promptTokens: 5, reusedTokens: 0, generateMs: 0 } as const
    expect((await run({ script: { pieces: [end] } })).answer.status).toBe(status)
  })

  test('stopped before anything was asked of the engine is a normal ending', async () => {
    const { answer, engine } = await run({ signal: AbortSignal.abort() })
    expect(answer.status).toBe('stopped')
    expect(engine.requests).toEqual([])
  })

  test('going on with an answer keeps its route and asks nobody to choose again', async () => {
    const begun: Answer = {
      ...empty,
      route: { mode: 'think', by: 'person', pThink: null, ms: null },
      thought: 'r, ',
      tokens: { prompt: 9, reused: 0, thought: 2, answer: 0 },
    }
    const { engine, answer, heard } = await run({ answer: begun })
    expect(engine.requests[0]).toMatchObject({
      mode: 'think',
      begun: { thought: 'r, ', thoughtEnded: false, text: '' },
    })
    expect(heard[0]?.kind).toBe('reading')
    expect(answer).toMatchObject({ thought: 'r, r, r, r', tokens: { thought: 6 } })
  })

  test('an answer that had begun its text goes on in its text', async () => {
    const begun: Answer = {
      ...empty,
      route: { mode: 'think', by: 'person', pThink: null, ms: null },
      thought: 'r, r, r',
      thoughtEnd: 'model',
      text: 'Thr',
    }
    const { engine } = await run({ answer: begun })
    expect(engine.requests[0]?.begun).toEqual({ thought: 'r, r, r', thoughtEnded: true, text: 'Thr' })
  })

  const hard = {
    ...scriptedModel,
    thinking: { ...scriptedModel.thinking, efforts: ['low', 'high'] },
  }
  test.each([
    ['is told the model and stands in the route', 'high', hard, 'high'],
    ['that the template does not know is of no effect', 'extreme', hard, null],
    ['is of no effect where no template knows any', 'high', scriptedModel, null],
    ['that nobody chose is left to the template', null, hard, null],
  ])('an effort %s', async (_what, effort, model, told) => {
    const { engine, answer } = await run({ asked: { effort, model } })
    expect(engine.requests[0]?.effort).toBe(told)
    expect(answer.route?.effort ?? null).toBe(told)
  })

  test('an answer that is gone on with keeps the effort it began with', async () => {
    const route = { mode: 'think', by: 'person', pThink: null, ms: null, effort: 'low' } as const
    const begun: Answer = { ...empty, route, thought: 'r, ' }
    const { engine } = await run({ answer: begun, asked: { effort: 'high', model: hard } })
    expect(engine.requests[0]?.effort).toBe('low')
  })

  const plain = {
    ...scriptedModel,
    thinking: { ...scriptedModel.thinking, canThink: false, think: 'step-by-step' as const },
  }
  test('a model without a thought channel is asked for its steps, and plainly otherwise', async () => {
    const steps = await run({ asked: { mode: 'think', model: plain } })
    expect(steps.engine.requests[0]?.mode).toBe('think')
    expect(steps.answer.route).toMatchObject({ mode: 'think', by: 'person', inSteps: true })
    const answer = await run({ asked: { mode: 'auto', model: plain } })
    expect(answer.engine.requests[0]?.mode).toBe('plain')
  })

  test.each([
    ['a thought', {}, plain],
    ['steps', { inSteps: true }, scriptedModel],
  ] as const)('an answer begun with %s goes on plainly on the other kind of model', async (_, how, model) => {
    const route = { mode: 'think', by: 'person', pThink: null, ms: null, ...how } as const
    const { engine } = await run({ answer: { ...empty, route, text: 'Thr' }, asked: { model } })
    expect(engine.requests[0]).toMatchObject({ mode: 'plain', begun: { text: 'Thr' } })
  })

  test('a capability that fails before the model stops the turn with its reason', async () => {
    const reason = new PonderError({ code: 'no', message: 'No.', remedy: 'Ask less.' })
    const capability = named({ before: () => Promise.reject(reason) })
    await expect(run({ capabilities: [capability] })).rejects.toBe(reason)
  })

  test('a capability that fails after the answer becomes a note and the answer stands', async () => {
    const reason = new PonderError({ code: 'no', message: 'No grade.', remedy: 'Try later.' })
    const { answer } = await run({ capabilities: [named({ after: () => Promise.reject(reason) })] })
    expect(answer).toMatchObject({
      status: 'complete',
      notes: [{ capability: 'test', text: 'No grade.', details: 'Try later.' }],
    })
  })

  test('a bug in a capability surfaces', async () => {
    const bug = new TypeError('undefined is not a function')
    await expect(run({ capabilities: [named({ after: () => Promise.reject(bug) })] })).rejects.toBe(bug)
  })
})

function named(steps: Pick<Capability, 'before' | 'after'>): Capability {
  return { name: 'test', title: 'Test', paper: 'none', ...steps }
}
