import type { ReactNode } from 'react'
import type { CalibrationReport, Measured } from '../../../electron/contract/learning.ts'
import { count, percent } from '../../parts/amounts.ts'
import { BarPlot } from '../../parts/plot/bar-plot.tsx'
import { TableFigure, type Cell } from '../../parts/table-figure.tsx'
import { AccuracyCurve } from './accuracy-curve.tsx'
import { chooserNames } from './chooser-words.ts'
import { WrongChoices } from './wrong-choices.tsx'

type CalibrationReportViewProps = {
  readonly report: CalibrationReport
  /** The margin in use. */
  readonly margin: number
}

/** What one calibration measured: how well each way to choose does, at what cost, and where the router was wrong. */
export function CalibrationReportView({ report, margin }: CalibrationReportViewProps): ReactNode {
  const { questions, own, answersPerMode } = report
  return (
    <>
      <BarPlot
        title="Hybrid Accuracy"
        caption={`How often each chooses the better way for a question: the one whose answers were right more often, or the shorter one where that makes no difference. ${count(questions)} questions${own === 0 ? '' : ` and ${count(own)} of yours`}, ${answersPerMode} answers each way; whiskers are 95 % intervals.`}
        what="Who chooses"
        value={{ title: 'Better way chosen', unit: '%', from: 0, to: 100 }}
        bars={report.choosers.map(({ chooser, hybridAccuracy }) => ({
          name: chooserNames[chooser],
          value: hundred(hybridAccuracy.value),
          low: hundred(hybridAccuracy.low),
          high: hundred(hybridAccuracy.high),
          isMain: chooser === 'router',
        }))}
      />
      <TableFigure
        title="What each costs"
        caption="Mean of all answers it would have given, with 95 % intervals."
        heading={['Who chooses', 'Right', 'Tokens an answer', 'Thinks']}
        rows={report.choosers.map(({ chooser, accuracy, tokens, thinkShare }) => ({
          key: chooser,
          cells: [
            chooserNames[chooser],
            rightCell(accuracy),
            tokensCell(tokens),
            percentCell(thinkShare.value),
          ],
        }))}
      />
      <AccuracyCurve report={report} margin={margin} />
      <TableFigure
        title="Kinds of questions"
        caption={`How each kind comes out with and without a thought, and how often Auto thinks about it.${own === 0 ? '' : ' An answer to a question of yours counts as right as far as the model judges it better than the one you got.'}`}
        heading={[
          'Kind',
          'Questions',
          'Right, thought',
          'Right, quick',
          'Tokens, thought',
          'Tokens, quick',
          'Auto thinks',
        ]}
        rows={report.kinds.map(({ kind, questions: asked, think, quick, thinkShare }) => ({
          key: kind,
          cells: [
            kind,
            asked,
            rightCell(think.accuracy),
            rightCell(quick.accuracy),
            tokensCell(think.tokens),
            tokensCell(quick.tokens),
            percentCell(thinkShare),
          ],
        }))}
      />
      <WrongChoices report={report} />
    </>
  )
}

function hundred(share: number): number {
  return Math.round(share * 1000) / 10
}

function percentCell(share: number): Cell {
  return { text: share, shown: percent(share) }
}

function rightCell({ value, low, high }: Measured): Cell {
  return withInterval(value, percent(value), `${Math.round(low * 100)}–${percent(high)}`)
}

function tokensCell({ value, low, high }: Measured): Cell {
  return withInterval(value, count(value), `${count(low)}–${count(high)}`)
}

function withInterval(text: number, main: string, interval: string): Cell {
  return {
    text,
    shown: (
      <>
        <span className="whitespace-nowrap">{main}</span>{' '}
        <span className="text-xs whitespace-nowrap text-muted">{interval}</span>
      </>
    ),
  }
}
