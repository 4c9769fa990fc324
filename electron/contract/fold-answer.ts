import type { Answer } from './turns.ts'
import type { ConversationUpdate } from './updates.ts'

/**
 * The answer after one more update. Core folds what it stores and the window folds what it shows with this same
 * function, so they cannot drift apart. Updates of other answers, and those that change no answer, leave it as it is.
 */
export function foldAnswer(answer: Answer, update: ConversationUpdate): Answer {
  if (update.kind === 'done') return update.answer.id === answer.id ? update.answer : answer
  if (!('answerId' in update) || update.answerId !== answer.id) return answer
  switch (update.kind) {
    case 'route':
      return { ...answer, route: update.route }
    case 'reading':
      return {
        ...answer,
        tokens: { ...answer.tokens, prompt: update.reused + update.toRead, reused: update.reused },
      }
    case 'thought':
      return {
        ...answer,
        thought: answer.thought + update.text,
        tokens: { ...answer.tokens, thought: update.tokens },
        ms: { ...answer.ms, thought: update.ms },
      }
    case 'thought-ended':
      return { ...answer, thoughtEnd: update.why, ms: { ...answer.ms, thought: update.ms } }
    case 'answer':
      return {
        ...answer,
        text: answer.text + update.text,
        tokens: { ...answer.tokens, answer: update.tokens },
      }
    case 'answer-was-thought':
      return {
        ...answer,
        thought: answer.thought + answer.text,
        text: '',
        thoughtEnd: 'model',
        tokens: { ...answer.tokens, thought: answer.tokens.thought + answer.tokens.answer, answer: 0 },
      }
    case 'answer-was-unsure':
      return {
        ...answer,
        route: update.route,
        text: '',
        tokens: { ...answer.tokens, answer: 0 },
      }
    case 'note':
      return { ...answer, notes: [...answer.notes, update.note] }
    case 'thumb':
      return { ...answer, thumb: update.thumb }
    default:
      return update satisfies never
  }
}
