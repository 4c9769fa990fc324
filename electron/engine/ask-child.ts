import type { Client } from '../contract/define.ts'
import type { LoadedModel } from '../contract/models.ts'
import type { Engine, EnginePiece, GenerateRequest, RenderedPrompt } from './engine.ts'
import type { RenderRequest, SeveralPiece } from './engine.ts'
import type { TextChild } from './load-in-child.ts'
import { translate, translated } from './supervisor.ts'
import type { Supervisor } from './supervisor.ts'
import type { StatusBoard } from './text-engine-status.ts'
import type { TextEngineContract } from './text/contract.ts'

export type ChildQuestions = Omit<Engine, 'load'> & {
  /** What this model's prompt would be, images and all, for whoever reads it in its place. */
  readonly render: (request: RenderRequest) => Promise<RenderedPrompt>
}

type Parts = {
  readonly status: StatusBoard
  readonly supervisor: Supervisor<Client<TextEngineContract>>
}

/** What is asked of the open model, in the text engine's child. While it is being opened, also again, a question waits. */
export function createChildQuestions({ status, supervisor }: Parts): ChildQuestions & {
  /** To be called when the child has ended by itself. */
  readonly childDied: () => void
} {
  /** The model that writes several answers at once now. */
  let writesSeveral: string | null = null
  /** Models that did when the child died: several at once would end it again. */
  const tooMuch = new Set<string>()

  async function* generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<EnginePiece, void> {
    let counts = { promptTokens: 0, reusedTokens: 0 }
    let firstPiece: number | null = null
    let ended = false
    const ready = await whenReady(signal)
    const pieces = ready === null ? [] : translated(ready.child, ready.child.client.generate(request, signal))
    for await (const piece of pieces) {
      if (piece.kind === 'reading') {
        counts = { promptTokens: piece.toRead + piece.reused, reusedTokens: piece.reused }
      } else firstPiece ??= performance.now()
      ended = piece.kind === 'finished'
      yield piece
    }
    if (ended) return
    // The wire ends a stopped stream at once, without waiting for the child's own ending.
    const generateMs = firstPiece === null ? 0 : performance.now() - firstPiece
    yield { kind: 'finished', why: 'stopped', ...counts, generateMs }
  }

  /** Stopped, it ends without a word of those that are not finished. */
  async function* generateSeveral(
    request: GenerateRequest,
    seeds: readonly number[],
    signal: AbortSignal,
  ): AsyncGenerator<SeveralPiece, void> {
    const ready = await whenReady(signal)
    if (ready === null) return
    const { child, model } = ready
    const atOnce = !tooMuch.has(model.id)
    if (atOnce) writesSeveral = model.id
    try {
      yield* translated(child, child.client.generateSeveral({ request, seeds, atOnce }, signal))
    } finally {
      writesSeveral = null
    }
  }

  /** Null when `signal` aborts first. */
  async function whenReady(
    signal: AbortSignal,
  ): Promise<{ readonly child: TextChild; readonly model: LoadedModel } | null> {
    try {
      const model = await status.ready(signal)
      return { child: await supervisor.child(), model }
    } catch (error) {
      if (signal.aborted) return null
      throw error
    }
  }

  async function ask<Result>(
    signal: AbortSignal | null,
    question: (client: TextChild['client']) => Promise<Result>,
  ): Promise<Result> {
    await status.ready(signal)
    const child = await supervisor.child()
    try {
      return await question(child.client)
    } catch (error) {
      throw await translate(child, error)
    }
  }

  return {
    childDied() {
      if (writesSeveral !== null) tooMuch.add(writesSeveral)
    },
    generate,
    generateSeveral,
    async endThought() {
      if (status.now().kind === 'ready') await ask(null, (client) => client.endThought(null))
    },
    decideThinking: (messages, signal, effort = null, lane = 'chat') =>
      ask(signal, (client) => client.decideThinking({ messages, effort, lane }, signal)),
    countTokens: (messages) => ask(null, (client) => client.countTokens(messages)),
    render: (request) => ask(null, (client) => client.render(request)),
    readTemplate: () => ask(null, (client) => client.readTemplate(null)),
    prepare: async (messages, signal) =>
      void (await ask(signal, (client) => client.prepare(messages, signal))),
  }
}
