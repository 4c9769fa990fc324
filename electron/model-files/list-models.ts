import { createHash } from 'node:crypto'
import { readdirSync, realpathSync, statSync } from 'node:fs'
import type { Dirent } from 'node:fs'
import { basename, join, relative, sep } from 'node:path'
import type { ModelEntry } from '../contract/models.ts'
import { readableName } from './readable-name.ts'

/** A model file on this machine; the path stays in core. */
export type ModelFile = ModelEntry & { readonly path: string }

export type ModelFolders = {
  readonly demoFolder: string
  readonly ownFolder: string
  /** A file named on the command line, wherever it is. */
  readonly given: string | null
}

/** Deeper folders and more files than anyone sorts models into. */
const DEEPEST = 5
const MOST_FILES = 2000

/**
 * The models a person can choose: the given one, those that came with Ponder, those in the person's folder.
 * Only names and sizes are looked at; what is inside the files is the engine's child's business.
 */
export function listModels({ demoFolder, ownFolder, given }: ModelFolders): ModelFile[] {
  const found = [
    ...(given === null ? [] : [describe('given', given, given)]),
    ...filesIn(demoFolder).map((path) => describe('demo', path, relative(demoFolder, path))),
    ...filesIn(ownFolder).map((path) => describe('own', path, relative(ownFolder, path))),
  ]
  return found.filter((file, index) => found.findIndex((other) => other.path === file.path) === index)
}

/** The id holds for as long as the file keeps its place in its folder, even when the folder moves with the app. */
function describe(origin: ModelEntry['origin'], path: string, place: string): ModelFile {
  const key = `${origin}:${place.split(sep).join('/')}`
  return {
    id: createHash('sha256').update(key).digest('hex').slice(0, 24),
    name: readableName(basename(path)),
    // A file that is gone is still listed: opening it says so in words.
    sizeBytes: statSync(path, { throwIfNoEntry: false })?.size ?? 0,
    origin,
    path,
  }
}

function filesIn(root: string): string[] {
  const files: string[] = []
  const realRoot = realPath(root)
  if (realRoot === null) return files

  function walk(folder: string, depth: number): void {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name)
      if (files.length >= MOST_FILES) return
      if (entry.isDirectory() && depth < DEEPEST) walk(path, depth + 1)
      else if (isModelName(entry.name) && (entry.isFile() || staysInside(path, entry))) files.push(path)
    }
  }

  /** A link may lead to another file of the folder, never out of it. */
  function staysInside(path: string, entry: Dirent): boolean {
    const target = entry.isSymbolicLink() ? realPath(path) : null
    return target !== null && target.startsWith(realRoot + sep) && statSync(target).isFile()
  }

  walk(root, 0)
  return files.sort()
}

/** Image halves and the later parts of a split model are no models of their own. */
function isModelName(name: string): boolean {
  if (!/\.gguf$/i.test(name) || name.startsWith('.') || /mmproj/i.test(name)) return false
  const part = /-(\d{5})-of-\d{5}\.gguf$/i.exec(name)?.[1]
  return part === undefined || Number(part) === 1
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    // A folder that is not there, or not ours to read, holds no models for this person.
    return []
  }
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path)
  } catch {
    return null
  }
}
