import { z } from 'zod'
import { readHolder, type Holder } from './lock.ts'

/** Browser shell: POST here `{ secret }` from the lock file and get `{ address }`, fresh for one more page. */
export const OPEN_AGAIN_PATH = '/open-again'

/** How long the first start may take to say where it is; it may be building or opening the store. */
const WAIT_MS = 20_000
const ASK_AGAIN_MS = 200

export type FirstStart =
  | { readonly kind: 'desktop' }
  | { readonly kind: 'browser'; readonly newAddress: () => Promise<string> }
  /** It has the data folder but does not say where it is. */
  | { readonly kind: 'silent' }

/** Finds the Ponder that has this data folder open, and asks it for a fresh address where it has one to give. */
export async function findFirstStart(dataFolder: string, waitMs: number = WAIT_MS): Promise<FirstStart> {
  const deadline = performance.now() + waitMs
  do {
    const holder = readHolder(dataFolder)
    if (holder?.shell === 'desktop') return { kind: 'desktop' }
    if (holder?.door && (await isReachable(holder.door))) return firstBrowser(holder.door)
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS))
  } while (performance.now() < deadline)
  return { kind: 'silent' }
}

type Door = NonNullable<Holder['door']>

function firstBrowser(door: Door): FirstStart {
  return {
    kind: 'browser',
    newAddress: async () => {
      const response = await knock(door, door.secret)
      const { address } = z.object({ address: z.url() }).parse(await response.json())
      if (!address.startsWith(`${door.origin}/`)) throw new Error(`${door.origin} gave a foreign address`)
      return address
    },
  }
}

/** Asked with a wrong secret, which only a running Ponder refuses with 401. */
async function isReachable(door: Door): Promise<boolean> {
  try {
    const response = await knock(door, '')
    await response.body?.cancel()
    return response.status === 401
  } catch {
    // The lock file is from a start that has ended meanwhile; the caller reads it again.
    return false
  }
}

function knock(door: Door, secret: string): Promise<Response> {
  return fetch(`${door.origin}${OPEN_AGAIN_PATH}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret }),
    signal: AbortSignal.timeout(5_000),
  })
}
