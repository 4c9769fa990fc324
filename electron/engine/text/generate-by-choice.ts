import type { Token } from 'node-llama-cpp'
import type { EnginePiece, GenerateRequest } from '../engine.ts'
import { countReadBefore } from '../read-before.ts'
import { modeByChoice } from '../think-modes/mode-by-choice.ts'
import { tailFor } from '../think-modes/tails.ts'
import { decideThinking } from './decide-thinking.ts'
import { generate } from './generate.ts'
import type { OpenModel } from './open-model.ts'
import { commonPrefix, renderPrompt } from './render-prompt.ts'

/**
 * One answer, its mode chosen first where that was left to the model. The choice is read off the prompt that the answer
 * then goes on from, and the tail of a quick answer is rendered while the processor reads, so that a quick answer begins as
 * soon as one that nobody had to choose.
 */
export async function* generateByChoice(
  open: OpenModel,
  asked: GenerateRequest,
  signal: AbortSignal,
  answerNow: AbortSignal,
): AsyncGenerator<EnginePiece, void> {
  const { choice, messages } = asked
  if (choice === undefined) {
    yield* generate(open, asked, signal, answerNow)
    return
  }
  let reading = { read: 0, toRead: 0, reused: 0 }
  let quickPrompt: Token[] | undefined
  const deciding = decideThinking(open, messages, signal, (opened) => {
    quickPrompt = renderPrompt(open, messages, tailFor('quick', null, open.style))
    return opened.length - commonPrefix(opened, quickPrompt).length
  })
  try {
    let step = await deciding.next()
    for (; step.done !== true; step = await deciding.next()) {
      reading = step.value
      yield step.value
    }
    const { pThink, by, ms } = step.value
    const mode = modeByChoice(choice, pThink)
    yield { kind: 'decided', mode, pThink, by, ms }
    const rendered = mode === 'quick' ? quickPrompt : undefined
    for await (const piece of generate(open, { ...asked, mode }, signal, answerNow, rendered)) {
      // Told already; what is left is the tail, read with the first token.
      if (piece.kind === 'reading' && piece.read === 0 && by === 'own-decision') continue
      yield countReadBefore(piece, reading.toRead)
    }
  } catch (error) {
    if (!signal.aborted) throw error
    const promptTokens = reading.toRead + reading.reused
    yield { kind: 'finished', why: 'stopped', promptTokens, reusedTokens: reading.reused, generateMs: 0 }
  }
}
