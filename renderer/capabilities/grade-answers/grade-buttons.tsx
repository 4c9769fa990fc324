import type { ReactNode } from 'react'
import type { Answer } from '../../../electron/contract/turns.ts'
import { Icon } from '../../parts/icon.tsx'
import { gradeWords, thumbWords } from './grade-words.ts'
import { runningWords } from './tournament-words.ts'
import { useGrades } from './use-grades.ts'

/** In the line under an answer: what the person thinks of it, and what the judge does. */
export function GradeButtons({ answer }: { readonly answer: Answer }): ReactNode {
  const { states, tournaments, unfolded, unfold, grade } = useGrades()
  if (answer.text === '') return null
  const state = states.get(answer.id)
  const words = gradeWords(state)
  const isOpen = unfolded.has(answer.id)
  const running = [...tournaments.values()].flatMap((each) => {
    const doing = each.questionId === answer.parentId ? runningWords(each) : null
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
    </>
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
