import { PonderError } from '../../contract/ponder-error.ts'
import type {
  ChatMessage,
  Engine,
  EnginePiece,
  GenerateRequest,
  LoadPiece,
  LoadRequest,
  RenderedPrompt,
  RenderRequest,
  SeveralPiece,
  ThinkDecision,
} from '../engine.ts'
import { stoppedUnread } from '../stopped-unread.ts'
import type { Device } from '../../contract/devices.ts'
import type { Mode } from '../../contract/turns.ts'
import { shownTemplate } from '../think-modes/templates/choose-template.ts'
import { decideThinking, outcomeOf } from './decide-thinking.ts'
import { generateByChoice } from './generate-by-choice.ts'
import { generateSeveral } from './generate-several.ts'
import { generate } from './generate.ts'
import { loadModel } from './load-model.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { withEffort } from './open-model.ts'
import type { OpenModel } from './open-model.ts'
import { createPieceQueue } from './piece-queue.ts'
import { readPrompt } from './read-prompt.ts'
import { renderForEyes } from './render-for-eyes.ts'
import { renderFoundation, renderPrompt } from './render-prompt.ts'

export type LocalEngine = Omit<Engine, 'load' | 'generateSeveral'> & {
  /** `probeFolder`: where what was found about models is kept; null = nowhere. */
  readonly load: (
    request: LoadRequest,
    probeFolder: string | null,
    signal: AbortSignal,
    device?: Device | null,
  ) => AsyncIterable<LoadPiece>
  /** `atOnce`: in several sequences; else one after another, in no more memory than one alone. */
  readonly generateSeveral: (
    request: GenerateRequest,
    seeds: readonly number[],
    signal: AbortSignal,
    atOnce?: boolean,
  ) => AsyncIterable<SeveralPiece>
  readonly render: (request: RenderRequest) => Promise<RenderedPrompt>
  /** The model that is open, for tests that measure on it. */
  readonly openModel: () => OpenModel | null
}

/** The engine in this very process: llama.cpp with one model. Ponder runs it in a child only. */
export function createLocalEngine(): LocalEngine {
  let open: OpenModel | null = null
  /** Ends the thought of the generation that is running; null when none is. */
  let answerNow: AbortController | null = null
  /** How the last question was answered; the next is likely asked the same way. */
  let lastMode: Mode = 'plain'
  let lastEffort: string | null | undefined = null
  /** What is read ahead in idle time, given up as soon as anything is asked. */
  let preparing = new AbortController()
  /** Stops all that was asked for in the background, begun or not, so that the chat need not wait for it. */
  let background = new AbortController()
  const turns = oneAtATime()

  function ready(): OpenModel {
    if (open !== null) return open
    throw new PonderError({ code: 'no-model', message: 'No model is open.', remedy: 'Choose a model first.' })
  }

  function chatComes(): void {
    preparing.abort()
    background.abort()
    background = new AbortController()
  }

  async function inTurn<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    const leave = await turns.enter()
    try {
      signal.throwIfAborted()
      return await work()
    } finally {
      leave()
    }
  }

  async function* load(
    request: LoadRequest,
    probeFolder: string | null,
    signal: AbortSignal,
    device: Device | null = null,
  ): AsyncGenerator<LoadPiece, void> {
    chatComes()
    const queue = createPieceQueue<LoadPiece>()
    const onProgress = (progress: number): void => queue.push({ kind: 'progress', progress })
    const loading = inTurn(signal, async () => {
      const before = open
      open = null
      await before?.close()
      // Core blames a file for this process's death from here on only, not while its load waits for another.
      onProgress(0)
      open = await loadModel({ request, probeFolder, device, onProgress, signal })
      return open.described
    })
    void loading.then(queue.end, queue.fail)
    yield* queue
    yield { kind: 'loaded', model: await loading }
  }

  async function* writeBeside(
    request: GenerateRequest,
    asker: AbortSignal,
  ): AsyncGenerator<EnginePiece, void> {
    const signal = AbortSignal.any([asker, background.signal])
    const leave = await turns.enter()
    try {
      if (signal.aborted) {
        yield stoppedUnread
        return
      }
      const open = { ...ready(), ...(await ready().beside()) }
      yield* generate(open, request, signal, new AbortController().signal)
    } finally {
      leave()
    }
  }

  async function* writeSeveral(
    request: GenerateRequest,
    seeds: readonly number[],
    asker: AbortSignal,
    atOnce = true,
  ): AsyncGenerator<SeveralPiece, void> {
    const signal = AbortSignal.any([asker, background.signal])
    const leave = await turns.enter()
    try {
      if (!signal.aborted) yield* generateSeveral(ready(), request, seeds, signal, atOnce)
    } finally {
      leave()
    }
  }

  /** A decision cannot end as stopped: where the chat comes, or reads ahead, it is made again behind it. */
  async function decideBeside(messages: readonly ChatMessage[], asker: AbortSignal): Promise<ThinkDecision> {
    for (;;) {
      const makesWay = background.signal
      const signal = AbortSignal.any([asker, makesWay])
      try {
        return await inTurn(signal, async () => {
          const open = { ...ready(), ...(await ready().beside()) }
          return outcomeOf(decideThinking(open, messages, signal))
        })
      } catch (thrown) {
        if (asker.aborted || !makesWay.aborted) throw thrown
      }
    }
  }

  async function* write(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<EnginePiece, void> {
    chatComes()
    const leave = await turns.enter()
    try {
      answerNow = new AbortController()
      lastMode = request.mode
      lastEffort = request.effort
      const open = withEffort(ready(), lastEffort)
      for await (const piece of generateByChoice(open, request, signal, answerNow.signal)) {
        if (piece.kind === 'decided') lastMode = piece.mode
        yield piece
      }
    } finally {
      answerNow = null
      leave()
    }
  }

  async function readAhead(messages: readonly ChatMessage[], signal: AbortSignal): Promise<void> {
    const { sequence, ...rest } = withEffort(ready(), lastEffort)
    const tokens = renderFoundation(rest, messages, lastMode)
    if (tokens.length >= rest.context.contextSize) return
    for await (const _ of readPrompt(sequence, tokens, { leaves: 0 }, signal)) if (signal.aborted) return
  }

  return {
    load,
    generate: (request, signal) =>
      request.lane === 'background' ? writeBeside(request, signal) : write(request, signal),
    generateSeveral: writeSeveral,
    endThought: async () => answerNow?.abort(),
    decideThinking(messages, signal, effort, lane) {
      if (lane === 'background') return decideBeside(messages, signal)
      chatComes()
      return inTurn(signal, () => outcomeOf(decideThinking(withEffort(ready(), effort), messages, signal)))
    },
    async countTokens(messages) {
      const model = ready()
      const endsWithAnswer = messages.at(-1)?.role === 'assistant'
      return (endsWithAnswer ? renderFoundation(model, messages) : renderPrompt(model, messages, [])).length
    },
    render: async (request) => renderForEyes(withEffort(ready(), request.effort), request),
    readTemplate: async () => shownTemplate(ready().template),
    async prepare(messages, signal) {
      chatComes()
      preparing = new AbortController()
      const stop = AbortSignal.any([signal, preparing.signal])
      await inTurn(signal, () => readAhead(messages, stop))
    },
    openModel: () => open,
  }
}
