import type { ReactNode } from 'react'
import type { Tournament } from '../../../electron/contract/tournaments.ts'
import type { Answer } from '../../../electron/contract/turns.ts'
import { winnerOf } from '../../../electron/contract/undecided.ts'
import { Icon } from '../../parts/icon.tsx'
import { gradeWords, thumbWords } from './grade-words.ts'
import { runningWords, winnerWords } from './tournament-words.ts'
import { useGrades } from './use-grades.ts'

type GradeButtonsProps = { readonly answer: Answer; readonly siblingIds: readonly string[] }

/** In the line under an answer: what the person thinks of it, and what the judge does. */
export function GradeButtons({ answer, siblingIds }: GradeButtonsProps): ReactNode {
  const { states, tournaments, unfolded, unfold, grade } = useGrades()
  if (answer.text === '') return null
  const state = states.get(answer.id)
  const words = gradeWords(state)
  const isOpen = unfolded.has(answer.id)
  const own = [...tournaments.values()].filter(({ questionId }) => questionId === answer.parentId)
  const running = own.flatMap((each) => {
    const doing = runningWords(each)
    return doing === null ? [] : [{ id: each.id, words: doing }]
  })
  const ungraded = state === undefined || state.kind === 'none'
  return (
    <>
      <ThumbButton answer={answer} thumb="up" name="Good answer" />
      <ThumbButton answer={answer} thumb="down" name="Bad answer" />
      <button
        type="button"
        className="icon-button tabular-nums"
        aria-expanded={isOpen}
        title={ungraded ? 'Have this answer graded' : 'The grade of this answer'}
        onClick={() => {
          if (ungraded) grade(answer)
          unfold(answer.id, ungraded || !isOpen)
        }}
      >
        {answer.thumb === null
          ? words
          : `${thumbWords(answer.thumb)}${ungraded ? '' : ` · ${words.toLowerCase()}`}`}
      </button>
      {running.map(({ id, words: doing }) => (
        <button
          key={id}
          type="button"
          className="icon-button tabular-nums"
          aria-expanded={isOpen || unfolded.has(id)}
          title="How far the search for the best answer is"
          onClick={() => {
            const wasOpen = isOpen || unfolded.has(id)
            unfold(id, !wasOpen)
            if (wasOpen) unfold(answer.id, false)
          }}
        >
          {doing}
        </button>
      ))}
      <WinnerButton
        answer={answer}
        tournament={own.findLast(({ kind }) => kind !== 'compare')}
        siblingIds={siblingIds}
      />
    </>
  )
}

type WinnerButtonProps = GradeButtonsProps & { readonly tournament: Tournament | undefined }

/** From another version to the best one. */
function WinnerButton({ answer, tournament, siblingIds }: WinnerButtonProps): ReactNode {
  const { show } = useGrades()
  const winnerId = tournament === undefined ? null : winnerOf(tournament)
  const words = tournament === undefined ? null : winnerWords(tournament, siblingIds)
  if (winnerId === null || words === null || winnerId === answer.id) return null
  return (
    <button
      type="button"
      className="icon-button tabular-nums"
      title="Show the version that was found to be the best"
      onClick={() => show(answer.conversationId, winnerId)}
    >
      {words}
    </button>
  )
}

type ThumbButtonProps = { readonly answer: Answer; readonly thumb: 'up' | 'down'; readonly name: string }

function ThumbButton({ answer, thumb, name }: ThumbButtonProps): ReactNode {
  const { thumb: give } = useGrades()
  const isGiven = answer.thumb === thumb
  return (
    <button
      type="button"
      className={`icon-button ${isGiven ? '!text-text bg-soft' : ''}`}
      aria-label={name}
      aria-pressed={isGiven}
      title={isGiven ? `${name} (take it back)` : name}
      onClick={() => give(answer, isGiven ? null : thumb)}
    >
      <Icon name={thumb === 'up' ? 'thumb-up' : 'thumb-down'} />
    </button>
  )
}
