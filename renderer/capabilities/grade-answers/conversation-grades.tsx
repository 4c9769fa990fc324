import { useState, type ReactNode } from 'react'
import type { Conversation, ShownTurn } from '../../../electron/contract/turns.ts'
import { LinePlot } from '../../parts/plot/line-plot.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { scoreWords } from './grade-words.ts'
import { gradedAnswers, lowestOf } from './graded-answers.ts'
import { useGrades } from './use-grades.ts'

type ConversationGradesProps = { readonly turns: readonly ShownTurn[]; readonly conversation: Conversation }

/** A conversation's grades over its answers, the way to the lowest, and what can be taken away from them. */
export function ConversationGrades({ turns, conversation }: ConversationGradesProps): ReactNode {
  const { states } = useGrades()
  const [isExporting, setExporting] = useState(false)
  const graded = gradedAnswers(turns, states)
  const lowest = lowestOf(graded)
  return (
    <section aria-label="Grades of this conversation" className="border-t border-line py-3">
      <h3 className="mb-1 text-xs text-muted">Grades of this conversation</h3>
      {lowest === null ? (
        <p className="text-muted">No answer shown here has been graded yet.</p>
      ) : (
        <>
          <LinePlot
            title="Grades"
            caption={`${graded.length} of the answers shown here ${graded.length === 1 ? 'is' : 'are'} graded; the lowest is answer ${lowest.number} with ${scoreWords(lowest.grade.score)}.`}
            x={{
              title: 'Answer',
              unit: null,
              write: (value) => (Number.isInteger(value) ? String(value) : ''),
            }}
            y={{ title: 'Grade', unit: null, from: 1, to: 5 }}
            series={[
              {
                name: 'Grade',
                points: graded.map(({ number, grade }) => ({
                  x: number,
                  y: grade.score,
                  low: grade.low,
                  high: grade.high,
                })),
              },
            ]}
          />
        </>
      )}
      <div className="mt-2 flex flex-wrap gap-2">
        {lowest !== null && (
          <button type="button" className="button" onClick={() => goToAnswer(lowest.grade.answerId)}>
            Where did it go wrong?
          </button>
        )}
        <button type="button" className="button" onClick={() => setExporting(true)}>
          Export preferences…
        </button>
      </div>
      {isExporting && <ExportDialog conversation={conversation} onClose={() => setExporting(false)} />}
    </section>
  )
}

function goToAnswer(answerId: string): void {
  const answer = document.getElementById(`answer-${answerId}`)
  answer?.scrollIntoView({ block: 'start' })
  // To read on from there with the keyboard.
  answer?.querySelector<HTMLElement>('button')?.focus({ preventScroll: true })
}
