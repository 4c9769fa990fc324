import type { Grade, GradeState } from '../../../electron/contract/grades.ts'
import type { ShownTurn } from '../../../electron/contract/turns.ts'

/** `number`: the how-manieth answer of those shown it is, from 1. */
export type GradedAnswer = { readonly number: number; readonly grade: Grade }

export function gradedAnswers(
  turns: readonly ShownTurn[],
  states: ReadonlyMap<string, GradeState>,
): readonly GradedAnswer[] {
  return turns
    .filter(({ turn }) => turn.kind === 'answer')
    .flatMap(({ turn }, index) => {
      const state = states.get(turn.id)
      return state?.kind === 'graded' ? [{ number: index + 1, grade: state.grade }] : []
    })
}

/** Where it went wrong: the lowest grade, the first of them where several are. Null where nothing is graded. */
export function lowestOf(graded: readonly GradedAnswer[]): GradedAnswer | null {
  return graded.reduce<GradedAnswer | null>(
    (lowest, each) => (lowest === null || each.grade.score < lowest.grade.score ? each : lowest),
    null,
  )
}
