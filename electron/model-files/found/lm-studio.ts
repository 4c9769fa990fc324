import { join } from 'node:path'
import { z } from 'zod'
import { ggufFilesIn, type GgufFile } from './gguf-files.ts'
import type { Look } from './look.ts'
import { modelsAmong, type FoundModel } from './models-among.ts'
import { parseJson } from './parse-json.ts'
import { applicationSettings, wholePath, type Places } from './places.ts'

/** Longer than LM Studio's settings ever are. */
const MOST_BYTES = 4 * 1024 * 1024

const settingsSchema = z.object({ downloadsFolder: z.string().min(1) })

/**
 * LM Studio: `<models folder>/<publisher>/<repository>/<file>.gguf`.
 *
 * Its own folder is `~/.lmstudio`, once `~/.cache/lm-studio`, or what `~/.lmstudio-home-pointer` names; the models
 * folder in it is `models`, or the `downloadsFolder` of its settings.
 */
export async function lmStudioModels(places: Places, look: Look): Promise<FoundModel[]> {
  const files: GgufFile[] = []
  for (const folder of await modelFolders(places, look)) files.push(...(await ggufFilesIn(folder, look)))
  return modelsAmong(files)
}

async function modelFolders(places: Places, look: Look): Promise<Set<string>> {
  const { home } = places
  const pointer = (await look.text(join(home, '.lmstudio-home-pointer'), 10_000))?.split('\n')[0]
  const pointed = wholePath(pointer ?? '', home)
  const homes = [pointed, join(home, '.lmstudio'), join(home, '.cache', 'lm-studio')].filter(
    (path) => path !== null,
  )
  const settings = [...homes, join(applicationSettings(places), 'LM Studio')]
  const folders = new Set(homes.map((folder) => join(folder, 'models')))
  for (const folder of settings) {
    const named = await downloadsFolder(join(folder, 'settings.json'), home, look)
    if (named !== null) folders.add(named)
  }
  return folders
}

async function downloadsFolder(path: string, home: string, look: Look): Promise<string | null> {
  const text = await look.text(path, MOST_BYTES)
  const settings = settingsSchema.safeParse(parseJson(text ?? ''))
  return settings.success ? wholePath(settings.data.downloadsFolder, home) : null
}
