import type { Stretch, Written } from './written.ts'

/** Keys pressed closer together than this are undone together. */
const TOGETHER_MS = 1000
/** More steps than anybody takes back. */
const MOST_STEPS = 200

export type Step = { readonly written: Written; readonly selected: Stretch }

/** What was written before and after, for undo and redo. The browser's own knows nothing of images. */
export type EditHistory = {
  readonly past: readonly Step[]
  readonly now: Step
  readonly future: readonly Step[]
  /** Kind and time of the last edit. */
  readonly last: { readonly kind: EditKind; readonly at: number } | null
}

/** Typing and deleting in one go are one step each. */
export type EditKind = 'type' | 'delete' | 'other'

export function beginHistory(now: Step): EditHistory {
  return { past: [], now, future: [], last: null }
}

export function edited(history: EditHistory, next: Step, kind: EditKind, at: number): EditHistory {
  const { last } = history
  const goesOn = last !== null && kind !== 'other' && last.kind === kind && at - last.at < TOGETHER_MS
  const past = goesOn ? history.past : [...history.past, history.now].slice(-MOST_STEPS)
  return { past, now: next, future: [], last: { kind, at } }
}

/** The same history when there is nothing to take back. */
export function undone(history: EditHistory): EditHistory {
  const now = history.past.at(-1)
  if (now === undefined) return history
  return { past: history.past.slice(0, -1), now, future: [history.now, ...history.future], last: null }
}

export function redone(history: EditHistory): EditHistory {
  const [now, ...future] = history.future
  if (now === undefined) return history
  return { past: [...history.past, history.now], now, future, last: null }
}
