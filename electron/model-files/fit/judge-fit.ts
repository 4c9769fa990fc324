import type { Fit } from '../../contract/model-facts.ts'

/** Above this share of the free memory other programs begin to suffer. */
const COMFORTABLE = 0.85
/** Contexts are whole multiples of this, and no shorter. */
const CONTEXT_STEP = 512

export type JudgedQuestion = {
  /** Tokens that are to fit at once. */
  readonly contextSize: number
  readonly trainedContext: number | null
  readonly freeBytes: number
  /** Bytes for so many tokens; it grows with them. */
  readonly needOf: (contextSize: number) => number
  /** Bytes of that for images. */
  readonly imagesNeedOf?: (contextSize: number) => number
}

/** Whether a need is less than what is free, and for how many tokens it would be. */
export function judgeFit(question: JudgedQuestion): Fit {
  const { contextSize, freeBytes, needOf, imagesNeedOf } = question
  const needBytes = needOf(contextSize)
  return {
    kind: needBytes > freeBytes ? 'too-big' : needBytes > freeBytes * COMFORTABLE ? 'tight' : 'fits',
    needBytes,
    imagesBytes: imagesNeedOf?.(contextSize) ?? 0,
    haveBytes: freeBytes,
    largestContext: largestContext(question),
  }
}

/** The need grows with the context, so it is halved towards. */
function largestContext({ trainedContext, freeBytes, needOf }: JudgedQuestion): number | null {
  const fits = (steps: number): boolean => needOf(steps * CONTEXT_STEP) <= freeBytes
  let least = 1
  let most = Math.max(1, Math.floor((trainedContext ?? CONTEXT_STEP) / CONTEXT_STEP))
  if (!fits(least)) return null
  while (least < most) {
    const middle = Math.ceil((least + most) / 2)
    if (fits(middle)) least = middle
    else most = middle - 1
  }
  return Math.min(least * CONTEXT_STEP, trainedContext ?? CONTEXT_STEP)
}
