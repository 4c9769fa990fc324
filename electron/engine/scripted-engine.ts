import type { LoadedModel } from '../contract/models.ts'
import type { Engine, EnginePiece, GenerateRequest, ModeChoice, ThinkDecision } from './engine.ts'
import { modeByChoice } from './think-modes/mode-by-choice.ts'

export type Script = {
  /** What is generated, in order; `finished` is added where it is missing. May depend on what is asked. */
  readonly pieces: readonly EnginePiece[] | ((request: GenerateRequest) => readonly EnginePiece[])
  readonly decision?: ThinkDecision
  /** Thrown after the pieces, instead of `finished`. */
  readonly failure?: Error
  /** Waits before each piece; a test steps through an answer with it. */
  readonly pause?: (index: number) => Promise<void>
}

export type ScriptedEngine = Engine & {
  /** Everything that was asked of it, for the test to look at. */
  readonly requests: GenerateRequest[]
  readonly prepared: number[]
  readonly thoughtsEnded: () => number
}

const finished = {
  kind: 'finished',
  why: 'complete',
  promptTokens: 10,
  reusedTokens: 0,
  generateMs: 0,
} as const

/** An engine that plays what it is told, for tests of what stands above the engine. */
export function scriptedEngine(script: Script): ScriptedEngine {
  const requests: GenerateRequest[] = []
  const prepared: number[] = []
  let ended = 0

  const decision = script.decision ?? { pThink: 0.9, by: 'own-decision', ms: 1 }
  const decideBy = (choice: ModeChoice) =>
    ({ kind: 'decided', mode: modeByChoice(choice, decision.pThink), ...decision }) as const

  async function* generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<EnginePiece, void> {
    const decided = request.choice === undefined ? null : decideBy(request.choice)
    const mode = decided?.mode ?? request.mode
    requests.push({ ...request, mode })
    if (decided !== null && !signal.aborted) yield decided
    const pieces = typeof script.pieces === 'function' ? script.pieces({ ...request, mode }) : script.pieces
    for (const [index, piece] of pieces.entries()) {
      await script.pause?.(index)
      if (signal.aborted) {
        yield { ...finished, why: 'stopped' }
        return
      }
      yield piece
    }
    if (script.failure !== undefined) throw script.failure
    if (pieces.at(-1)?.kind !== 'finished') yield finished
  }

  return {
    requests,
    prepared,
    thoughtsEnded: () => ended,
    async *load(request) {
      yield { kind: 'loaded', model: { ...scriptedModel, id: request.id, name: request.name } }
    },
    generate,
    async *generateSeveral(request, seeds, signal) {
      // As the child refuses it.
      if (seeds.length === 0) throw new RangeError('It was asked for no answer at all.')
      for (const [index, seed] of seeds.entries())
        for await (const piece of generate({ ...request, seed }, signal)) yield { index, piece }
    },
    async endThought() {
      ended += 1
    },
    decideThinking: async () => decision,
    countTokens: async (messages) =>
      messages.reduce((sum, message) => sum + message.text.split(/\s+/).length, 0),
    readTemplate: async () => ({ from: 'none', text: '', length: 0 }),
    async prepare(messages) {
      prepared.push(messages.length)
    },
  }
}

export const scriptedModel: LoadedModel = {
  id: 'scripted',
  name: 'Scripted',
  sizeBytes: 1,
  architecture: 'script',
  quantisation: 'F32',
  parameters: null,
  contextSize: 1024,
  cacheType: 'f16',
  takesTools: false,
  trainedContextSize: 1024,
  thinking: {
    wrapper: 'Scripted',
    canThink: true,
    decidesItself: true,
    style: 'tail',
    think: 'thought',
    efforts: [],
  },
  sight: null,
  template: 'none',
  device: { kind: 'cpu', reason: 'A script needs no processor to speak of.' },
  threads: 1,
  loadMs: 0,
}
