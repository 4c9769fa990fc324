import { PonderError } from '../../contract/ponder-error.ts'
import type { CacheType } from '../../contract/context-choice.ts'
import { estimateFit } from '../../model-files/fit/estimate-fit.ts'
import type { ModelHeader } from '../../model-files/header/model-header.ts'

export type TooBigQuestion = {
  readonly name: string
  readonly header: ModelHeader
  /** Tokens; the fewest that are of use when no number was asked for. */
  readonly contextSize: number
  readonly cacheType?: CacheType | undefined
  /** This process stands in what is needed, so what it takes already counts as free. */
  readonly freeBytes?: number
}

/**
 * On a processor llama.cpp opens whatever it can map, and then every word waits for the disk: what does not fit into
 * memory is refused before, with numbers and with what would fit.
 */
export function refuseTooBig(question: TooBigQuestion): void {
  const { name, header, contextSize, cacheType = 'f16', freeBytes = freeHere() } = question
  const fit = estimateFit({ model: header, contextSize, cacheType, freeBytes })
  if (fit.kind !== 'too-big') return
  const need = `with a context of ${plain.format(contextSize)} tokens it needs about ${gigabytes(fit.needBytes)}`
  throw new PonderError({
    code: 'out-of-memory',
    message: `${name} does not fit into memory: ${need}, and ${gigabytes(fit.haveBytes)} are free.`,
    remedy:
      fit.largestContext === null
        ? 'Close other programs, or choose a smaller model, or a smaller quantisation of this one.'
        : `A context of ${plain.format(fit.largestContext)} tokens would fit. Or close other programs, or choose a smaller model.`,
  })
}

function freeHere(): number {
  return process.availableMemory() + process.memoryUsage.rss()
}

const plain = new Intl.NumberFormat('en')

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}
