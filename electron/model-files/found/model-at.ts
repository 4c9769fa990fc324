import { basename, dirname } from 'node:path'
import { ggufFilesIn } from './gguf-files.ts'
import type { Look } from './look.ts'
import { modelNameOf, modelsAmong, type FoundModel } from './models-among.ts'

/**
 * The model that one file belongs to, with the other parts and the image half that lie beside it. Null when there is
 * no such file, or when it is an image half itself.
 */
export async function modelAt(path: string, look: Look): Promise<FoundModel | null> {
  const name = modelNameOf(basename(path))
  const beside = await ggufFilesIn(dirname(path), look, { deepest: 0 })
  const model = modelsAmong(beside).find((each) => modelNameOf(basename(each.path)) === name)
  if (model !== undefined) return model
  // Where one may open a file but not look around, as systems that ask for each folder have it.
  const alone = await look.at(path)
  if (alone?.kind !== 'file') return null
  const file = {
    path,
    folder: '',
    name: basename(path),
    sizeBytes: alone.sizeBytes,
    identity: alone.identity,
  }
  return modelsAmong([file])[0] ?? null
}
