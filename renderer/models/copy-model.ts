import { PonderError } from '../../electron/contract/ponder-error.ts'
import { fileUnreadable, sendFile } from '../../electron/contract/send-bytes.ts'
import type { Calls } from '../ponder.ts'

/** Every GGUF file begins with these letters; another file is refused before it is copied for minutes. */
const MAGIC = 'GGUF'

/**
 * Copies a file of which this page has only the bytes into the models folder. `onShare` hears how much is there, 0 to 1.
 * Returns the model's id, or null when it is no model by itself. Aborting `signal` gives the copy up.
 */
export async function copyModel(
  calls: Calls,
  file: File,
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<string | null> {
  onShare(0)
  if ((await beginningOf(file)) !== MAGIC) throw notAModel(file.name)
  const ending = new AbortController()
  const ended = AbortSignal.any([signal, ending.signal])
  const { name, size } = file
  const toSend = { name, bytes: file, onSent: (bytes: number) => onShare(bytes / size) }
  let sending: Promise<void> | null = null
  try {
    for await (const update of calls.copyModel({ name, sizeBytes: size }, ended)) {
      if (update.kind === 'done') return update.modelId
      sending = sendFile(calls.sendBytes, toSend, { kind: 'model', uploadId: update.uploadId }, ended)
      // What goes wrong ends the stream too, which tells it; this is only heard when it does not.
      sending.catch(() => ending.abort())
    }
    // Whoever cancels knows that it ended.
    if (!signal.aborted) await sending
    return null
  } finally {
    ending.abort()
  }
}

/** A folder that is dropped looks like a file until it is read. */
async function beginningOf(file: File): Promise<string> {
  try {
    return await file.slice(0, MAGIC.length).text()
  } catch (thrown) {
    throw fileUnreadable(file.name, thrown)
  }
}

function notAModel(name: string): PonderError {
  return new PonderError({
    code: 'not-a-model',
    message: `${name} is not a GGUF model file.`,
    remedy: 'Add a file that ends in .gguf, downloaded to its end.',
  })
}
