import { proportionInterval } from '../../math/proportion-interval.ts'

/** What came of one comparison of the graded answer with a rival. */
export type Compared = {
  /** 0 to 1: how much the judge is for the graded answer; 1 where the rival says the same. */
  readonly pWin: number
  /** Whether both orders gave the same winner; null where nothing was judged or one order gave no verdict. */
  readonly isConsistent: boolean | null
}

export type Score = {
  /** 1 to 5. */
  readonly score: number
  /** 95 % interval, 1 to 5. */
  readonly low: number
  readonly high: number
  /** 0 to 1: how likely the answer is on the side of the middle that its score says. */
  readonly confidence: number
  /** The judge contradicted itself in half of its comparisons or more, or the interval is about the middle. */
  readonly isUnsure: boolean
  /** Share of the judged comparisons in which both orders agreed; null where none was judged in both. */
  readonly consistency: number | null
}

const LOWEST = 1
const STEPS = 4

/**
 * The grade of one answer from a judge that only compares: how likely it is not beaten by another attempt at the same
 * question, on a scale from 1 to 5.
 *
 *     p = (1/n) Σ pWin      grade = 1 + 4 · middle      ± 4 · half
 *
 * n = rivals; middle and half = Wilson's interval of p over n (`proportionInterval`), which holds little evidence back from
 * the ends of the scale. confidence = Φ(|middle − ½| / (half/1.96)), the share of a normal distribution about the middle
 * that lies on its side of ½.
 * Differs from RRM (https://arxiv.org/abs/2505.14674), which ranks several answers: there is no single score in it.
 *
 * Example: not beaten in 4 of 4: middle 0.755, half 0.245, so the grade is 4.0 ± 1.0.
 */
export function scoreAnswer(compared: readonly Compared[]): Score {
  const n = compared.length
  if (n === 0) return { score: 3, low: 1, high: 5, confidence: 0.5, isUnsure: true, consistency: null }
  const { low, high } = proportionInterval(
    compared.reduce((sum, { pWin }) => sum + pWin, 0),
    n,
  )
  const middle = (low + high) / 2
  const half = (high - low) / 2
  const judged = compared.filter(({ isConsistent }) => isConsistent !== null)
  const consistency =
    judged.length === 0
      ? null
      : judged.filter(({ isConsistent }) => isConsistent === true).length / judged.length
  return {
    score: onScale(middle),
    low: onScale(low),
    high: onScale(high),
    confidence: half === 0 ? 1 : normalShare((Math.abs(middle - 0.5) * 1.96) / half),
    isUnsure: (consistency !== null && consistency <= 0.5) || Math.abs(middle - 0.5) < half / 2,
    consistency,
  }
}

function onScale(share: number): number {
  return LOWEST + STEPS * share
}

/** Φ(z), by Abramowitz and Stegun 26.2.17: wrong by less than 10⁻⁷. */
function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * z)
  const tail =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail
}
