import type { Grade, GradeState, Rival } from '../../../electron/contract/grades.ts'
import type { Thumb } from '../../../electron/contract/thumbs.ts'
import { isDoubtful, isUndecided } from '../../../electron/contract/undecided.ts'

/** Grades are said in words and numbers, never by colour alone. */
export function gradeWords(state: GradeState | undefined): string {
  switch (state?.kind) {
    case undefined:
    case 'none':
      return 'Grade'
    case 'grading':
      return state.steps === 0 ? 'Grading…' : `Grading ${state.done}/${state.steps}`
    case 'graded':
      return `Grade ${scoreWords(state.grade.score)}${state.grade.isUnsure ? ', unsure' : ''}`
    case 'failed':
      return 'Not graded'
  }
  return state satisfies never
}

export function scoreWords(score: number): string {
  return score.toFixed(1)
}

/** Of an interval about its middle. */
export function gradeWithInterval({ score, low, high }: Pick<Grade, 'score' | 'low' | 'high'>): string {
  return `${scoreWords(score)} ± ${scoreWords((high - low) / 2)} of 5`
}

/** An attempt that says the same does not beat an answer, nor is it beaten. */
export function verdictWords({ isUnsure, score, confidence, rivals }: Grade): string {
  if (isUnsure) return 'the judge is unsure'
  const attempts = rivals.filter(({ source }) => source !== 'refusal')
  const same = attempts.filter(({ comparison }) => comparison === null).length
  if (same > 0 && same === attempts.length) return 'other attempts say the same'
  const how = confidence >= 0.95 ? 'clearly' : 'probably'
  if (score < 3) return `${how} worse than another attempt would be`
  return `${how} ${same > 0 ? 'as good as another attempt would be, or better' : 'better than another attempt would be'}`
}

export function rivalWords({ pWin, comparison }: Rival): string {
  if (comparison === null) return 'says the same'
  if (comparison.isConsistent === false && isUndecided(pWin))
    return 'undecided: the judge changed sides when the order was swapped'
  if (isUndecided(pWin)) return 'undecided'
  const what = pWin > 0.5 ? 'this answer is better' : 'this answer is worse'
  return isDoubtful(comparison) ? `${what}, with doubts` : what
}

export const sourceWords: Readonly<Record<Rival['source'], string>> = {
  sibling: 'Another version',
  sampled: 'Another attempt',
  refusal: 'No answer at all',
}

export function thumbWords(thumb: Thumb): string {
  return thumb === 'up' ? 'You: good' : 'You: bad'
}

/** A judge that scores gives one judgement of a pair; there is no order that could sway it. */
export function orderWords(rivals: readonly Rival[]): string {
  return rivals.some(({ comparison }) => comparison?.judgements.length === 1)
    ? 'by its scores'
    : 'in both orders'
}

/** Told once for all of an answer's comparisons: how much the place of an answer swayed the judge. Null when it did not. */
export function biasWords(rivals: readonly Rival[]): string | null {
  const biases = rivals
    .map(({ comparison }) => comparison?.firstPlaceBias ?? null)
    .filter((bias) => bias !== null)
  if (biases.length === 0) return null
  const bias = biases.reduce((sum, each) => sum + each, 0) / biases.length
  if (Math.abs(bias) < 0.1) return null
  const percent = Math.round(Math.abs(bias) * 100)
  return `The judge was for whoever stood ${bias > 0 ? 'first' : 'second'} ${percent} % more often; both orders together cancel that.`
}
