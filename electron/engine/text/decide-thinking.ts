import { PonderError } from '../../contract/ponder-error.ts'
import type { ChatMessage, ThinkDecision } from '../engine.ts'
import { ownDecision } from '../think-modes/own-decision.ts'
import { openThought } from '../think-modes/tails.ts'
import { yesNoDecision } from '../think-modes/yes-no-decision.ts'
import type { OpenModel } from './open-model.ts'
import { readPrompt } from './read-prompt.ts'
import { refuseIfTooLong, renderPrompt } from './render-prompt.ts'

/**
 * Asks the model whether this question needs a thought. The prompt is read up to an opened thought on the sequence of
 * the answer, so that `generate` in either mode reads at most the tail again.
 */
export async function decideThinking(
  open: OpenModel,
  messages: readonly ChatMessage[],
  signal: AbortSignal,
): Promise<ThinkDecision> {
  if (open.style.kind === 'none') throw cannotThink(open.described.name)
  const started = performance.now()
  const native = open.described.thinking.decidesItself
  // A yes/no decision is read in a context of its own: nothing of it serves the answer.
  const { pThink, readTokens, readMs } = native
    ? await askItself(open, messages, signal)
    : {
        pThink: await yesNoDecision(await open.decisions(), lastQuestion(messages), signal),
        readTokens: 0,
        readMs: 0,
      }
  return {
    pThink,
    by: native ? 'own-decision' : 'yes-no',
    ms: performance.now() - started,
    readTokens,
    readMs,
  }
}

/** P(think), read off the model's next token behind an opened thought, and how many tokens were new to the KV cache. */
export async function askItself(
  open: Omit<OpenModel, 'described'>,
  messages: readonly ChatMessage[],
  signal: AbortSignal,
): Promise<{ readonly pThink: number; readonly readTokens: number; readonly readMs: number }> {
  const prompt = renderPrompt(open, messages, [openThought('')])
  refuseIfTooLong(prompt.length, open.context.contextSize)
  const started = performance.now()
  let readTokens = 0
  for await (const reading of readPrompt(open.sequence, prompt, prompt.length - 1, signal)) {
    readTokens = reading.toRead
    signal.throwIfAborted()
  }
  signal.throwIfAborted()
  const readMs = performance.now() - started
  // A prompt is never empty: it holds at least the opening of the thought.
  return { pThink: await ownDecision(open.sequence, prompt.at(-1)!, open.closers), readTokens, readMs }
}

function lastQuestion(messages: readonly ChatMessage[]): string {
  return messages.findLast((message) => message.role === 'user')?.text ?? ''
}

function cannotThink(name: string): PonderError {
  return new PonderError({
    code: 'cannot-think',
    message: `${name} has no thought channel, so there is nothing to decide.`,
    remedy: 'Ask it directly, or choose a model that can think.',
  })
}
