/** A file on its way into the models folder; `share` 0 to 1. */
export type Copying = { readonly name: string; readonly share: number }

/** How far a copy is, apart from the window's state: only what shows it is drawn again for it. */
export type CopyingStore = {
  /** Null while nothing is being copied. */
  readonly now: () => Copying | null
  readonly set: (copying: Copying | null) => void
  readonly listen: (changed: () => void) => () => void
}

export function createCopyingStore(): CopyingStore {
  const listeners = new Set<() => void>()
  let now: Copying | null = null
  return {
    now: () => now,
    set: (next) => {
      now = next
      for (const changed of listeners) changed()
    },
    listen: (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
  }
}
