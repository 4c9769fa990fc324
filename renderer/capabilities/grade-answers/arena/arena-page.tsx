import { useState, type ReactNode } from 'react'
import type { EngineState, ModelEntry } from '../../../../electron/contract/models.ts'
import { DocumentPage } from '../../../parts/document-page.tsx'
import { useNotices } from '../../../state/use-notices.ts'
import { usePonder } from '../../../state/use-ponder.ts'
import { ArenaForm } from './arena-form.tsx'
import { ArenaRoundView } from './arena-round-view.tsx'
import { LeaderboardView } from './leaderboard-view.tsx'
import { UnvotedRounds } from './unvoted-rounds.tsx'
import { useArena } from './use-arena.ts'

type ArenaPageProps = {
  readonly header: ReactNode
  readonly engine: EngineState | null
  readonly models: readonly ModelEntry[]
}

/** Blind pairs: a prompt, two answers, a vote, and who leads. */
export function ArenaPage({ header, engine, models }: ArenaPageProps): ReactNode {
  const { arena, problem, pastQuestions, ...actions } = useArena(usePonder(), useNotices())
  const round = arena?.round ?? null
  // One that was there when the page was opened is not brought into view.
  const [seenFirst, setSeenFirst] = useState<string | null | undefined>(undefined)
  if (arena !== null && seenFirst === undefined) setSeenFirst(round?.id ?? null)
  return (
    <DocumentPage
      header={header}
      title="Arena"
      sentence="Two answers to one prompt, side by side and without names. You vote, then you see which model or setting wrote which; the judge votes too, and a leaderboard keeps the score."
    >
      {problem !== null && (
        <p role="alert" className="mt-6">
          {problem.message} <span className="text-muted">{problem.remedy}</span>
        </p>
      )}
      {arena !== null && (
        <>
          {round !== null && (
            <ArenaRoundView
              key={round.id}
              round={round}
              isNew={round.id !== seenFirst}
              onVote={(vote) => actions.vote(round.id, vote)}
              onStop={() => actions.stop(round.id)}
              onResume={() => actions.resume(round.id)}
            />
          )}
          <UnvotedRounds rounds={arena.unvoted} onShow={actions.show} />
          <ArenaForm
            models={models}
            setup={arena.setup}
            openModelId={engine?.kind === 'ready' ? engine.model.id : null}
            pastQuestions={pastQuestions}
            hasRound={round !== null}
            isMain={round === null || round.reveal !== null}
            onStart={actions.start}
          />
          <LeaderboardView board={arena.board} onForget={actions.forget} />
        </>
      )}
    </DocumentPage>
  )
}
