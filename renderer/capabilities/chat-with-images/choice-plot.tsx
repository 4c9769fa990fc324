import type { ReactNode } from 'react'
import type { ChoiceUpdate } from '../../../electron/contract/seeing.ts'
import { percent } from '../../parts/amounts.ts'
import { BarPlot } from '../../parts/plot/bar-plot.tsx'
import { IntoView } from './into-view.tsx'

type ChoicePlotProps = {
  /** What is chosen among, as one of them is called: "class". */
  readonly of: string
  readonly chosen: Extract<ChoiceUpdate, { kind: 'chosen' }>
}

/** How likely each choice is, as bars, the likeliest one named. */
export function ChoicePlot({ of, chosen: { choices, best } }: ChoicePlotProps): ReactNode {
  const likeliest = choices[best]
  return (
    <IntoView>
      <BarPlot
        title={`How likely each ${of} is`}
        caption={`Most likely ${likeliest?.text ?? ''}, at ${percent(likeliest?.probability ?? 0)}. The model's own probabilities, which add up to 1.`}
        what={`${of.charAt(0).toUpperCase()}${of.slice(1)}`}
        value={{ title: 'Probability', unit: null, from: 0, to: 1 }}
        bars={choices.map(({ text, probability }, index) => ({
          name: text,
          value: probability,
          isMain: index === best,
        }))}
      />
    </IntoView>
  )
}
