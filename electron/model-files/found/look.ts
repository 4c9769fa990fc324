import type { BigIntStats, Dirent } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'

/** A search ends early rather than keep a person waiting for a slow disk or a folder with a million files. */
export type LookLimits = {
  readonly ms: number
  /** Folders and files looked at, together. */
  readonly places: number
}

export const usualLimits: LookLimits = { ms: 3_000, places: 10_000 }

/** More than this nobody reads. */
const MOST_NOTES = 6

export type LookedAt = {
  readonly kind: 'file' | 'folder' | 'other'
  readonly sizeBytes: number
  /** The same for every name of one file: hard links, links, folders that are mounted twice. */
  readonly identity: string
  /** Last change, milliseconds since 1970. */
  readonly changedAt: number
}

/**
 * One bounded, read-only look into folders that belong to somebody else. Nothing here throws: what is not there is
 * empty, and what was skipped for any other reason is said in `notes`.
 */
export type Look = {
  /** What a folder holds, by name. */
  readonly folder: (path: string) => Promise<readonly Dirent[]>
  /** What is at a path, links followed; null when nothing is or when it cannot be seen. */
  readonly at: (path: string) => Promise<LookedAt | null>
  /** A small text file; null when it is not there, too long or unreadable. */
  readonly text: (path: string, mostBytes: number) => Promise<string | null>
  readonly note: (words: string) => void
  readonly notes: () => readonly string[]
}

/** `shown` writes a path as a person would. */
export function beginLook(shown: (path: string) => string, limits: LookLimits = usualLimits): Look {
  const notes = new Set<string>()
  const deadline = AbortSignal.timeout(limits.ms)
  const late = new Promise<'late'>((resolve) => {
    deadline.addEventListener('abort', () => resolve('late'), { once: true })
  })
  let looked = 0
  let ended = false

  const end = (words: string): null => {
    if (!ended) notes.add(words)
    ended = true
    return null
  }
  /** Null when it cannot be had or not in time: a disk that does not answer must not hold up the rest. */
  const inTime = async <Value>(path: string, ask: () => Promise<Value>): Promise<Value | null> => {
    if ((looked += 1) > limits.places)
      return end(`Only the first ${limits.places} files and folders were looked at.`)
    const tooLate = `The search took too long and ended at ${shown(path)}.`
    if (deadline.aborted) return end(tooLate)
    try {
      const answer = await Promise.race([ask(), late])
      return answer === 'late' ? end(tooLate) : answer
    } catch (thrown) {
      const why = whySkipped(thrown)
      if (why !== null) notes.add(`${shown(path)} ${why}`)
      return null
    }
  }

  return {
    folder: async (path) => {
      const entries = await inTime(path, () => readdir(path, { withFileTypes: true }))
      return entries?.sort((a, b) => (a.name < b.name ? -1 : 1)) ?? []
    },
    at: async (path) => {
      const stats = await inTime(path, () => stat(path, { bigint: true }))
      return stats && lookedAt(stats)
    },
    text: async (path, mostBytes) => {
      const text = await inTime(path, () => readText(path, mostBytes))
      if (text === 'too-long') notes.add(`${shown(path)} is too long to be what it should be.`)
      return text === 'too-long' || text === null ? null : text.text
    },
    note: (words) => {
      // After the end everything looks as if it were not there.
      if (!ended) notes.add(words)
    },
    notes: () => {
      const all = [...notes]
      if (all.length <= MOST_NOTES) return all
      return [...all.slice(0, MOST_NOTES), `${all.length - MOST_NOTES} more places were skipped.`]
    },
  }
}

function lookedAt(stats: BigIntStats): LookedAt {
  return {
    kind: stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other',
    sizeBytes: Number(stats.size),
    identity: `${stats.dev}:${stats.ino}`,
    changedAt: Number(stats.mtimeMs),
  }
}

async function readText(
  path: string,
  mostBytes: number,
): Promise<{ readonly text: string } | 'too-long' | null> {
  const { size, isFile } = await stat(path).then((stats) => ({ size: stats.size, isFile: stats.isFile() }))
  // A pipe by this name would wait for its writer.
  if (!isFile) return null
  if (size > mostBytes) return 'too-long'
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0)
    return { text: buffer.toString('utf8', 0, bytesRead) }
  } finally {
    await file.close()
  }
}

/** In words that follow a path; null for what is simply not there. */
function whySkipped(thrown: unknown): string | null {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown)
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return null
    case 'EACCES':
    case 'EPERM':
      return 'may not be read.'
    case 'ELOOP':
      return 'is a link that leads back to itself.'
    default:
      return `could not be read (${code}).`
  }
}
