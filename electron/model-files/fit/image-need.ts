import { estimateFit, type FitQuestion } from './estimate-fit.ts'

/** For an image half's own numbers while it works, as a share of its file. */
const WORKING = 0.5

type ImageQuestion = Pick<FitQuestion, 'model' | 'contextSize'> & {
  /** Size of the image half's file. */
  readonly halfBytes: number
}

/**
 * What looking at images takes beside the model's own need. The image half runs in a process of its own, in which the
 * model is opened once more with a context as long, always stored in 16 bits.
 *
 *     need = the model's own need at 16 bits + half · (1 + working)
 *
 * Example: a model of 6.3 MB with a half of 2.6 MB at 2048 tokens: 219 + 4 = 223 MiB; measured were 151 to 196.
 */
export function imageNeed({ model, contextSize, halfBytes }: ImageQuestion): number {
  const { needBytes } = estimateFit({ model, contextSize, cacheType: 'f16', freeBytes: 0 })
  return Math.round(needBytes + halfBytes * (1 + WORKING))
}
