import type { ReactNode } from 'react'
import type { CalibrationReport } from '../../../electron/contract/learning.ts'
import { percent } from '../../parts/amounts.ts'
import { TableFigure } from '../../parts/table-figure.tsx'

const ways = { think: 'Thought', quick: 'Quick' } as const

/** The questions on which the router did not choose the better way. */
export function WrongChoices({ report: { wrong } }: { readonly report: CalibrationReport }): ReactNode {
  if (wrong.length === 0)
    return (
      <section className="mt-6">
        <h3 className="font-medium">Where it was wrong</h3>
        <p className="mt-1 text-sm text-muted">Nowhere: on these questions it always chose the better way.</p>
      </section>
    )
  return (
    <TableFigure
      title="Where it was wrong"
      caption="The questions on which the other way would have been better: right more often, or as often and shorter."
      heading={[
        'Question',
        'Kind',
        'It chose',
        'P(think)',
        'Right, thought',
        'Right, quick',
        'Tokens, thought',
        'Tokens, quick',
      ]}
      rows={wrong.map((each, at) => ({
        key: String(at),
        cells: [
          {
            text: each.question,
            shown: <span className="block min-w-44 break-words whitespace-normal">{each.question}</span>,
          },
          each.kind,
          ways[each.chosen],
          { text: each.pThink, shown: each.pThink.toFixed(2) },
          { text: each.think, shown: percent(each.think) },
          { text: each.quick, shown: percent(each.quick) },
          { text: each.thinkTokens, shown: Math.round(each.thinkTokens) },
          { text: each.quickTokens, shown: Math.round(each.quickTokens) },
        ],
      }))}
    />
  )
}
