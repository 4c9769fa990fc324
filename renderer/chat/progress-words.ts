import type { Answer, ThoughtEnd } from '../../electron/contract/turns.ts'
import type { Busy } from '../state/fold-conversation.ts'
import { count, seconds, tokens } from '../parts/amounts.ts'

/** A prompt shorter than this is read before anyone could read the words about it. */
const WORTH_SAYING_TOKENS = 64

/** What a running answer is busy with before its first word, or null when its words show it. */
export function progressWords(answer: Answer, busy: Busy | null): string | null {
  if (answer.status !== 'running') return null
  if (busy?.kind === 'waiting') return 'Waiting for another answer to end'
  if (answer.text !== '') return null
  if (answer.thought !== '' && answer.thoughtEnd === null) return null
  if (busy?.looking === true) return 'Looking at the images'
  if (busy && busy.toRead >= WORTH_SAYING_TOKENS && busy.read < busy.toRead)
    return `Reading ${count(busy.read)} of ${tokens(busy.toRead)}`
  if (answer.route === null && answer.modeAsked === 'auto') return 'Deciding whether to think'
  return 'Starting to answer'
}

/** The line that folds the thought. */
export function thoughtWords(answer: Answer): string {
  const spent = `${seconds(answer.ms.thought)} · ${tokens(answer.tokens.thought)}`
  return isThinking(answer) ? `Thinking… ${spent}` : `Thought for ${spent}`
}

export function isThinking(answer: Answer): boolean {
  return answer.status === 'running' && answer.thoughtEnd === null && answer.text === ''
}

/** Why a thought ended when it was not the model's own decision. */
export function thoughtEndWords(end: ThoughtEnd): string | null {
  switch (end) {
    case 'model':
      return null
    case 'budget':
      return 'It reached the thinking budget.'
    case 'answer-now':
      return 'You asked for the answer.'
    case 'loop':
      return 'It began to repeat itself and was ended.'
  }
  return end satisfies never
}
