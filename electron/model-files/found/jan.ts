import { isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { readableName } from '../readable-name.ts'
import { ggufFilesIn } from './gguf-files.ts'
import type { Look } from './look.ts'
import { modelAt } from './model-at.ts'
import { modelsAmong, type FoundModel } from './models-among.ts'
import { parseJson } from './parse-json.ts'
import { applicationData, applicationSettings, namedFolder, wholePath, type Places } from './places.ts'

const MOST_BYTES = 256 * 1024
/** Deeper than Jan's "<provider>/<repository>/<quantisation>". */
const DEEPEST = 4

const settingsSchema = z.object({ data_folder: z.string().min(1) })

/**
 * Jan: `<data folder>/llamacpp/models/<model>/model.yml` names the file of a model and its image half, by a path from
 * the data folder or wherever the person had them when they were imported. Older Jans keep files in `models/`. The data
 * folder is where `settings.json` says, or where Jan puts it on this system.
 */
export async function janModels(places: Places, look: Look): Promise<FoundModel[]> {
  const models = new Map<string, FoundModel>()
  for (const data of await dataFolders(places, look)) {
    for (const folder of [join(data, 'llamacpp', 'models'), join(data, 'models')]) {
      for (const model of modelsAmong(await ggufFilesIn(folder, look))) models.set(model.identity, model)
      for (const described of await describedModels(folder, data, look)) {
        const model = await describe(described, look)
        if (model === null) look.note(`The file of ${described.place} is gone.`)
        else models.set(model.identity, model)
      }
    }
  }
  return [...models.values()]
}

async function dataFolders(places: Places, look: Look): Promise<Set<string>> {
  const named = namedFolder(places, 'JAN_DATA_FOLDER')
  if (named !== null) return new Set([named])
  const folders = new Set<string>()
  for (const home of [applicationData(places), applicationSettings(places)].map((path) =>
    join(path, 'Jan'),
  )) {
    const text = await look.text(join(home, 'settings.json'), MOST_BYTES)
    const settings = settingsSchema.safeParse(parseJson(text ?? ''))
    const named = settings.success ? wholePath(settings.data.data_folder, places.home) : null
    folders.add(named ?? join(home, 'data'))
  }
  return folders.add(join(places.home, 'jan'))
}

/** What a model.yml says; both paths are whole. */
type Described = { readonly place: string; readonly path: string; readonly projectorPath: string | null }

async function describedModels(root: string, data: string, look: Look): Promise<Described[]> {
  const found: Described[] = []
  const whole = (path: string): string => (isAbsolute(path) ? path : join(data, path))
  const walk = async (path: string, place: string, depth: number): Promise<void> => {
    for (const entry of await look.folder(path)) {
      const inside = join(path, entry.name)
      if (entry.isDirectory() && depth < DEEPEST)
        await walk(inside, place === '' ? entry.name : `${place}/${entry.name}`, depth + 1)
      if (entry.name !== 'model.yml') continue
      const values = topLevelValues((await look.text(inside, MOST_BYTES)) ?? '')
      const model = values.get('model_path')
      const projector = values.get('mmproj_path')
      if (model !== undefined)
        found.push({
          place,
          path: whole(model),
          projectorPath: projector === undefined ? null : whole(projector),
        })
    }
  }
  await walk(root, '', 0)
  return found
}

async function describe({ place, path, projectorPath }: Described, look: Look): Promise<FoundModel | null> {
  const model = await modelAt(path, look)
  if (model === null) return null
  const projector = projectorPath === null ? null : await look.at(projectorPath)
  // Jan calls most files model.gguf; what they are stands in the folder's name.
  const name = /^model$/i.test(model.name) ? readableName(place.split('/').at(-1) ?? place) : model.name
  return {
    ...model,
    name,
    place,
    key: `${place}/${model.key}`,
    projectorPath: projector?.kind === 'file' ? projectorPath : model.projectorPath,
  }
}

/**
 * The plain values of a YAML file's first level, which is all that is asked of it.
 *
 * Example: "name: 'a b'\nsize_bytes: 3\n" gives name → a b, size_bytes → 3.
 */
export function topLevelValues(yaml: string): Map<string, string> {
  const values = new Map<string, string>()
  for (const line of yaml.split(/\r?\n/)) {
    const [, key, text] = /^([\w-]+):\s+(\S.*?)\s*$/.exec(line) ?? []
    if (key !== undefined && text !== undefined) values.set(key, unquoted(text))
  }
  return values
}

function unquoted(text: string): string {
  const double = /^"(.*)"$/.exec(text)?.[1]
  // In double quotes YAML writes a backslash as two, as JSON does.
  if (double !== undefined) return double.replaceAll('\\\\', '\\')
  const single = /^'(.*)'$/.exec(text)?.[1]
  return single === undefined ? text.replace(/\s+#.*$/, '') : single.replaceAll("''", "'")
}
