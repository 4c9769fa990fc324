import type { EngineState, ModelEntry } from '../../electron/contract/models.ts'
import type { Blind } from '../writing/cannot-see.tsx'

/** Given when the open model cannot see images: why, and which models of this computer can. */
export function blindOf(
  engine: EngineState | null,
  models: readonly ModelEntry[],
  onOpenModel: (modelId: string) => void,
): Blind | null {
  if (engine?.kind !== 'ready') return null
  const { id, name, sight } = engine.model
  if (sight !== null && sight.problem === null) return null
  const seeing = models.filter((model) => model.hasProjector && model.problem === null && model.id !== id)
  return { modelName: name, problem: sight?.problem ?? null, seeing, onOpenModel }
}
