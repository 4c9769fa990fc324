import type { Dirent } from 'node:fs'
import { join } from 'node:path'
import type { Look } from './look.ts'

/** A file that is a GGUF by its name; nobody has looked inside. */
export type GgufFile = {
  readonly path: string
  /** From the folder that was searched, with "/" between the parts; '' for that folder itself. */
  readonly folder: string
  readonly name: string
  readonly sizeBytes: number
  /** The same for every name of one file. */
  readonly identity: string
}

/** Deeper than anyone sorts models. */
const DEEPEST = 6

type SearchRules = {
  /** How many folders below the first are searched. */
  readonly deepest?: number
  /** Whether a link may be followed; without it every link is. */
  readonly allows?: (path: string) => Promise<boolean>
}

/** All GGUF files below a folder, by name. Each folder is searched once, however many links lead to it. */
export async function ggufFilesIn(
  root: string,
  look: Look,
  { deepest = DEEPEST, allows = async () => true }: SearchRules = {},
): Promise<GgufFile[]> {
  const files: GgufFile[] = []
  const searched = new Set<string>()

  const walk = async (path: string, folder: string, depth: number): Promise<void> => {
    const here = await look.at(path)
    if (here?.kind !== 'folder' || searched.has(here.identity)) return
    searched.add(here.identity)
    for (const entry of await look.folder(path)) {
      if (entry.name.startsWith('.')) continue
      const inside = join(path, entry.name)
      const isLink = entry.isSymbolicLink()
      if (isLink && !(await allows(inside))) {
        await sayWhyNot(inside, entry.name)
        continue
      }
      const isTaken = isGgufName(entry.name) && (await take(inside, folder, entry))
      if (!isTaken && depth < deepest && (entry.isDirectory() || isLink))
        await walk(inside, folder === '' ? entry.name : `${folder}/${entry.name}`, depth + 1)
    }
  }

  /** A link that is not followed could have led to a model. */
  const sayWhyNot = async (path: string, name: string): Promise<void> => {
    const target = await look.at(path)
    if (target === null && isGgufName(name)) look.note(`“${name}” leads to no file.`)
    else if (target?.kind === 'folder' || (target?.kind === 'file' && isGgufName(name)))
      look.note(`“${name}” is a link that leads out of the folder: add what it leads to by “Add a model…”.`)
  }

  /** False for a folder: repositories may be called "something.gguf" too. */
  const take = async (path: string, folder: string, { name }: Dirent): Promise<boolean> => {
    const file = await look.at(path)
    // A link to a file that was removed, or a name that is no valid text.
    if (file === null) look.note(`“${name}” leads to no file.`)
    else if (file.kind === 'file')
      files.push({ path, folder, name, sizeBytes: file.sizeBytes, identity: file.identity })
    return file?.kind !== 'folder'
  }

  await walk(root, '', 0)
  return files
}

export function isGgufName(name: string): boolean {
  return /\.gguf$/i.test(name)
}
