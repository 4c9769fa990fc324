import { useId, useState, type ReactNode } from 'react'
import type { CalibrationReport } from '../../../electron/contract/learning.ts'
import { BarPlot } from '../../parts/plot/bar-plot.tsx'
import { CalibrationReportView } from './calibration-report.tsx'

type CalibrationReportsProps = {
  /** Newest first, of every model. */
  readonly reports: readonly CalibrationReport[]
  /** The open model, whose report is shown unless another is chosen. */
  readonly modelKey: string | null
  readonly margin: number
}

/** The calibrations that were measured: one in full, and the models beside each other. */
export function CalibrationReports({ reports, modelKey, margin }: CalibrationReportsProps): ReactNode {
  const id = useId()
  const [chosenId, setChosenId] = useState<string | null>(null)
  const report =
    reports.find((each) => each.id === chosenId) ??
    reports.find((each) => each.modelKey === modelKey) ??
    reports[0]
  if (report === undefined) return null
  const ofModels = newestOfEach(reports)
  return (
    <section aria-labelledby={`${id}-title`} className="mt-10">
      <h2 id={`${id}-title`} className="text-base font-semibold">
        How well Auto chooses
      </h2>
      {reports.length > 1 ? (
        <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
          <label htmlFor={id} className="text-muted">
            Calibration
          </label>
          <select
            id={id}
            className="field !w-auto max-w-full"
            value={report.id}
            onChange={(event) => setChosenId(event.currentTarget.value)}
          >
            {reports.map((each) => (
              <option key={each.id} value={each.id}>
                {each.modelName}, {when(each)}
              </option>
            ))}
          </select>
        </div>
      ) : (
        <p className="mt-1 text-sm break-words text-muted">
          {report.modelName}, calibrated on {when(report)}
        </p>
      )}
      <CalibrationReportView report={report} margin={margin} />
      {ofModels.length > 1 && (
        <BarPlot
          title="Models beside each other"
          caption="Hybrid Accuracy of Auto on the last calibration of each model; whiskers are 95 % intervals."
          what="Model"
          value={{ title: 'Better way chosen', unit: '%', from: 0, to: 100 }}
          bars={ofModels.map((each) => barOf(each, each.modelKey === report.modelKey))}
        />
      )}
    </section>
  )
}

function newestOfEach(reports: readonly CalibrationReport[]): readonly CalibrationReport[] {
  return reports.filter((each, at) => reports.findIndex(({ modelKey }) => modelKey === each.modelKey) === at)
}

function barOf({ modelName, choosers }: CalibrationReport, isMain: boolean) {
  const found = choosers.find(({ chooser }) => chooser === 'router')?.hybridAccuracy
  if (found === undefined) return { name: modelName, value: null, isMain }
  return { name: modelName, value: found.value * 100, low: found.low * 100, high: found.high * 100, isMain }
}

function when({ finishedAt }: CalibrationReport): string {
  return dateAndTime.format(finishedAt)
}

const dateAndTime = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })
