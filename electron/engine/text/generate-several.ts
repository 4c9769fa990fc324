import type { GenerateRequest, SeveralPiece } from '../engine.ts'
import { countReadBefore } from '../read-before.ts'
import { askedForSteps } from '../think-modes/step-by-step.ts'
import { tailFor } from '../think-modes/tails.ts'
import { generate } from './generate.ts'
import type { Beside, OpenModel } from './open-model.ts'
import { createPieceQueue } from './piece-queue.ts'
import { readPrompt } from './read-prompt.ts'
import { refuseIfTooLong, renderPrompt } from './render-prompt.ts'
import { takeOver } from './take-over.ts'

/** Each costs memory; the seeds beyond that follow as soon as one is done. */
const MOST_SEQUENCES = 8
/** Behind the limits of thought and answer, for what closes them. */
const CLOSING_TOKENS = 64

/**
 * The same question answered once for each seed, in sequences of one context that share the steps of the library: a graphics
 * card takes hardly longer for several tokens than for one. The prompt is read once and taken over by the others. An answer
 * that fails does not end the others; what it failed of is thrown behind them, unless they were stopped.
 */
export async function* generateSeveral(
  open: OpenModel,
  request: GenerateRequest,
  seeds: readonly number[],
  signal: AbortSignal,
  /** False: one after another, in the one sequence that works beside the chat anyway. */
  atOnce = true,
): AsyncGenerator<SeveralPiece, void> {
  const messages = askedForSteps(request.messages, request.mode, open.style)
  const prompt = renderPrompt(open, messages, tailFor(request.mode, request.begun, open.style))
  const limits = (request.thoughtBudget ?? Infinity) + request.answerLimit + CLOSING_TOKENS
  const { lanes, close } = await open.sideBySide(
    atOnce ? Math.min(MOST_SEQUENCES, seeds.length) : 1,
    prompt.length + limits,
    signal,
  )
  const abandoned = new AbortController()
  const stop = AbortSignal.any([signal, abandoned.signal])
  const queue = createPieceQueue<SeveralPiece>()
  const failures: unknown[] = []
  const left = seeds.entries()
  let atWork = lanes.length
  let readBefore = 0

  async function writeOn(lane: Beside): Promise<void> {
    for (const [index, seed] of left) {
      const asked = { ...request, seed }
      const pieces = generate({ ...open, ...lane }, asked, stop, new AbortController().signal, prompt)
      try {
        for await (const piece of pieces)
          queue.push({ index, piece: index === 0 ? countReadBefore(piece, readBefore) : piece })
      } catch (error) {
        failures.push(error)
        // What is left is for the others; the last one has nobody to leave it to.
        if (atWork === 1) continue
        atWork -= 1
        return
      }
    }
  }

  let written: Promise<unknown> = Promise.resolve()
  try {
    const [first, ...others] = lanes
    if (first === undefined) return
    refuseIfTooLong(prompt.length, first.context.contextSize)
    // All but the last token, which each has to read for itself.
    const how = { leaves: 1, inShort: true }
    for await (const reading of readPrompt(first.sequence, prompt, how, stop)) {
      readBefore = reading.read
      yield { index: 0, piece: reading }
    }
    for (const { sequence } of others) await takeOver(sequence, first.sequence)
    written = Promise.all(lanes.map(writeOn)).then(() =>
      // A stop is a normal ending, whatever failed before it.
      failures.length === 0 || signal.aborted ? queue.end() : queue.fail(failures[0]),
    )
    yield* queue
  } finally {
    // A reader that leaves early must not leave a model behind that goes on writing.
    abandoned.abort()
    await written
    await close()
  }
}
