import type { LlamaContextSequence } from 'node-llama-cpp'

/** Internal to the library; its public way goes through a file, which would put the conversation on the disk. */
const COPY = '_copyStateFromOtherSequence'

type CopiesState = {
  readonly [COPY]: (from: LlamaContextSequence, upToTokenIndex: number) => Promise<boolean>
}

/**
 * Lets a sequence go on from what another one of its context has read, so that nothing is read twice. False where that
 * cannot be done: it is empty then and reads for itself.
 */
export async function takeOver(to: LlamaContextSequence, from: LlamaContextSequence): Promise<boolean> {
  if (!copiesState(to)) return false
  const isWhole = await to[COPY](from, from.nextTokenIndex)
  if (!isWhole) await to.clearHistory()
  return isWhole
}

function copiesState(sequence: LlamaContextSequence): sequence is LlamaContextSequence & CopiesState {
  return COPY in sequence
}
