import { useEffect, type ReactNode } from 'react'
import type { ShownTurn } from '../../electron/contract/turns.ts'
import { Icon } from '../parts/icon.tsx'
import { useAnnouncement } from '../parts/use-announcement.ts'
import type { Busy } from '../state/fold-conversation.ts'
import { AnswerTurn } from './answer-turn.tsx'
import { QuestionTurn } from './question-turn.tsx'
import { useLatestFirst } from './use-latest-first.ts'
import { useScrollFollow } from './use-scroll-follow.ts'

type TranscriptProps = {
  readonly title: string
  readonly turns: readonly ShownTurn[]
  readonly busy: Busy | null
  readonly announcement: string
  readonly editedId: string | null
  /** A turn to go to once it is drawn; null when there is none. */
  readonly soughtId: string | null
  readonly onReached: () => void
  readonly onEdit: (questionId: string) => void
  readonly onDetails: (answerId: string) => void
  readonly onOlder: () => void
}

/** The shown path of a conversation, oldest first. */
export function Transcript(props: TranscriptProps): ReactNode {
  const { title, turns, busy, announcement, editedId, soughtId, onReached, onEdit, onDetails, onOlder } =
    props
  useAnnouncement(announcement)
  const { drawn, isAll } = useLatestFirst(turns)
  const firstId = drawn[0]?.turn.id
  const lastId = turns.at(-1)?.turn.id
  const lastQuestionId = turns.findLast(({ turn }) => turn.kind === 'question')?.turn.id
  const { scroller, content, top, isAtEnd, toEnd, toTurn } = useScrollFollow({
    firstId,
    lastId,
    onTop: isAll ? onOlder : nothing,
  })
  const isReached = soughtId !== null && drawn.some(({ turn }) => turn.id === soughtId)
  useEffect(() => {
    if (!isReached) return
    toTurn(soughtId)
    onReached()
  }, [isReached, soughtId, toTurn, onReached])
  return (
    <div className="relative min-h-0 flex-1">
      {/* Focusable: the page scrolls by keyboard. Not live: the status line below speaks instead of every token. */}
      <div
        ref={scroller}
        tabIndex={0}
        className="h-full overflow-x-hidden overflow-y-auto px-3 focus-visible:-outline-offset-2"
        role="log"
        aria-label="Conversation"
        aria-live="off"
      >
        <div ref={content} className="mx-auto max-w-(--column) pt-2 pb-4">
          <h1 className="sr-only">{title === '' ? 'New chat' : title}</h1>
          <div ref={top} />
          {drawn.map((shown) => {
            const { turn } = shown
            if (turn.kind === 'question')
              return (
                <QuestionTurn
                  key={turn.id}
                  question={turn}
                  shown={shown}
                  isLast={turn.id === lastQuestionId}
                  isEdited={turn.id === editedId}
                  onEdit={onEdit}
                />
              )
            return (
              <AnswerTurn
                key={turn.id}
                answer={turn}
                shown={shown}
                isLast={turn.id === lastId}
                busy={busy?.answerId === turn.id ? busy : null}
                onDetails={onDetails}
              />
            )
          })}
        </div>
      </div>
      {!isAtEnd && (
        <button
          type="button"
          className="button absolute bottom-3 left-1/2 -translate-x-1/2 !rounded-full shadow-raised"
          onClick={toEnd}
        >
          <Icon name="latest" />
          Latest
        </button>
      )}
    </div>
  )
}

// While turns that are already here are still to be drawn.
function nothing(): void {}
