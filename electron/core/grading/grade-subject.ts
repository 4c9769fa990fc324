import type { Pair } from '../../capabilities/grade-answers/index.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import { questionText, type Answer, type Question, type Turn } from '../../contract/turns.ts'
import type { ChatMessage } from '../../engine/engine.ts'
import type { Store } from '../../store/store.ts'
import { toMessages } from '../../turn/messages.ts'

/** Most letters of the conversation before the question that the judge is shown: its end. */
const LONGEST_BEFORE = 4000

/** An answer that a judge can look at, with what it answers. */
export type Subject = {
  readonly answer: Answer
  readonly asked: Pick<Pair, 'question' | 'before'>
  /** What another attempt at the question is made from. */
  readonly messages: readonly ChatMessage[]
}

/** Throws in words where a judge has nothing to look at. */
export function subjectOf(store: Store, answerId: string): Subject {
  const path = store.pathTo(answerId)
  const answer = path.at(-1)
  const question = path.at(-2)
  if (answer?.kind !== 'answer' || question?.kind !== 'question') throw answerGone()
  if (answer.text.trim() === '') throw nothingToGrade()
  if (path.some(hasImages)) throw asksAboutImages()
  const earlier = path.slice(0, -2)
  return {
    answer,
    asked: { question: questionText(question), before: wordsOf(earlier) },
    messages: toMessages(store.settings().systemPrompt, [...earlier, question], null),
  }
}

function hasImages(turn: Turn): boolean {
  return turn.kind === 'question' && turn.parts.some(({ kind }) => kind === 'image')
}

function wordsOf(path: readonly Turn[]): string {
  const said = path.map((turn: Question | Answer) =>
    turn.kind === 'question' ? `Person: ${questionText(turn)}` : `Assistant: ${turn.text}`,
  )
  return said.join('\n\n').slice(-LONGEST_BEFORE)
}

export function answerGone(): PonderError {
  return new PonderError({
    code: 'turn-not-found',
    message: 'This answer is no longer in the conversation.',
    remedy: 'Open the conversation again and try once more.',
  })
}

function nothingToGrade(): PonderError {
  return new PonderError({
    code: 'nothing-to-grade',
    message: 'This answer has no words to grade.',
    remedy: 'Continue or redo it first.',
  })
}

function asksAboutImages(): PonderError {
  return new PonderError({
    code: 'cannot-grade-images',
    message: 'The judge reads words only, and this question holds images.',
    remedy: 'Grade an answer to a question without images.',
  })
}
