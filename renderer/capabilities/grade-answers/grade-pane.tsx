import type { ReactNode } from 'react'
import type { Grade, Rival } from '../../../electron/contract/grades.ts'
import type { Answer } from '../../../electron/contract/turns.ts'
import { seconds } from '../../parts/amounts.ts'
import {
  biasWords,
  orderWords,
  gradeWithInterval,
  rivalWords,
  sourceWords,
  thumbWords,
  verdictWords,
} from './grade-words.ts'
import { BestOfForm } from './best-of-form.tsx'
import { Judgements } from './judgements.tsx'
import { OwnNoteField } from './own-note-field.tsx'
import { TournamentView } from './tournament-view.tsx'
import { useGrades } from './use-grades.ts'

type GradePaneProps = { readonly answer: Answer; readonly siblingIds: readonly string[] }

/** Below an answer, when it is unfolded: its grade with everything it stands on, and the person's own note. */
export function GradePane({ answer, siblingIds }: GradePaneProps): ReactNode {
  const { states, tournaments, unfolded, unfold, grade, stop } = useGrades()
  // The tournament of a question stays open when its winner takes the place of the answer that was shown.
  const own = [...tournaments.values()].findLast(({ questionId }) => questionId === answer.parentId)
  const isOpen = unfolded.has(answer.id) || (own !== undefined && unfolded.has(own.id))
  if (!isOpen || answer.text === '') return null
  const state = states.get(answer.id)
  const isGrading = state?.kind === 'grading'
  return (
    <section aria-label="Grade" className="mt-1 mb-2 rounded-lg border border-line p-3 text-sm">
      {answer.thumb !== null && <p className="font-medium">{thumbWords(answer.thumb)}. Your word counts.</p>}
      {isGrading && <Progress done={state.done} steps={state.steps} />}
      {state?.kind === 'graded' && <GradeFacts grade={state.grade} />}
      {(state?.kind === 'failed' || state?.kind === 'graded') && state.problem !== undefined && (
        <p>
          {state.problem.message} <span className="text-muted">{state.problem.remedy}</span>
        </p>
      )}
      {(state === undefined || state.kind === 'none') && <p className="text-muted">Not graded yet.</p>}
      <OwnNoteField key={answer.id} answer={answer} />
      <div className="mt-3 flex flex-wrap gap-2">
        {isGrading ? (
          <button type="button" className="button" onClick={() => stop(answer)}>
            Stop grading
          </button>
        ) : (
          <button type="button" className="button" onClick={() => grade(answer)}>
            {state?.kind === 'graded' ? 'Grade again' : 'Grade'}
          </button>
        )}
        <button
          type="button"
          className="button"
          onClick={() => {
            unfold(answer.id, false)
            if (own !== undefined) unfold(own.id, false)
          }}
        >
          Close
        </button>
      </div>
      <BestOfForm answer={answer} siblingIds={siblingIds} />
      {own !== undefined && <TournamentView tournament={own} />}
    </section>
  )
}

function Progress({ done, steps }: { readonly done: number; readonly steps: number }): ReactNode {
  return (
    <p className="flex flex-wrap items-center gap-3 tabular-nums">
      <span role="status">
        {steps === 0 ? 'Waiting for the chat, or for the judge to open' : `Step ${done + 1} of ${steps}`}
      </span>
      <progress aria-label="Grading" className="progress w-32" value={done} max={Math.max(1, steps)} />
      <span className="text-muted">Your questions come first.</span>
    </p>
  )
}

function GradeFacts({ grade }: { readonly grade: Grade }): ReactNode {
  const bias = biasWords(grade.rivals)
  return (
    <>
      <p>
        <span className="font-semibold tabular-nums">{gradeWithInterval(grade)}</span>: {verdictWords(grade)}
      </p>
      {grade.reason !== null && <p className="mt-1 break-words">“{grade.reason}”</p>}
      <p className="mt-1 text-muted">
        Judged by {grade.judgeName} in {seconds(grade.ms)}, {orderWords(grade.rivals)}.
        {grade.consistency !== null &&
          ` It agreed with itself in ${Math.round(grade.consistency * 100)} % of the pairs.`}
        {bias !== null && ` ${bias}`}
      </p>
      <ul aria-label="Held against" className="mt-2">
        {grade.rivals.map((rival, index) => (
          <RivalRow key={index} rival={rival} />
        ))}
      </ul>
    </>
  )
}

function RivalRow({ rival }: { readonly rival: Rival }): ReactNode {
  const { comparison } = rival
  return (
    <li className="border-t border-line py-1.5">
      <details>
        <summary>
          <span className="font-medium">{sourceWords[rival.source]}:</span> <span>{rivalWords(rival)}</span>
        </summary>
        <p
          className="mt-1 max-h-40 overflow-y-auto whitespace-pre-wrap break-words border-l border-line pl-3"
          tabIndex={0}
        >
          {rival.text}
        </p>
        {comparison !== null && (
          <Judgements comparison={comparison} first="This answer" second="the other one" />
        )}
      </details>
    </li>
  )
}
