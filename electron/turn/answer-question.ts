import { problemOf } from '../contract/ponder-error.ts'
import type { LoadedModel } from '../contract/models.ts'
import type { Settings } from '../contract/settings.ts'
import type { Answer, Mode, Note, Question, Route, Turn } from '../contract/turns.ts'
import type { ConversationUpdate } from '../contract/updates.ts'
import { foldAnswer } from '../contract/fold-answer.ts'
import { capabilities as allCapabilities } from '../capabilities/index.ts'
import { sureEnough, thinkAfterAll } from '../capabilities/think-when-needed/index.ts'
import type { Capability, Draft, Tools } from '../capabilities/capability.ts'
import type { BegunAnswer, EnginePiece, GenerateRequest } from '../engine/engine.ts'
import { countReadBefore } from '../engine/read-before.ts'
import { toMessages } from './messages.ts'

export type AnswerRequest = {
  readonly question: Question
  /** The turns before the question, from the root. */
  readonly path: readonly Turn[]
  /** Where an image's file lies. */
  readonly imagePath: (imageId: string) => string
  /** As stored: empty for a new answer, with its text when an earlier one is gone on with. */
  readonly answer: Answer
  readonly model: LoadedModel
  readonly settings: Settings
  /** How hard the person wants it to think; null = no wish. */
  readonly effort: string | null
  readonly seed: number
}

/**
 * The life of one message, as a stream of updates: capabilities prepare the question (one of them chooses the
 * route), the engine answers, capabilities look at the answer. The last update is always `done`, unless this throws.
 * Stopping is a normal ending: the answer is then `stopped` and keeps its part.
 */
export async function* answerQuestion(
  request: AnswerRequest,
  tools: Tools,
  capabilities: readonly Capability[] = allCapabilities,
): AsyncGenerator<ConversationUpdate> {
  const started = performance.now()
  const begun = begunPart(request.answer)
  const before = begun === null ? capabilities : []
  let answer: Answer = request.answer
  const start = startDraft(request)
  // Choosing the route looks at the images already.
  if (tools.engine.willLook?.(start.messages)) yield { kind: 'reading', answerId: answer.id, ...lookingOnly }
  const draft = await prepareDraft(start, before, tools)
  const fold = (update: ConversationUpdate): ConversationUpdate => {
    answer = foldAnswer(answer, update)
    return update
  }
  if (draft.route !== null && begun === null)
    yield fold({ kind: 'route', answerId: answer.id, route: withEffort(draft.route, draft.effort) })

  const clock = startClock(started, answer)
  let generateMs = 0
  let { route } = draft
  let readBefore = 0
  // Twice at most: what was answered at once and came out unsure is thought about after all, from the same KV cache.
  for (let isLast = false; !isLast && !tools.signal.aborted;) {
    let needed = sureEnough(route, tools.router?.policy)
    const generation = toGeneration(request, draft, route, begun)
    isLast = true
    for await (const told of tools.engine.generate(
      { ...generation, tellsConfidence: needed !== null },
      tools.signal,
    )) {
      const piece = countReadBefore(told, readBefore)
      if (piece.kind === 'finished') {
        generateMs += piece.generateMs
        const { promptTokens: prompt, reusedTokens: reused, imageTokens = 0 } = piece
        const images = imageTokens > 0 ? { images: imageTokens } : {}
        const tokens = { ...answer.tokens, prompt, reused, ...images }
        answer = { ...answer, status: statusOf(piece.why), tokens }
        const after =
          needed !== null && route !== null && piece.why === 'complete'
            ? thinkAfterAll(route, piece.confidence, needed)
            : null
        if (after === null) continue
        isLast = false
        route = after
        readBefore = prompt - reused
        answer = { ...answer, status: 'running' }
        yield fold({ kind: 'answer-was-unsure', answerId: answer.id, route: after })
      } else if (piece.kind === 'decided') {
        const chosen = draft.choice?.routeOf(piece)
        if (chosen === undefined) continue
        route = chosen
        needed = sureEnough(route, tools.router?.policy)
        yield fold({ kind: 'route', answerId: answer.id, route: withEffort(route, draft.effort) })
      } else yield fold(toUpdate(piece, answer, clock))
    }
  }
  if (answer.status === 'running') answer = { ...answer, status: 'stopped' }
  answer = { ...answer, ms: clock.timings(answer, generateMs) }

  for (const capability of capabilities) {
    if (!capability.after || answer.status !== 'complete') continue
    const note = await capability.after(draft, answer, tools).catch(didNotRun(capability))
    if (note) yield fold({ kind: 'note', answerId: answer.id, note })
  }
  yield { kind: 'done', answer }
}

async function prepareDraft(start: Draft, capabilities: readonly Capability[], tools: Tools): Promise<Draft> {
  let draft = start
  for (const capability of capabilities) {
    if (!capability.before || tools.signal.aborted) continue
    try {
      draft = await capability.before(draft, tools)
    } catch (thrown) {
      // A stop while a capability works is a normal ending; what it threw then says nothing.
      if (!tools.signal.aborted) throw thrown
    }
  }
  return draft
}

