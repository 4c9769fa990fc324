import type { ModelSource } from '../../contract/models.ts'
import { huggingFaceModels } from './hugging-face-cache.ts'
import { janModels } from './jan.ts'
import { lmStudioModels } from './lm-studio.ts'
import { beginLook, usualLimits, type Look, type LookLimits } from './look.ts'
import type { FoundModel } from './models-among.ts'
import { ollamaModels } from './ollama.ts'
import type { Places } from './places.ts'

export type FoundIn = {
  readonly source: ModelSource
  readonly models: readonly FoundModel[]
  /** What was skipped, and why. */
  readonly notes: readonly string[]
}

type Finder = (places: Places, look: Look) => Promise<FoundModel[]>

const apps: readonly (readonly [ModelSource, Finder])[] = [
  ['lm-studio', lmStudioModels],
  ['hugging-face', huggingFaceModels],
  ['jan', janModels],
  ['ollama', ollamaModels],
]

/**
 * The models that other apps hold on this computer, to be used where they lie. Only names, sizes and the apps' own
 * small lists are read; nothing is ever written, and no model file is opened.
 */
export async function findModels(places: Places, limits: LookLimits = usualLimits): Promise<FoundIn[]> {
  return Promise.all(
    apps.map(async ([source, find]) => {
      const look = beginLook((path) => shortened(path, places.home), limits)
      const models = await find(places, look)
      return { source, models, notes: look.notes() }
    }),
  )
}

function shortened(path: string, home: string): string {
  return path.startsWith(home) ? `~${path.slice(home.length)}` : path
}
