import { PonderError } from '../../electron/contract/ponder-error.ts'
import { COPY_PIECE_BYTES } from '../../electron/contract/window-calls.ts'
import type { Calls } from '../ponder.ts'

/** Every GGUF file begins with these letters; another file is refused before it is copied for minutes. */
const MAGIC = 'GGUF'

/** Enough that the disk works while the page reads; each costs some megabytes of memory. */
const PIECES_UNDER_WAY = 4

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
  let sending: Promise<void> | null = null
  try {
    for await (const update of calls.copyModel({ name: file.name, sizeBytes: file.size }, ended)) {
      if (update.kind === 'done') return update.modelId
      sending = sendAll(calls, file, update.copyId, onShare, ended)
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
    throw unreadable(file.name, thrown)
  }
}

async function sendAll(
  calls: Calls,
  file: File,
  copyId: string,
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const underWay: Promise<unknown>[] = []
  for (let offset = 0; offset < file.size && !signal.aborted; offset += COPY_PIECE_BYTES) {
    const piece = file.slice(offset, offset + COPY_PIECE_BYTES)
    const sent = calls.sendModelBytes({ copyId, offset, base64: await base64Of(piece, file.name) }, signal)
    // Heard below; until then it is nobody's.
    sent.catch(() => {})
    underWay.push(sent)
    if (underWay.length === PIECES_UNDER_WAY) await underWay.shift()
    onShare((offset + piece.size) / file.size)
  }
  await Promise.all(underWay)
}

/** By the browser's own reader: off the page's thread, and there in every browser. */
function base64Of(piece: Blob, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    // "data:application/octet-stream;base64,…"
    reader.addEventListener('load', () => resolve(textOf(reader.result).replace(/^[^,]*,/, '')))
    reader.addEventListener('error', () => reject(unreadable(name, reader.error)))
    reader.readAsDataURL(piece)
  })
}

/** Read as an address it is always text. */
function textOf(result: string | ArrayBuffer | null): string {
  return typeof result === 'string' ? result : ''
}

function notAModel(name: string): PonderError {
  return new PonderError({
    code: 'not-a-model',
    message: `${name} is not a GGUF model file.`,
    remedy: 'Add a file that ends in .gguf, downloaded to its end.',
  })
}

function unreadable(name: string, cause: unknown): PonderError {
  return new PonderError(
    {
      code: 'model-file-unreadable',
      message: `The browser could not read ${name} to its end.`,
      remedy:
        'If it is a folder, add the GGUF files in it; else check that it is still there and that its disk is connected.',
    },
    { cause },
  )
}
