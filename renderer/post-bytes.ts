import type { SendBytes } from '../electron/contract/send-bytes.ts'
import { PonderError, problemSchema } from '../electron/contract/ponder-error.ts'
import { BYTES_PATH } from '../electron/contract/shell-bridge.ts'

/**
 * Sends bytes to the browser shell beside the WebSocket. What a page sends over that goes through the page's own memory
 * and thread; the body of a request is read by the browser from where it lies. `session` is asked each time.
 */
export function postBytes(session: () => { readonly origin: string; readonly key: string }): SendBytes {
  return async ({ kind, uploadId, offset }, bytes, signal) => {
    const { origin, key } = session()
    const url = new URL(`${BYTES_PATH}/${kind}/${encodeURIComponent(uploadId)}/${offset}`, origin)
    const headers = { 'content-type': 'application/octet-stream', authorization: `Bearer ${key}` }
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: bytes,
      ...(signal === undefined ? {} : { signal }),
    }).catch((thrown: unknown) => whyNot(thrown, bytes))
    if (response.ok) return
    // Whoever answers with something else is another server by now.
    const problem = problemSchema.safeParse(await response.json().catch(() => null))
    throw problem.success ? new PonderError(problem.data) : brokenOff
  }
}

/** `fetch` says "the network failed" with a TypeError, also of a file that is gone: that is told by reading it. */
async function whyNot(thrown: unknown, bytes: Blob): Promise<never> {
  if (!(thrown instanceof TypeError)) throw thrown
  await bytes.arrayBuffer()
  throw brokenOff
}

const brokenOff = new PonderError({
  code: 'connection-lost',
  message: 'The file did not arrive: a disk took too long, or the connection to Ponder broke off.',
  remedy: 'Add it again.',
})
