import { useState, type ReactNode } from 'react'
import type { Leaderboard } from '../../../../electron/contract/arena.ts'
import { Dialog } from '../../../parts/dialog.tsx'
import { BarPlot } from '../../../parts/plot/bar-plot.tsx'
import { TableFigure } from '../../../parts/table-figure.tsx'
import { agreementWords, contenderWords } from './arena-words.ts'

type LeaderboardViewProps = { readonly board: Leaderboard; readonly onForget: () => void }
type Rating = Leaderboard['contenders'][number]['human']

/** Who leads by the person's votes and who by the judge's, with intervals, and how well the two agree. */
export function LeaderboardView({ board, onForget }: LeaderboardViewProps): ReactNode {
  const [isAsking, setIsAsking] = useState(false)
  const { contenders, votes } = board
  if (votes === 0)
    return (
      <section aria-label="Leaderboard" className="mt-10 border-t border-line pt-5">
        <h2 className="text-base font-semibold">Leaderboard</h2>
        <p className="mt-1 text-muted">It begins with your first vote.</p>
      </section>
    )
  const bars = contenders.flatMap(({ contender, human, judge }) => {
    const name = contenderWords(contender)
    return [
      { name: `${name}: you`, ...barOf(human), isMain: true },
      { name: `${name}: the judge`, ...barOf(judge) },
    ]
  })
  const lows = bars.flatMap(({ low }) => (low === undefined ? [] : [low]))
  return (
    <section aria-label="Leaderboard" className="mt-10 border-t border-line pt-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="text-base font-semibold">Leaderboard</h2>
        <button type="button" className="button" onClick={() => setIsAsking(true)}>
          Forget all rounds…
        </button>
      </div>
      <p className="mt-1 text-sm text-muted">{agreementWords(board)}</p>
      <BarPlot
        title="Ratings"
        caption="Bradley-Terry ratings with 95 % intervals, on Elo’s scale: 1000 is the middle, 400 more are odds of ten to one. Your votes and the judge’s are never mixed; where intervals overlap, more rounds are needed."
        what="Contender"
        value={{
          title: 'Rating',
          unit: null,
          from: Math.floor(Math.min(900, ...lows) / 100) * 100,
          write: (value) => String(Math.round(value)),
        }}
        bars={bars}
      />
      <TableFigure
        title="Rounds"
        caption="Counted by your votes. A rating is followed by half of its 95 % interval and the rounds it stands on."
        heading={['Contender', 'You', 'Judge', 'Won', 'Lost', 'Equal', 'Both bad']}
        rows={contenders.map(({ contender, human, judge, wins, losses, ties, bothBad }) => ({
          key: JSON.stringify(contender),
          cells: [
            {
              text: contenderWords(contender),
              shown: (
                <span className="block min-w-40 break-words whitespace-normal">
                  {contenderWords(contender)}
                </span>
              ),
            },
            ratingWords(human),
            ratingWords(judge),
            wins,
            losses,
            ties,
            bothBad,
          ],
        }))}
      />
      {isAsking && (
        <Dialog name="Forget all rounds?" onClose={() => setIsAsking(false)}>
          <p>
            Every prompt, answer and vote of the arena is forgotten, and with them the leaderboard. This
            cannot be taken back.
          </p>
          <div className="mt-5 flex justify-end gap-2">
            <button type="button" className="button" onClick={() => setIsAsking(false)}>
              Keep them
            </button>
            <button
              type="button"
              className="button"
              onClick={() => {
                onForget()
                setIsAsking(false)
              }}
            >
              <span className="text-loss">Forget them all</span>
            </button>
          </div>
        </Dialog>
      )}
    </section>
  )
}

function barOf(rating: Rating) {
  if (rating === null) return { value: null }
  return { value: rating.rating, low: rating.low, high: rating.high }
}

function ratingWords(rating: Rating): string | null {
  if (rating === null) return null
  return `${Math.round(rating.rating)} ± ${Math.round((rating.high - rating.low) / 2)} (${rating.n})`
}
