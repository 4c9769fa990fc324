import type { Fit } from '../../contract/model-facts.ts'
import { estimateFit, wordsNeed, type FitQuestion } from './estimate-fit.ts'
import { judgeFit } from './judge-fit.ts'

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
 * Example: a model of 6.3 MB with a half of 2.6 MB at 2048 tokens: 227 + 4 = 231 MiB; measured were 196.
 */
export function imageNeed({ model, contextSize, halfBytes }: ImageQuestion): number {
  return Math.round(wordsNeed(model, contextSize, 'f16') + halfBytes * (1 + WORKING))
}

/**
 * Whether a model fits with what looking at images takes; with that of its words alone where it has no image half
 * (`halfBytes` null).
 *
 *     need = the model's own need + imageNeed, for every context
 */
export function estimateFitWithImages(question: FitQuestion, halfBytes: number | null): Fit {
  if (halfBytes === null) return estimateFit(question)
  const { model, contextSize, cacheType, freeBytes } = question
  const imagesNeedOf = (tokens: number) => imageNeed({ model, contextSize: tokens, halfBytes })
  return judgeFit({
    contextSize,
    trainedContext: model.trainedContext,
    freeBytes,
    needOf: (tokens) => wordsNeed(model, tokens, cacheType) + imagesNeedOf(tokens),
    imagesNeedOf,
  })
}
