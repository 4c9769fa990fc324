import { useState, type ReactNode } from 'react'
import type { Image } from '../../../electron/contract/images.ts'
import type { PuzzleUpdate } from '../../../electron/contract/seeing.ts'
import { percent } from '../../parts/amounts.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { BarPlot } from '../../parts/plot/bar-plot.tsx'
import { useAskedStream } from '../../state/use-asked-stream.ts'
import { ImageSlot } from './image-slot.tsx'
import { IntoView } from './into-view.tsx'
import { SeeingStatus } from './seeing-status.tsx'

const forms = [
  { cells: 3, name: '2 × 2, one missing', columns: 'grid-cols-2' },
  { cells: 8, name: '3 × 3, one missing', columns: 'grid-cols-3' },
  { cells: 4, name: 'Four in a row, the next missing', columns: 'grid-cols-5' },
] as const
const CANDIDATES = 6

type Slots = readonly (Image | null)[]
const empty = (length: number): Slots => Array.from({ length }, () => null)

/** A picture puzzle: how sure the model is of each candidate for the missing cell. */
export function PuzzleDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [form, setForm] = useState<(typeof forms)[number]>(forms[0])
  const [cells, setCells] = useState<Slots>(() => empty(8))
  const [candidates, setCandidates] = useState<Slots>(() => empty(CANDIDATES))
  const { update, isRunning, problem, run, stop } = useAskedStream<PuzzleUpdate>()
  const given = cells.slice(0, form.cells).filter((image) => image !== null)
  const offered = candidates.filter((image) => image !== null)
  const canAsk = given.length === form.cells && offered.length >= 2
  const begin = (): void =>
    run((calls, signal) => calls.solvePuzzle({ cells: given, candidates: offered }, signal))
  return (
    <Dialog name="Solve a picture puzzle" onClose={onClose}>
      <label className="flex flex-wrap items-center gap-2 text-sm">
        <span className="text-muted">The puzzle is</span>
        <select
          className="field !w-auto"
          value={form.cells}
          onChange={(event) =>
            setForm(forms.find(({ cells: many }) => String(many) === event.currentTarget.value) ?? forms[0])
          }
        >
          {forms.map(({ cells: many, name }) => (
            <option key={many} value={many}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <div role="group" aria-label="Cells" className={`mt-4 grid w-fit gap-2 ${form.columns}`}>
        {cells.slice(0, form.cells).map((image, index) => (
          <ImageSlot
            key={index}
            name={`Cell ${index + 1}`}
            image={image}
            onImage={(taken) => setCells((all) => all.with(index, taken))}
          />
        ))}
        <div className="image-slot-missing" aria-hidden="true">
          ?
        </div>
      </div>
      <h3 className="mt-4 text-sm font-medium">Candidates</h3>
      <div role="group" aria-label="Candidates" className="mt-1 flex flex-wrap gap-2">
        {candidates.map((image, index) => (
          <ImageSlot
            key={index}
            name={`Candidate ${index + 1}`}
            image={image}
            onImage={(taken) => setCandidates((all) => all.with(index, taken))}
          />
        ))}
      </div>
      <div className="mt-3 flex justify-end">
        {isRunning ? (
          <button type="button" className="button" onClick={stop}>
            Stop
          </button>
        ) : (
          <button type="button" className="button button-main" disabled={!canAsk} onClick={begin}>
            Solve
          </button>
        )}
      </div>
      <SeeingStatus isRunning={isRunning} words={progressOf(update, offered.length)} problem={problem} />
      {update?.kind === 'solved' && (
        <IntoView>
          <BarPlot
            title="Yes for each candidate"
            caption={captionOf(update.best, update.pYes[update.best] ?? 0)}
            what="Candidate"
            value={{ title: 'P(Yes)', unit: null, from: 0, to: 1 }}
            bars={update.pYes.map((pYes, index) => ({
              name: `Candidate ${index + 1}`,
              value: pYes,
              isMain: index === update.best,
            }))}
          />
        </IntoView>
      )}
    </Dialog>
  )
}

/** Below this the model would hardly say Yes to any, and naming the best would claim too much. */
const HARDLY = 0.01

function captionOf(best: number, pYes: number): string {
  if (pYes < HARDLY) return 'The model says Yes to none of them: this puzzle is beyond it.'
  return `Candidate ${best + 1} is the likeliest: the model says Yes to it with probability ${percent(pYes)}.`
}

function progressOf(update: PuzzleUpdate | null, many: number): string {
  if (update?.kind === 'looking') return `${update.modelName} looks at the puzzle…`
  if (update?.kind === 'scored') return `Candidate ${update.candidate + 1} of ${many} tried…`
  return 'Beginning…'
}
