import type { Judgement } from './judge-pair.ts'

const LONGEST = 200

/**
 * Why a judgement went as it did, in the judge's own last words: the end of what it said before the verdict, or of its
 * thought. The two answers are named as the reader knows them. Null when it said nothing.
 *
 * Example: the thought "4 + 1 = 5\nAssistant 2 is right." of a judge that saw the graded answer second becomes
 * "This answer is right."
 */
export function shortReason({
  thought,
  text,
  swapped,
}: Pick<Judgement, 'thought' | 'text' | 'swapped'>): string | null {
  const said = lastWords(withoutBoxes(text)) ?? lastWords(withoutBoxes(thought))
  if (said === null) return null
  const graded = swapped ? '2' : '1'
  const named = said.replaceAll(/\bassistant\s*([12])\b/giu, (_whole, number: string) =>
    number === graded ? 'this answer' : 'the other answer',
  )
  const sentence = named.charAt(0).toUpperCase() + named.slice(1)
  return sentence.length <= LONGEST ? sentence : `${sentence.slice(0, LONGEST - 1).trimEnd()}…`
}

/** Whole ones, with what is set within, and one that was broken off. */
function withoutBoxes(text: string): string {
  return text
    .replaceAll(/\\boxed\s*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/gu, '')
    .replaceAll(/\\boxed\s*\{.*/gu, '')
}

/** The last line with a letter in it; of a long one its last sentence. */
function lastWords(text: string): string | null {
  const line =
    text
      .split('\n')
      .findLast((each) => /\p{L}{2}/u.test(each))
      ?.trim() ?? ''
  if (line === '') return null
  return line.length <= LONGEST ? line : (line.match(/[^.!?]+[.!?]*\s*$/u)?.[0].trim() ?? line)
}
