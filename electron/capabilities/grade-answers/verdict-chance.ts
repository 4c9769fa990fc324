import type { ChatMessage } from '../../engine/engine.ts'
import type { AskJudge } from './ask-judge.ts'
import type { Words } from './collect-words.ts'

const TO_THE_NUMBER = /^(.*\\boxed\s*\{\s*(?:\\text\s*)?assistant\s*)([12])/isu

/**
 * How sure a judge is of the verdict it has just written: the probability of the number in its box, behind everything
 * it wrote before. The judge goes on from its own words by one token, which the KV cache makes cheap. What is left to 1 belongs
 * to the other number, there being no ties.
 *
 *     P(verdict) = P(number | prompt, thought, words up to it)
 *
 * Null where the engine tells no probabilities, or the number is not a token of its own.
 *
 * Example: after "\boxed{Assistant " the model writes "1" with 0.9: it is for the first with 0.9, for the second with 0.1.
 */
export async function verdictChance(
  ask: AskJudge,
  messages: readonly ChatMessage[],
  { thought, text }: Pick<Words, 'thought' | 'text'>,
): Promise<number | null> {
  const [, before, number] = TO_THE_NUMBER.exec(text) ?? []
  if (before === undefined) return null
  const next = await ask(messages, { temperature: 0, seed: 1, goesOn: { thought, text: before } })
  if (next.confidence === null) return null
  const written = next.text.trim()
  if (written === number) return next.confidence
  // Drawn votes need not be the likeliest: then the other number is.
  return written === '1' || written === '2' ? 1 - next.confidence : null
}
