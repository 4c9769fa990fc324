import { PonderError } from '../../contract/ponder-error.ts'
import type { ChatMessage, ThinkDecision } from '../engine.ts'
import { ownDecision } from '../think-modes/own-decision.ts'
import { openThought } from '../think-modes/tails.ts'
import { yesNoDecision } from '../think-modes/yes-no-decision.ts'
import type { OpenModel } from './open-model.ts'
import { readPrompt } from './read-prompt.ts'
import { refuseIfTooLong, renderPrompt } from './render-prompt.ts'

/** So many tokens at the end of the prompt are read in the same step as the decision, so that it costs no step of its own. */
const READ_WITH_DECISION = 128

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
  const { sequence } = open
  const started = performance.now()
  // What is already there is not read again, but for the last token, behind which the decision is looked up.
  await sequence.adaptStateToTokens(prompt.slice(0, -1), false)
  const readTokens = prompt.length - sequence.nextTokenIndex
  const lastChunk = prompt.length - READ_WITH_DECISION
  if (lastChunk > sequence.nextTokenIndex) {
    for await (const _ of readPrompt(sequence, prompt, lastChunk, signal)) signal.throwIfAborted()
  }
  signal.throwIfAborted()
  const end = prompt.slice(sequence.nextTokenIndex)
  const before = performance.now()
  const pThink = await ownDecision(sequence, end, open.closers)
  const now = performance.now()
  // Of this step the last token is read for the decision, the others for the answer too.
  const readMs = before - started + ((now - before) * (end.length - 1)) / end.length
  return { pThink, readTokens, readMs }
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
