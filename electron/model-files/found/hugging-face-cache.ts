import { join } from 'node:path'
import { ggufFilesIn, type GgufFile } from './gguf-files.ts'
import type { Look } from './look.ts'
import { modelsAmong, type FoundModel } from './models-among.ts'
import { namedFolder, type Places } from './places.ts'

/** The name of a branch holds a commit's 40 digits. */
const MOST_REF_BYTES = 200

/**
 * The Hugging Face cache, which llama.cpp uses too: `models--<org>--<repository>/snapshots/<revision>/<file>.gguf`,
 * each a link into `blobs/` (on Windows often the file itself). What a repository holds in several revisions is
 * listed once, as `refs/main` has it, else as the newest revision has it.
 */
export async function huggingFaceModels(places: Places, look: Look): Promise<FoundModel[]> {
  const models: FoundModel[] = []
  const hub = hubFolder(places)
  for (const entry of await look.folder(hub)) {
    const repository = /^models--(.+)$/.exec(entry.name)?.[1]?.replace('--', '/')
    if (repository === undefined) continue
    const files = await filesOf(join(hub, entry.name), look)
    models.push(...modelsAmong(files.map((file) => ({ ...file, folder: placeOf(repository, file.folder) }))))
  }
  return models
}

function hubFolder(places: Places): string {
  const named = namedFolder(places, 'HF_HUB_CACHE') ?? namedFolder(places, 'HUGGINGFACE_HUB_CACHE')
  if (named !== null) return named
  const caches = namedFolder(places, 'XDG_CACHE_HOME') ?? join(places.home, '.cache')
  return join(namedFolder(places, 'HF_HOME') ?? join(caches, 'huggingface'), 'hub')
}

function placeOf(repository: string, folder: string): string {
  return folder === '' ? repository : `${repository}/${folder}`
}

async function filesOf(repository: string, look: Look): Promise<GgufFile[]> {
  const files = new Map<string, GgufFile>()
  for (const revision of await revisions(repository, look)) {
    const found = await ggufFilesIn(join(repository, 'snapshots', revision), look)
    for (const file of found) {
      const name = `${file.folder}/${file.name}`
      if (!files.has(name)) files.set(name, file)
    }
  }
  return [...files.values()]
}

/** The revision that `refs/main` names, then the others, the newest first. */
async function revisions(repository: string, look: Look): Promise<string[]> {
  const main = (await look.text(join(repository, 'refs', 'main'), MOST_REF_BYTES))?.trim()
  const names = (await look.folder(join(repository, 'snapshots'))).map((entry) => entry.name)
  const dated: { readonly name: string; readonly at: number }[] = []
  for (const name of names) {
    const at = names.length === 1 ? 0 : (await look.at(join(repository, 'snapshots', name)))?.changedAt
    dated.push({ name, at: name === main ? Infinity : (at ?? 0) })
  }
  return dated.sort((a, b) => b.at - a.at).map(({ name }) => name)
}