function startDraft(request: AnswerRequest): Draft {
  const { settings, path, question, model, imagePath } = request
  const sees = model.sight === null ? null : imagePath
  const messages = toMessages(settings.systemPrompt, [...path, question], sees)
  return {
    question,
    model,
    messages,
    effort: effortFor(request),
    earlier: request.path.filter(({ kind }) => kind === 'question').length,
    route: request.answer.route,
  }
}

/** An answer that is gone on with keeps the effort it began with: another would be another prompt. */
function effortFor({ answer, effort, model }: AnswerRequest): string | null {
  const wanted = begunPart(answer) === null ? effort : (answer.route?.effort ?? null)
  return wanted !== null && model.thinking.efforts.includes(wanted) ? wanted : null
}

function withEffort(route: Route, effort: string | null): Route {
  return effort === null ? route : { ...route, effort }
}

/** null for an answer that holds nothing yet: it starts from the beginning, route and all. */
function begunPart(answer: Answer): BegunAnswer | null {
  if (answer.route === null || (answer.thought === '' && answer.text === '')) return null
  const thoughtEnded = answer.thoughtEnd !== null || answer.text !== '' || answer.route.mode !== 'think'
  return { thought: answer.thought, thoughtEnded, text: answer.text }
}

function toGeneration(
  request: AnswerRequest,
  draft: Draft,
  route: Route | null,
  begun: BegunAnswer | null,
): GenerateRequest {
  const { settings } = request
  return {
    messages: draft.messages,
    mode: modeFor(route, draft.model),
    ...(route === null && draft.choice !== undefined ? { choice: draft.choice.choice } : {}),
    effort: draft.effort,
    begun,
    thoughtBudget: settings.thoughtBudget,
    answerLimit: settings.answerLimit,
    temperature: settings.temperature,
    seed: request.seed,
  }
}

/** An answer that another kind of model began to think about goes on plainly: here its thought would be something else. */
function modeFor(route: Route | null, { thinking }: LoadedModel): Mode {
  if (route === null) return 'plain'
  const isKnown = route.mode !== 'think' || thinking.canThink !== (route.inSteps === true)
  return isKnown ? route.mode : 'plain'
}

/** Nothing is counted yet. */
const lookingOnly = { read: 0, toRead: 0, reused: 0, looking: true } as const

type Finished = Extract<EnginePiece, { kind: 'finished' }>
type Piece = Exclude<EnginePiece, Finished | { kind: 'decided' }>

function toUpdate(piece: Piece, answer: Answer, clock: Clock): ConversationUpdate {
  const answerId = answer.id
  switch (piece.kind) {
    case 'reading':
      return { answerId, ...piece }
    case 'thought': {
      const ms = clock.thinking()
      return { kind: 'thought', answerId, text: piece.text, tokens: answer.tokens.thought + piece.tokens, ms }
    }
    case 'thought-ended':
      return { kind: 'thought-ended', answerId, why: piece.why, ms: clock.thoughtEnds() }
    case 'answer':
      clock.wrote()
      return { kind: 'answer', answerId, text: piece.text, tokens: answer.tokens.answer + piece.tokens }
    case 'answer-was-thought':
      return { kind: 'answer-was-thought', answerId }
    default:
      return piece satisfies never
  }
}

type Clock = ReturnType<typeof startClock>

/** Milliseconds on the monotonic clock; an answer that is gone on with keeps the time it took before. */
function startClock(started: number, before: Answer) {
  let firstToken = before.ms.firstToken
  let thinkingSince: number | null = null
  let thoughtBefore = before.ms.thought
  const wrote = () => {
    firstToken ??= performance.now() - started
  }
  const thoughtSoFar = () => thoughtBefore + (thinkingSince === null ? 0 : performance.now() - thinkingSince)
  return {
    wrote,
    thinking: () => {
      wrote()
      thinkingSince ??= performance.now()
      return thoughtSoFar()
    },
    thoughtEnds: () => {
      thoughtBefore = thoughtSoFar()
      thinkingSince = null
      return thoughtBefore
    },
    timings: (answer: Answer, generateMs: number) => ({
      firstToken,
      thought: answer.ms.thought,
      generate: before.ms.generate + generateMs,
      total: before.ms.total + performance.now() - started,
    }),
  }
}

function statusOf(why: Finished['why']): Answer['status'] {
  switch (why) {
    case 'complete':
      return 'complete'
    case 'stopped':
      return 'stopped'
    case 'answer-limit':
    case 'context-full':
      return 'cut'
    default:
      return why satisfies never
  }
}

function didNotRun(capability: Capability): (thrown: unknown) => Note {
  return (thrown) => {
    const problem = problemOf(thrown)
    // A bug must surface; only what was expected to go wrong becomes a note.
    if (problem.code === 'unexpected') throw thrown
    return { capability: capability.name, text: problem.message, details: problem.remedy }
  }
}
