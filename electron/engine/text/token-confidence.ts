import type { LlamaContextSequence } from 'node-llama-cpp'

/** How sure the model was of the tokens it wrote. */
export type TokenConfidence = {
  /** Begins to listen, with nothing heard. */
  readonly begin: () => void
  /** Mean probability of the tokens since then, 0 to 1; undefined where nothing was heard. Ends the listening. */
  readonly end: () => number | undefined
}

const heardOn = new WeakMap<LlamaContextSequence, TokenConfidence>()

/**
 * Listens to a sequence that `LlamaChat` writes on. The chat takes bare tokens from `evaluate` and knows nothing of their
 * probabilities; `evaluateWithMetadata`, which `evaluate` itself stands on, tells them.
 */
export function tokenConfidence(sequence: LlamaContextSequence): TokenConfidence {
  const known = heardOn.get(sequence)
  if (known !== undefined) return known
  let isListening = false
  let sum = 0
  let count = 0
  const plain = sequence.evaluate.bind(sequence)
  sequence.evaluate = async function* (tokens, options) {
    if (!isListening) {
      yield* plain(tokens, options)
      return
    }
    const written = sequence.evaluateWithMetadata(tokens, { confidence: true }, options)
    try {
      // What is put in stands behind the token that was yielded, as in `evaluate`.
      let put: Parameters<typeof written.next>[0]
      for (;;) {
        const { value, done } = await written.next(put)
        if (done === true) return
        sum += value.confidence
        count += 1
        put = yield value.token
      }
    } finally {
      await written.return()
    }
  }
  const listener: TokenConfidence = {
    begin: () => {
      isListening = true
      sum = 0
      count = 0
    },
    end: () => {
      isListening = false
      return count === 0 ? undefined : sum / count
    },
  }
  heardOn.set(sequence, listener)
  return listener
}
