import type { Mode } from '../../contract/turns.ts'
import type { ChatMessage } from '../engine.ts'
import type { ThoughtStyle } from './thought-style.ts'

const STEPS = 'Work step by step: write down each step first, then give the answer on a line of its own.'

/**
 * What "think" means for a model without a thought channel: a system text asks for the steps, which then are part of the
 * answer. All other questions stay as they are.
 */
export function askedForSteps(
  messages: readonly ChatMessage[],
  mode: Mode,
  style: ThoughtStyle,
): readonly ChatMessage[] {
  if (style.kind !== 'none' || mode !== 'think') return messages
  const [first, ...rest] = messages
  if (first?.role !== 'system') return [{ role: 'system', text: STEPS }, ...messages]
  return [{ role: 'system', text: `${first.text}\n\n${STEPS}` }, ...rest]
}
