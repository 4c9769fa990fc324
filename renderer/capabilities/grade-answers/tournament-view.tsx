import type { ReactNode } from 'react'
import type { Tournament } from '../../../electron/contract/tournaments.ts'
import { isAllEven } from '../../../electron/contract/undecided.ts'
import { Judgements } from './judgements.tsx'
import { matchWords, roundsOf, timeLeftWords, tournamentWords } from './tournament-words.ts'
import { useGrades } from './use-grades.ts'

/** A tournament while it runs and afterwards: who takes part, every match with its judgements, and who is best. */
export function TournamentView({ tournament }: { readonly tournament: Tournament }): ReactNode {
  const { stopTournament, resumeTournament } = useGrades()
  const { state, kind, matches, matchCount, count, candidates, problem } = tournament
  const isRunning = state === 'sampling' || state === 'judging'
  const steps = count - 1 + matchCount
  const done = Math.max(0, candidates.length - 1) + matches.length
  const name = kind === 'compare' ? 'Comparison' : kind === 'knockout' ? 'Knockout' : 'Everyone with everyone'
  return (
    <section aria-label={name} className="mt-3 border-t border-line pt-3">
      <h3 className="font-medium">{name}</h3>
      <p role="status">{tournamentWords(tournament)}</p>
      {problem !== null && <p className="text-muted">{problem.remedy}</p>}
      {isRunning && (
        <p className="mt-1 flex flex-wrap items-center gap-3 text-muted tabular-nums">
          <progress aria-label={name} className="progress w-32" value={done} max={steps} />
          {timeLeftWords(tournament.msLeft)}
        </p>
      )}
      <Candidates tournament={tournament} />
      <Rounds tournament={tournament} />
      {isRunning && (
        <button type="button" className="button mt-2" onClick={() => stopTournament(tournament)}>
          Stop and keep the best so far
        </button>
      )}
      {(state === 'stopped' || state === 'failed') && (
        <button type="button" className="button mt-2" onClick={() => resumeTournament(tournament)}>
          Go on
        </button>
      )}
    </section>
  )
}

function Candidates({ tournament }: { readonly tournament: Tournament }): ReactNode {
  const { show, unfold } = useGrades()
  const { id, candidates, ratings, best, matches, conversationId } = tournament
  return (
    <ol aria-label="Answers" className="mt-2 flex flex-col gap-1">
      {candidates.map(({ answerId, text, modelName }, index) => {
        const rating = ratings?.[index]
        const wins = matches.filter(({ winner }) => winner === index).length
        return (
          <li key={index} className="flex min-w-0 flex-wrap items-baseline gap-x-2">
            <button
              type="button"
              className="min-w-0 max-w-full truncate rounded text-start underline decoration-line underline-offset-4 hover:decoration-current"
              onClick={() => {
                // Stays open below whichever is shown.
                unfold(id, true)
                show(conversationId, answerId)
              }}
            >
              {index + 1}. {text === '' ? 'an empty answer' : text}
            </button>
            <span className="text-muted tabular-nums">
              {rating === undefined
                ? `${wins} won`
                : `${Math.round(rating.rating)} ± ${Math.round((rating.high - rating.low) / 2)}`}
              {modelName === undefined ? '' : ` · ${modelName}`}
              {index === best && !isAllEven(matches) ? ' · best' : ''}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

function Rounds({ tournament }: { readonly tournament: Tournament }): ReactNode {
  const { kind } = tournament
  const rounds = roundsOf(tournament.matches)
  if (rounds.length === 0) return null
  return (
    <div className="bracket mt-2">
      {rounds.map((matches, index) => (
        <section key={index} aria-label={`Round ${index + 1}`}>
          {kind !== 'compare' && <h4 className="text-muted">Round {index + 1}</h4>}
          <ul>
            {matches.map((match, at) => (
              <li key={at}>
                {match.comparison === null ? (
                  <p className="py-0.5">{matchWords(match, kind)}</p>
                ) : (
                  <details>
                    <summary className="py-0.5">{matchWords(match, kind)}</summary>
                    <Judgements
                      comparison={match.comparison}
                      first={`Answer ${match.first + 1}`}
                      second={`answer ${match.second + 1}`}
                    />
                  </details>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
