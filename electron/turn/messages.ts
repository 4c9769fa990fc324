import type { Turn } from '../contract/turns.ts'
import { questionText } from '../contract/turns.ts'
import type { ChatMessage } from '../engine/engine.ts'

/**
 * Stored turns as the model sees them. Earlier messages never depend on later ones, so the prompt of the next
 * turn starts with the prompt of this one and its KV cache is kept.
 *
 * A question whose answer holds no text (failed, or stopped while thinking) is left out with it: two user messages in
 * a row break many templates.
 */
export function toMessages(systemPrompt: string, path: readonly Turn[]): ChatMessage[] {
  const messages: ChatMessage[] = systemPrompt === '' ? [] : [{ role: 'system', text: systemPrompt }]
  path.forEach((turn, index) => {
    if (turn.kind === 'answer') {
      if (turn.text !== '') messages.push({ role: 'assistant', thought: turn.thought, text: turn.text })
      return
    }
    const next = path[index + 1]
    if (next?.kind === 'answer' && next.text === '') return
    messages.push({ role: 'user', text: questionText(turn) })
  })
  return messages
}
