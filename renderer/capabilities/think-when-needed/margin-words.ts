import type { CalibrationReport, MarginPreview } from '../../../electron/contract/learning.ts'
import { percent, shortCount } from '../../parts/amounts.ts'

/** The margin δ of the paper goes from 0 (thorough) to this; above 1 the router never thinks. */
export const MOST_MARGIN = 1.2
const STEP = 0.05
/** The slider's right end. */
export const MOST_THOROUGH = Math.round(MOST_MARGIN / STEP)

/** Thorough lies at the right: the further right, the smaller the margin. */
export function marginAt(position: number): number {
  return Number(((MOST_THOROUGH - position) * STEP).toFixed(2))
}

export function positionOf(margin: number): number {
  return Math.round((MOST_MARGIN - margin) / STEP)
}

/** What a margin is called: "Balanced". */
export function marginName(margin: number): string {
  if (margin > 1) return 'Never thinks'
  if (margin > 0.6) return 'Thrifty'
  if (margin > 0.3) return 'Rather thrifty'
  if (margin >= 0.15) return 'Balanced'
  return margin >= 0.05 ? 'Rather thorough' : 'Thorough'
}

/** "On your last 50 questions: thinks 31 % instead of 44 %, about 1.9k tokens saved." */
export function previewWords(preview: MarginPreview): string {
  const { questions, thinksNow, thinksThen, tokensSaved } = preview
  const on = questions === 1 ? 'On your last question' : `On your last ${questions} questions`
  if (thinksNow === thinksThen) return `${on}: thinks ${percent(thinksThen)}.`
  const change = `${on}: thinks ${percent(thinksThen)} instead of ${percent(thinksNow)}`
  const tokens = Math.round(Math.abs(tokensSaved))
  if (tokens === 0) return `${change}.`
  return `${change}, about ${shortCount(tokens)} ${tokens === 1 ? 'token' : 'tokens'} ${tokensSaved > 0 ? 'saved' : 'more'}.`
}

/** The same on the questions of the calibration, for one who has asked nothing in Auto yet. */
export function calibratedWords(report: CalibrationReport, margin: number): string | null {
  const found = nearestOnCurve(report, margin)
  if (found === null) return null
  const tokens = shortCount(Math.round(found.tokens.value))
  return `On the questions of the calibration: thinks ${percent(found.thinkShare)}, ${percent(found.accuracy.value)} right, ${tokens} tokens an answer.`
}

/** The point of the curve measured nearest to a margin. */
export function nearestOnCurve(
  { curve }: Pick<CalibrationReport, 'curve'>,
  margin: number,
): CalibrationReport['curve'][number] | null {
  const [first, ...others] = curve
  if (first === undefined) return null
  return others.reduce(
    (best, next) => (Math.abs(next.margin - margin) < Math.abs(best.margin - margin) ? next : best),
    first,
  )
}
