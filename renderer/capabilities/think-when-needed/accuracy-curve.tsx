import type { ReactNode } from 'react'
import type { CalibrationReport, Chooser, Measured } from '../../../electron/contract/learning.ts'
import { LinePlot } from '../../parts/plot/line-plot.tsx'
import type { Point, Series } from '../../parts/plot/plot-data.ts'
import { chooserNames } from './chooser-words.ts'
import { nearestOnCurve } from './margin-words.ts'

type AccuracyCurveProps = { readonly report: CalibrationReport; readonly margin: number }

/** Right answers against their cost, from thrifty to thorough, with the two fixed ways to compare with. */
export function AccuracyCurve({ report, margin }: AccuracyCurveProps): ReactNode {
  const inUse = nearestOnCurve(report, margin)
  return (
    <LinePlot
      title="Right answers for their cost"
      caption="Each point is one place of the slider, from thrifty at the left to thorough at the right. The line marks the one in use; bands are 95 % intervals."
      x={{ title: 'Tokens an answer', unit: null }}
      y={{ title: 'Right answers', unit: '%', from: 0, to: 100 }}
      series={[
        { name: 'Auto, as learned', points: pointsOf(report) },
        ...fixedWay(report, 'always-think'),
        ...fixedWay(report, 'always-quick'),
      ]}
      {...(inUse === null ? {} : { mark: { x: inUse.tokens.value, name: 'in use' } })}
    />
  )
}

/** Places of the slider that choose alike are one point. */
function pointsOf({ curve }: CalibrationReport): readonly Point[] {
  const points = new Map(curve.map(({ tokens, accuracy }) => [tokens.value, pointOf(tokens, accuracy)]))
  return [...points.values()]
}

function fixedWay({ choosers }: CalibrationReport, chooser: Chooser): readonly Series[] {
  const found = choosers.find((each) => each.chooser === chooser)
  if (found === undefined) return []
  // Without its band, which one point cannot have.
  const { x, y } = pointOf(found.tokens, found.accuracy)
  return [{ name: chooserNames[chooser], points: [{ x, y }] }]
}

function pointOf(tokens: Measured, accuracy: Measured): Point {
  return { x: tokens.value, y: accuracy.value * 100, low: accuracy.low * 100, high: accuracy.high * 100 }
}
