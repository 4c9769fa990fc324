import { useEffect, useEffectEvent, useRef, type ReactNode } from 'react'
import type { ArenaRound, ArenaVote, Revealed } from '../../../../electron/contract/arena.ts'
import { AnswerText } from '../../../chat/answer-text.tsx'
import { seconds, tokens } from '../../../parts/amounts.ts'
import { Judgements } from '../judgements.tsx'
import { contenderWords, judgeWords, roundWords, votes, voteWords } from './arena-words.ts'

type ArenaRoundViewProps = {
  readonly round: ArenaRound
  /** It was just begun here: it comes into view and takes the focus, so that keys vote. */
  readonly isNew: boolean
  readonly onVote: (vote: ArenaVote) => void
  readonly onStop: () => void
  readonly onResume: () => void
}

/** One round: the prompt, both answers side by side, the vote, and after it who wrote which. */
export function ArenaRoundView({ round, isNew, onVote, onStop, onResume }: ArenaRoundViewProps): ReactNode {
  const { prompt, state, texts, reveal, problem, done } = round
  const canVote = texts !== null && reveal === null
  // While the person votes nothing is to be stopped that they know of.
  const canStop = state === 'answering' || (state === 'judging' && reveal !== null)
  useVoteKeys(canVote ? onVote : null)
  const section = useRef<HTMLElement>(null)
  useEffect(() => {
    if (!isNew) return
    section.current?.focus({ preventScroll: true })
    section.current?.scrollIntoView({ block: 'start' })
  }, [isNew])
  return (
    <section ref={section} tabIndex={-1} aria-label="Round" className="mt-6 scroll-mt-4 outline-none">
      <h2 className="sr-only">Round</h2>
      <p
        dir="auto"
        className="ml-auto w-fit max-w-[85%] rounded-composer bg-soft px-4 py-2.5 break-words whitespace-pre-wrap"
      >
        {prompt}
      </p>
      <div className="mt-4 flex min-h-8 flex-wrap items-center gap-x-4 gap-y-2">
        <p role="status" className={`min-w-0 flex-1 basis-56 ${canVote ? 'font-medium' : 'text-muted'}`}>
          {reveal === null ? '' : `${voteWords(reveal.vote)} `}
          {roundWords(round)}
        </p>
        {state === 'answering' && (
          <progress aria-label="Answers" className="progress w-24" value={done} max={2} />
        )}
        {canStop && (
          <button type="button" className="button" onClick={onStop}>
            Stop
          </button>
        )}
        {(state === 'stopped' || state === 'failed') && (
          <button type="button" className="button" onClick={onResume}>
            {state === 'failed' ? 'Try again' : 'Go on'}
          </button>
        )}
      </div>
      {problem !== null && (
        <p role="alert" className="mt-1 text-sm">
          <span className="text-loss">{problem.message}</span>{' '}
          <span className="text-muted">{problem.remedy}</span>
        </p>
      )}
      {texts !== null && (
        <div className="arena-pair mt-3">
          <AnswerOf name="A" text={texts.left} revealed={reveal?.left ?? null} />
          <AnswerOf name="B" text={texts.right} revealed={reveal?.right ?? null} />
        </div>
      )}
      {canVote && (
        <div role="group" aria-label="Your vote" className="mt-4 flex flex-wrap gap-2">
          {votes.map(({ vote, name }, at) => (
            <button
              key={vote}
              type="button"
              className="button"
              aria-keyshortcuts={String(at + 1)}
              onClick={() => onVote(vote)}
            >
              {name}
              <kbd aria-hidden="true" className="font-sans text-xs text-muted">
                {at + 1}
              </kbd>
            </button>
          ))}
        </div>
      )}
      {reveal?.judge && (
        <details className="mt-4 text-sm">
          <summary>{judgeWords(reveal.judge)}</summary>
          <Judgements comparison={reveal.judge.comparison} first="A" second="B" />
        </details>
      )}
    </section>
  )
}

type AnswerOfProps = {
  readonly name: 'A' | 'B'
  readonly text: string
  readonly revealed: Revealed | null
}

/** Blind until the vote; then with its name, its thought and what it cost. The line of the name is kept free before. */
function AnswerOf({ name, text, revealed }: AnswerOfProps): ReactNode {
  return (
    <article aria-label={`Answer ${name}`} className="min-w-0 rounded-composer border border-line p-3">
      <h3 className="font-semibold">
        {name}
        {revealed !== null && (
          <span className="font-normal break-words">: {contenderWords(revealed.contender)}</span>
        )}
      </h3>
      <p className="min-h-5 text-sm text-muted tabular-nums">
        {revealed !== null && `${tokens(revealed.tokens)} in ${seconds(revealed.ms)}`}
      </p>
      <div
        className="mt-2 max-h-[32rem] overflow-y-auto"
        tabIndex={0}
        role="region"
        aria-label={`Text of ${name}`}
      >
        {text === '' ? (
          <p className="text-muted">An empty answer.</p>
        ) : (
          <AnswerText text={text} isRunning={false} />
        )}
      </div>
      {revealed !== null && revealed.thought !== '' && (
        <details className="mt-2 text-sm text-muted">
          <summary>Its thought</summary>
          <p
            tabIndex={0}
            role="region"
            aria-label={`Thought of ${name}`}
            dir="auto"
            className="thought-text mt-1 border-l border-line pl-3 whitespace-pre-wrap"
          >
            {revealed.thought}
          </p>
        </details>
      )}
    </article>
  )
}

/** 1 to 4 vote, wherever the focus is but in a field. */
function useVoteKeys(onVote: ((vote: ArenaVote) => void) | null): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (onVote === null || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]'))
      return
    // Behind a dialog nobody sees what they would vote on.
    if (document.querySelector('dialog:modal') !== null) return
    const chosen = votes[Number(event.key) - 1]
    if (chosen === undefined) return
    event.preventDefault()
    onVote(chosen.vote)
  })
  useEffect(() => {
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [])
}
