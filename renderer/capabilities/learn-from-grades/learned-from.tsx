import type { ReactNode } from 'react'
import type { LearningPage } from '../../../electron/contract/learning.ts'
import { BarPlot } from '../../parts/plot/bar-plot.tsx'
import { baselineWords, signalWords } from './learning-words.ts'
import { SamplesTable } from './samples-table.tsx'

/** More than this is a wall; the strongest come first. */
const MOST_WEIGHTS = 10

type LearnedFromProps = { readonly page: LearningPage; readonly learns: boolean }

/** Answers given in Auto, what each taught, and what has become of it: the weights of the signals. */
export function LearnedFrom({ page, learns }: LearnedFromProps): ReactNode {
  const { version, samples, baseline, variance, weights } = page
  return (
    <section aria-label="What it learns from" className="mt-10">
      <h2 className="text-base font-semibold">What it learns from</h2>
      <p className="mt-1 text-sm text-muted">{baselineWords(baseline)}</p>
      {samples.length === 0 ? (
        <p className="mt-4">
          {learns
            ? 'No answers yet. Ask something in Auto and judge the answer with a thumb.'
            : 'No answers are kept while learning is off. Switch it on above to begin.'}
        </p>
      ) : (
        <SamplesTable samples={samples} />
      )}
      {variance !== null && (
        <BarPlot
          title="Variance of a step of learning"
          caption={`How much a step would sway by chance under each baseline, on ${variance.n} judged answers. Lower is steadier.`}
          what="Baseline"
          value={{ title: 'Variance of the gradient', unit: null, from: 0 }}
          bars={[
            { name: 'None', value: variance.none },
            { name: 'Mean reward', value: variance.mean },
            { name: 'Weighted by length (OPO)', value: variance.opo, isMain: true },
            { name: 'The best one number can do', value: variance.least },
          ]}
        />
      )}
      {version > 0 && weights.length > 0 && (
        <BarPlot
          title="What counts"
          caption="The strongest signals: to the right they speak for thinking, to the left for a quick answer."
          what="Signal"
          value={{ title: 'Weight', unit: null }}
          bars={weights
            .slice(0, MOST_WEIGHTS)
            .map(({ name, weight }) => ({ name: signalWords(name), value: weight, isMain: weight > 0 }))}
        />
      )}
    </section>
  )
}
