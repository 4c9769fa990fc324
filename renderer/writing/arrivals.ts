import { readMissed, writeMissed, type DraftStorage } from '../state/drafts.ts'

export type Arrivals = {
  /** Names of the images that are on their way now. `isLast`: the page or the composer goes. */
  readonly write: (coming: readonly string[], isLast: boolean) => void
  readonly end: () => void
}

/** This page among those that are open, and have been. */
const thisPage = crypto.randomUUID()
const lockOf = (page: string): string => `ponder-page:${page}`
let isHeld = false

/**
 * Which images of a draft are on their way, left behind for whoever opens it later: they are missed once the page that
 * brought them is gone with their bytes, or its composer is. While that page lives nothing is, however often the draft is
 * opened elsewhere.
 */
export function watchArrivals(
  storage: DraftStorage,
  name: string,
  missed: (images: readonly string[]) => void,
): Arrivals {
  const ended = new AbortController()
  let written: readonly string[] = []
  let hasTold = false

  async function tell(): Promise<void> {
    let left = readMissed(storage, name)
    let isGone = left?.page === thisPage
    while (left !== null && !isGone) {
      const { page } = left
      if (page === thisPage || !(await hasGone(page, ended.signal))) return
      left = readMissed(storage, name)
      isGone = left?.page === page
    }
    hasTold = true
    if (left !== null) missed(left.images)
  }

  void tell()
  return {
    write(coming, isLast) {
      const isNews = coming.join('\n') !== written.join('\n')
      written = coming
      if (coming.length > 0) holdThisPage()
      // What another page has left stays until it was told, and for all who come meanwhile.
      if (isNews || (isLast && hasTold)) writeMissed(storage, name, { page: thisPage, images: coming })
    },
    end: () => ended.abort(),
  }
}

/** The lock goes with this page, however it goes. */
function holdThisPage(): void {
  if (!isHeld) void navigator.locks.request(lockOf(thisPage), () => new Promise(() => {}))
  isHeld = true
}

/** Resolves when that page is there no more; false when `signal` aborts first. */
async function hasGone(page: string, signal: AbortSignal): Promise<boolean> {
  try {
    return await navigator.locks.request(lockOf(page), { signal }, () => true)
  } catch (thrown) {
    if (signal.aborted) return false
    throw thrown
  }
}
