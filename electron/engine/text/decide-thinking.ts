import type { Token } from 'node-llama-cpp'
import { PonderError } from '../../contract/ponder-error.ts'
import type { ChatMessage, ThinkDecision } from '../engine.ts'
import { ownDecision } from '../think-modes/own-decision.ts'
import { openThought } from '../think-modes/tails.ts'
import { yesNoDecision } from '../think-modes/yes-no-decision.ts'
import type { OpenModel } from './open-model.ts'
import { readPrompt, type Reading } from './read-prompt.ts'
import { refuseIfTooLong, renderPrompt } from './render-prompt.ts'

/** So many tokens at the end of the prompt are read in the same step as the decision, so that it costs no step of its own. */
const READ_WITH_DECISION = 128

/**
 * Asks the model whether this question needs a thought. Where it decides itself the prompt is read up to an opened thought
 * on the sequence of the answer, so that an answer in either mode reads at most the tail again. `meanwhile` is done while
 * the processor reads, which would be waited for anyway; it tells how many of these tokens serve the decision alone. Throws
 * the reason of `signal`.
 */
export async function* decideThinking(
  open: OpenModel,
  messages: readonly ChatMessage[],
  signal: AbortSignal,
  meanwhile: Meanwhile = oneToken,
): AsyncGenerator<Reading, ThinkDecision> {
  if (open.style.kind === 'none') throw cannotThink(open.described.name)
  if (open.described.thinking.decidesItself)
    return { by: 'own-decision', ...(yield* askItself(open, messages, signal, meanwhile)) }
  const started = performance.now()
  // Read in a context of its own: nothing of it serves the answer.
  const pThink = await yesNoDecision(await open.decisions(), lastQuestion(messages), signal)
  return { pThink, by: 'yes-no', ms: performance.now() - started }
}

/** P(think), read off the model's next token behind an opened thought. */
export async function* askItself(
  open: Omit<OpenModel, 'described'>,
  messages: readonly ChatMessage[],
  signal: AbortSignal,
  meanwhile: Meanwhile = oneToken,
): AsyncGenerator<Reading, Pick<ThinkDecision, 'pThink' | 'ms'>> {
  const prompt = renderPrompt(open, messages, [openThought('')])
  refuseIfTooLong(prompt.length, open.context.contextSize)
  const { sequence } = open
  yield* readPrompt(sequence, prompt, { leaves: READ_WITH_DECISION }, signal)
  signal.throwIfAborted()
  const end = prompt.slice(sequence.nextTokenIndex)
  const started = performance.now()
  const asking = ownDecision(sequence, end, open.closers)
  const alone = meanwhile(prompt)
  const pThink = await asking
  return { pThink, ms: ((performance.now() - started) * Math.min(alone, end.length)) / end.length }
}

type Meanwhile = (opened: readonly Token[]) => number
/** Where the answer's prompt is not known: the last token is taken to be read for the decision. */
const oneToken: Meanwhile = () => 1

/** What came of it, for who has no use for its progress. */
export async function outcomeOf<Outcome>(steps: AsyncGenerator<unknown, Outcome>): Promise<Outcome> {
  for (;;) {
    const step = await steps.next()
    if (step.done === true) return step.value
  }
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
