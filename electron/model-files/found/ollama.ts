import { join } from 'node:path'
import { z } from 'zod'
import type { Look } from './look.ts'
import type { FoundModel } from './models-among.ts'
import { parseJson } from './parse-json.ts'
import { namedFolder, type Places } from './places.ts'

/** A manifest has some dozen short layers. */
const MOST_BYTES = 1024 * 1024
const MODEL = 'application/vnd.ollama.image.model'
const PROJECTOR = 'application/vnd.ollama.image.projector'
const digestSchema = z.string().regex(/^sha256[:-][0-9a-f]{64}$/i)

const layersSchema = z.object({
  layers: z.array(z.object({ mediaType: z.string(), digest: digestSchema })).max(10_000),
})
/** One model in several forms, for several programs. */
const listSchema = z.object({
  manifests: z
    .array(z.object({ format: z.string().optional(), digest: digestSchema.optional(), layers: z.unknown() }))
    .max(100),
})
type Layers = z.infer<typeof layersSchema>['layers']

/**
 * Ollama: `manifests/<registry>/<owner>/<model>/<tag>` lists the layers of a model, and `blobs/sha256-<hex>` holds
 * them. The model layer is a GGUF file, the projector layer its image half. A template layer is there too, but in
 * Ollama's own template language; the model file brings its Jinja template.
 */
export async function ollamaModels(places: Places, look: Look): Promise<FoundModel[]> {
  const models = new Map<string, FoundModel>()
  for (const folder of modelFolders(places)) {
    // Newer Ollamas write the second; what stands in both is the same.
    for (const manifests of ['manifests-v2', 'manifests']) {
      for (const { path, names } of await manifestFiles(join(folder, manifests), look)) {
        const name = shortName(names)
        if (models.has(name)) continue
        const model = await readModel(path, name, folder, look)
        if (model !== null) models.set(name, model)
      }
    }
  }
  return [...models.values()]
}

function modelFolders(places: Places): Set<string> {
  const named = namedFolder(places, 'OLLAMA_MODELS')
  if (named !== null) return new Set([named])
  const own = join(places.home, '.ollama', 'models')
  // As a service on Linux, Ollama has an account and a home of its own.
  return new Set(
    places.platform === 'linux' ? [own, join(places.shared, 'ollama', '.ollama', 'models')] : [own],
  )
}

type ManifestFile = { readonly path: string; readonly names: readonly [string, string, string, string] }

/** registry / owner / model / tag, exactly four levels deep. */
async function manifestFiles(root: string, look: Look): Promise<ManifestFile[]> {
  const files: ManifestFile[] = []
  const walk = async (path: string, names: readonly string[]): Promise<void> => {
    for (const entry of await look.folder(path)) {
      const inside = join(path, entry.name)
      const [registry, owner, model, tag] = [...names, entry.name]
      if (entry.isDirectory() && names.length < 3) await walk(inside, [...names, entry.name])
      else if (registry && owner && model && tag)
        files.push({ path: inside, names: [registry, owner, model, tag] })
    }
  }
  await walk(root, [])
  return files
}

/** As one would type it: "qwen3:4b", "someone/model:tag", "hf.co/org/repository:Q4_K_M". */
function shortName([registry, owner, model, tag]: ManifestFile['names']): string {
  const name = owner === 'library' && registry === 'registry.ollama.ai' ? model : `${owner}/${model}`
  return `${registry === 'registry.ollama.ai' ? '' : `${registry}/`}${name}:${tag}`
}

async function readModel(path: string, name: string, folder: string, look: Look): Promise<FoundModel | null> {
  const layers = await readLayers(path, folder, look)
  if (layers === null) {
    look.note(`${name} has a list of parts that could not be understood.`)
    return null
  }
  const [model, ...more] = layers.filter((layer) => layer.mediaType === MODEL)
  // Nothing but settings, an adapter, or a format of other engines; several files only Ollama itself can join.
  if (model === undefined || more.length > 0) {
    look.note(`${name} holds no single GGUF file.`)
    return null
  }
  const modelPath = blobPath(folder, model.digest)
  const file = await look.at(modelPath)
  if (file?.kind !== 'file') {
    look.note(`The file of ${name} is gone.`)
    return null
  }
  const projector = layers.find((layer) => layer.mediaType === PROJECTOR)
  const projectorPath = projector === undefined ? null : blobPath(folder, projector.digest)
  const isThere = projectorPath !== null && (await look.at(projectorPath))?.kind === 'file'
  return {
    name,
    place: null,
    key: name,
    path: modelPath,
    sizeBytes: file.sizeBytes,
    identity: file.identity,
    projectorPath: isThere ? projectorPath : null,
    problem: null,
  }
}

async function readLayers(path: string, folder: string, look: Look): Promise<Layers | null> {
  const manifest = await readManifest(path, look)
  const list = listSchema.safeParse(manifest)
  if (!list.success) return layersOf(manifest)
  const child = list.data.manifests.find(({ format }) => format === 'gguf')
  if (child === undefined) return []
  if (child.layers !== undefined) return layersOf(child)
  return child.digest === undefined
    ? null
    : layersOf(await readManifest(blobPath(folder, child.digest), look))
}

async function readManifest(path: string, look: Look): Promise<unknown> {
  const text = await look.text(path, MOST_BYTES)
  return text === null ? undefined : parseJson(text)
}

function layersOf(manifest: unknown): Layers | null {
  const parsed = layersSchema.safeParse(manifest)
  return parsed.success ? parsed.data.layers : null
}

/** The digest was checked to be one: nothing else can be in this path. */
function blobPath(folder: string, digest: string): string {
  return join(folder, 'blobs', digest.toLowerCase().replace(':', '-'))
}
