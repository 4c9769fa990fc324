import type { Implementation } from '../contract/define.ts'
import type { LoadedModel } from '../contract/models.ts'
import { PonderError } from '../contract/ponder-error.ts'
import { answerSchema, type Answer, type ModeAsked, type Part } from '../contract/turns.ts'
import type { WindowCalls } from '../contract/window-calls.ts'
import { addImage } from './add-image.ts'

/** What `npm run ask -- --json` prints. Fields may be added, never renamed: other programs read them. */
export type AskResult = {
  readonly model: string
  readonly modeAsked: ModeAsked
  readonly mode: 'think' | 'quick' | 'plain'
  /** 0 to 1; null when nobody had to decide. */
  readonly pThink: number | null
  readonly thought: string
  readonly answer: string
  readonly tokens: Answer['tokens']
  /** Milliseconds. */
  readonly ms: { readonly load: number; readonly firstToken: number | null; readonly total: number }
}

export type AskEnd =
  | { readonly kind: 'answered'; readonly result: AskResult; readonly cut: boolean }
  | { readonly kind: 'stopped' }

/** Told of each piece as it comes. */
export type AskListener = {
  readonly onThought: (text: string) => void
  readonly onAnswer: (text: string) => void
  /** All answer text so far was thought: the model closed a thought it had not opened. */
  readonly onAnswerWasThought: () => void
}

/** `images`: files that stand before the words, each on a line of its own. */
export type AskedOnce = {
  readonly question: string
  readonly mode: ModeAsked
  readonly images: readonly string[]
}

/** One question in a conversation of its own, by the calls a window makes. Aborting `signal` ends it as `stopped`. */
export async function askOnce(
  calls: Implementation<WindowCalls>,
  { question, mode: modeAsked, images }: AskedOnce,
  listener: AskListener,
  signal: AbortSignal,
): Promise<AskEnd> {
  const model = await loadedModel(calls, signal)
  if (model === null) return { kind: 'stopped' }
  const parts: Part[] = []
  for (const path of images)
    parts.push({ kind: 'image', image: await addImage(calls, path, signal) }, { kind: 'text', text: '\n' })
  parts.push({ kind: 'text', text: question })
  const { conversationId, answerId } = await calls.ask(
    { conversationId: null, parentId: null, parts, modeAsked },
    signal,
  )
  const stop = () => void calls.stop({ answerId }, NEVER)
  signal.addEventListener('abort', stop, { once: true })
  // It may have been aborted while the question was saved.
  if (signal.aborted) stop()

  const answer = await followAnswer(calls, conversationId, answerId, listener)
  if (answer.status === 'stopped') return { kind: 'stopped' }
  if (answer.problem !== null) throw new PonderError(answer.problem)
  if (answer.route === null) throw new Error(`the answer ended as ${answer.status} without a route`)
  return { kind: 'answered', cut: answer.status === 'cut', result: resultOf(answer, answer.route, model) }
}

const NEVER = new AbortController().signal

/** Waits for the model; null when `signal` was aborted first. */
async function loadedModel(
  calls: Implementation<WindowCalls>,
  signal: AbortSignal,
): Promise<LoadedModel | null> {
  for await (const update of calls.watchApp({}, signal)) {
    if (update.kind !== 'engine') continue
    if (update.engine.kind === 'ready') return update.engine.model
    if (update.engine.kind === 'failed') throw new PonderError(update.engine.problem)
    if (update.engine.kind === 'empty') throw noModel()
  }
  return null
}

async function followAnswer(
  calls: Implementation<WindowCalls>,
  conversationId: string,
  answerId: string,
  listener: AskListener,
): Promise<Answer> {
  const left = new AbortController()
  try {
    for await (const update of calls.followConversation({ conversationId, limit: 2 }, left.signal)) {
      if (update.kind === 'thought') listener.onThought(update.text)
      if (update.kind === 'answer') listener.onAnswer(update.text)
      if (update.kind === 'answer-was-thought') listener.onAnswerWasThought()
      if (update.kind === 'done' && update.answer.id === answerId) return answerSchema.parse(update.answer)
      if (update.kind !== 'snapshot') continue
      // Pieces written before this began to follow.
      const answer = update.turns.map(({ turn }) => turn).find((turn) => turn.id === answerId)
      if (answer?.kind !== 'answer') continue
      if (answer.thought !== '') listener.onThought(answer.thought)
      if (answer.text !== '') listener.onAnswer(answer.text)
      if (answer.status !== 'running') return answerSchema.parse(answer)
    }
    throw new Error('the conversation ended before the answer did')
  } finally {
    left.abort()
  }
}

function resultOf(answer: Answer, route: NonNullable<Answer['route']>, model: LoadedModel): AskResult {
  return {
    model: model.name,
    modeAsked: answer.modeAsked,
    mode: route.mode,
    pThink: route.pThink,
    thought: answer.thought,
    answer: answer.text,
    tokens: answer.tokens,
    ms: { load: model.loadMs, firstToken: answer.ms.firstToken, total: answer.ms.total },
  }
}

function noModel(): PonderError {
  return new PonderError({
    code: 'no-model',
    message: 'There is no model to ask.',
    remedy: 'Name a GGUF file with --model FILE.',
  })
}
