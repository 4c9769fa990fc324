import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { diskError } from './disk.ts'

/** A name that `localPlace` makes. What is read from a file is checked again before anything is written there. */
const segment = z.string().regex(/^[\w+~][\w.\-+ ~]*$/)

const keptDownloadSchema = z.object({
  id: z.string(),
  /** The model's first file is the last. */
  files: z
    .array(
      z.object({
        repository: z.string(),
        revision: z.string(),
        path: z.string(),
        sizeBytes: z.int().nonnegative(),
        sha256: z.string(),
        place: z.array(segment).min(1).readonly(),
      }),
    )
    .min(1)
    .readonly(),
  /** Paths of the files that have arrived and were checked. */
  checked: z.array(z.string()).readonly(),
})
/** A download that is not done: enough to go on with it after a restart. */
export type KeptDownload = Readonly<z.infer<typeof keptDownloadSchema>>

/** The downloads that were under way; none when the file is not there or cannot be read: the parts then stay unused. */
export function readKeptDownloads(path: string): KeptDownload[] {
  try {
    return z.array(keptDownloadSchema).parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    // A first start, or a file that somebody changed: nothing that could not be asked for again.
    return []
  }
}

/** Whole or not at all. */
export function writeKeptDownloads(path: string, downloads: readonly KeptDownload[]): void {
  try {
    writeFileSync(`${path}.new`, JSON.stringify(downloads, null, 1), { mode: 0o600 })
    renameSync(`${path}.new`, path)
  } catch (thrown) {
    throw diskError(thrown)
  }
}
