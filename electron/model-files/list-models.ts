import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { basename, dirname, sep } from 'node:path'
import type { ModelEntry, ModelSource } from '../contract/models.ts'
import type { Problem } from '../contract/ponder-error.ts'
import type { FoundIn } from './found/find-models.ts'
import { ggufFilesIn } from './found/gguf-files.ts'
import { beginLook, type Look } from './found/look.ts'
import { modelAt } from './found/model-at.ts'
import { modelsAmong, type FoundModel } from './found/models-among.ts'
import { readableName } from './readable-name.ts'

/** A model file on this machine; the paths stay in core. */
export type ModelFile = ModelEntry & {
  readonly path: string
  /** Its image half. */
  readonly projectorPath: string | null
  /** The same for every name of one file. */
  readonly identity: string
}

export type ModelFolders = {
  readonly demoFolder: string
  readonly ownFolder: string
  /** A file named on the command line, wherever it is. */
  readonly given: string | null
  /** Files the person has added, wherever they are. */
  readonly chosen: readonly string[]
}

/**
 * The models of Ponder itself: the given one, those that came along, those in the person's folder, those they have
 * added. Only names and sizes are looked at; what is inside the files is a child's business.
 */
export async function ownModels(folders: ModelFolders): Promise<FoundIn[]> {
  const { demoFolder, ownFolder, given, chosen } = folders
  const look = beginLook(basename)
  const rules = { allows: leadsInto(ownFolder) }
  return [
    { source: 'given', models: given === null ? [] : [await fileAt(given, look)], notes: [] },
    { source: 'demo', models: modelsAmong(await ggufFilesIn(demoFolder, look)), notes: [] },
    { source: 'own', models: modelsAmong(await ggufFilesIn(ownFolder, look, rules)), notes: look.notes() },
    { source: 'chosen', models: await Promise.all(chosen.map((path) => fileAt(path, look))), notes: [] },
  ]
}

/** One entry for each file, however many sources hold it; the first source is its own. */
export function listModels(found: readonly FoundIn[]): ModelFile[] {
  const list: ModelFile[] = []
  const byIdentity = new Map<string, number>()
  for (const { source, models } of found) {
    for (const model of models) {
      const known = byIdentity.get(model.identity)
      const first = known === undefined ? undefined : list[known]
      if (known !== undefined && first !== undefined) list[known] = alsoIn(first, source, model)
      else {
        byIdentity.set(model.identity, list.length)
        const isTaken = list.some((other) => other.id === idOf(source, model.key))
        list.push(describe(source, model, idOf(source, isTaken ? model.path : model.key)))
      }
    }
  }
  return list
}

/** The id holds for as long as the file keeps its place in its source, even when the folder moves with the app. */
function idOf(source: ModelSource, key: string): string {
  return createHash('sha256').update(`${source}:${key}`).digest('hex').slice(0, 24)
}

function describe(source: ModelSource, model: FoundModel, id: string): ModelFile {
  const { name, place, sizeBytes, path, projectorPath, problem } = model
  return {
    id,
    name: readable(name),
    place: place === null ? null : readable(place),
    sizeBytes,
    source,
    alsoIn: [],
    hasProjector: projectorPath !== null,
    problem,
    path,
    projectorPath,
    identity: model.identity,
  }
}

function alsoIn(file: ModelFile, source: ModelSource, model: FoundModel): ModelFile {
  const sources = new Set([...file.alsoIn, source])
  sources.delete(file.source)
  const projectorPath = file.projectorPath ?? model.projectorPath
  return { ...file, alsoIn: [...sources], projectorPath, hasProjector: projectorPath !== null }
}

/** A file's name may hold anything; what would move or hide the text around it is shown as a mark. */
function readable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
}

/** A file the person has named. It stays in the list when it is gone, so that its entry can say so. */
async function fileAt(path: string, look: Look): Promise<FoundModel> {
  const model = await modelAt(path, look)
  const place = basename(dirname(path)) || null
  if (model !== null) return { ...model, place, key: path }
  const name = readableName(basename(path))
  const file = await look.at(path)
  return {
    name,
    place,
    key: path,
    path,
    sizeBytes: file?.sizeBytes ?? 0,
    identity: file?.identity ?? path,
    projectorPath: null,
    // What is there but no model is refused with its reason when it is opened.
    problem: file === null ? gone(name) : null,
  }
}

function gone(name: string): Problem {
  return {
    code: 'model-file-missing',
    message: `The file of ${name} is gone.`,
    remedy: 'Put it back where it was, or choose another model.',
  }
}

/** In the person's own folder a link may lead to another file of the folder, never out of it. */
function leadsInto(folder: string): (path: string) => Promise<boolean> {
  return async (path) => {
    const [root, target] = await Promise.all([folder, path].map((each) => realpath(each).catch(() => null)))
    return Boolean(root && target?.startsWith(root + sep))
  }
}
