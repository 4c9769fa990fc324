import { useState, type ReactNode } from 'react'
import type { LearningPage, PolicyVersion } from '../../../electron/contract/learning.ts'
import { percent } from '../../parts/amounts.ts'
import { LinePlot } from '../../parts/plot/line-plot.tsx'
import type { Axis } from '../../parts/plot/plot-data.ts'
import { TableFigure, type Cell } from '../../parts/table-figure.tsx'
import { originWords } from './learning-words.ts'
import { ResetDialog } from './reset-dialog.tsx'
import type { LearningActions } from './use-learning-actions.ts'

type VersionHistoryProps = { readonly page: LearningPage; readonly actions: LearningActions }

/** There is nothing between two versions. */
const writeVersion = (version: number): string => (Number.isInteger(version) ? String(version) : '')
const versionAxis: Axis = { title: 'Version', unit: null, write: writeVersion }

/** Every version of what was learned, how well each did, and the way back to any of them. */
export function VersionHistory({ page, actions }: VersionHistoryProps): ReactNode {
  const { versions, version, modelName } = page
  const [isAsking, setIsAsking] = useState(false)
  if (versions.length === 0) return null
  const accuracies = versions.flatMap(({ version: x, hybridAccuracy: found }) =>
    found === null ? [] : [{ x, y: found.value * 100, low: found.low * 100, high: found.high * 100 }],
  )
  const entropies = versions.flatMap(({ version: x, entropy: y }) => (y === null ? [] : [{ x, y }]))
  return (
    <section aria-label="History" className="mt-10">
      <h2 className="text-base font-semibold">History</h2>
      {accuracies.length > 1 && (
        <LinePlot
          title="Hybrid Accuracy over its versions"
          caption="How often each version chooses the better way on the questions of the last calibration; the band is a 95 % interval."
          x={versionAxis}
          y={{ title: 'Better way chosen', unit: '%', from: 0, to: 100 }}
          series={[{ name: 'Auto, as learned', points: accuracies }]}
          mark={{ x: version, name: 'in use' }}
        />
      )}
      {entropies.length > 1 && (
        <LinePlot
          title="How undecided it is"
          caption="Mean entropy of the choice on the last questions: 1 bit is a coin, 0 is certain. It falls as the router becomes sure."
          x={versionAxis}
          y={{ title: 'Entropy', unit: 'bits', from: 0, to: 1 }}
          series={[{ name: 'Auto, as learned', points: entropies }]}
          mark={{ x: version, name: 'in use' }}
        />
      )}
      <TableFigure
        title="Versions"
        caption="Going back makes a new version that knows what the old one knew, so nothing is lost by it."
        heading={['Version', 'Made', 'From', 'b*', 'Better way chosen', 'Entropy', 'Go back']}
        rows={[
          ...versions.map((each) => ({
            key: String(each.version),
            cells: cellsOf(each, { current: version, actions }),
          })),
          {
            key: '0',
            cells: [0, null, 'what the model itself leans to', null, null, null, goBack(0, version, actions)],
          },
        ]}
      />
      <div className="mt-6 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t border-line pt-4">
        <p className="min-w-0 flex-1 basis-64 text-sm text-muted">
          Everything that was learned on {modelName} can be forgotten, with its answers and calibrations.
        </p>
        <button type="button" className="button" onClick={() => setIsAsking(true)}>
          Forget it all…
        </button>
      </div>
      {isAsking && (
        <ResetDialog modelName={modelName} onReset={actions.reset} onClose={() => setIsAsking(false)} />
      )}
    </section>
  )
}

type Going = { readonly current: number; readonly actions: LearningActions }

function cellsOf(each: PolicyVersion, { current, actions }: Going): readonly Cell[] {
  const { version, madeAt, baseline, hybridAccuracy, entropy } = each
  return [
    version,
    { text: new Date(madeAt).toISOString(), shown: dateAndTime.format(madeAt) },
    originWords(each),
    { text: baseline, shown: baseline === null ? '–' : baseline.toFixed(2) },
    {
      text: hybridAccuracy?.value ?? null,
      shown: hybridAccuracy === null ? '–' : percent(hybridAccuracy.value),
    },
    { text: entropy, shown: entropy === null ? '–' : entropy.toFixed(2) },
    goBack(version, current, actions),
  ]
}

function goBack(version: number, current: number, actions: LearningActions): Cell {
  if (version === current) return { text: 'in use', shown: <span className="text-muted">in use</span> }
  const name = version === 0 ? 'Go back to before it learned' : `Go back to version ${version}`
  return {
    text: null,
    shown: (
      <button
        type="button"
        className="button !min-h-7 !py-0.5"
        aria-label={name}
        onClick={() => actions.undo(version, current)}
      >
        Go back
      </button>
    ),
  }
}

const dateAndTime = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })
