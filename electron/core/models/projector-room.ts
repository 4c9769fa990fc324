import { createHash } from 'node:crypto'
import { dirname } from 'node:path'
import { PonderError, type Problem } from '../../contract/ponder-error.ts'
import type { Projector } from '../../contract/projectors.ts'
import { ggufFilesIn, type GgufFile } from '../../model-files/found/gguf-files.ts'
import { beginLook } from '../../model-files/found/look.ts'
import { isProjector } from '../../model-files/found/models-among.ts'
import type { ModelFile } from '../../model-files/list-models.ts'
import type { ModelMemory } from './model-memory.ts'

export type ProjectorRoom = ReturnType<typeof createProjectorRoom>

type Parts = {
  /** Folders that are searched whole. */
  readonly folders: readonly string[]
  readonly memory: Pick<ModelMemory, 'projector' | 'keepProjector'>
}

/** Which image half belongs to a model: the one that lies beside it, or another that a person chose. */
export function createProjectorRoom({ folders, memory }: Parts) {
  /** Those beside the model first, each file once. */
  async function near(file: ModelFile): Promise<GgufFile[]> {
    const look = beginLook(() => '')
    const used = (await memory.projector(file.path)) ?? file.projectorPath ?? file.path
    const beside = [file.path, used].map((path) => ggufFilesIn(dirname(path), look, { deepest: 0 }))
    const others = folders.map((folder) => ggufFilesIn(folder, look))
    const all = (await Promise.all([...beside, ...others])).flat().filter(({ name }) => isProjector(name))
    return all.filter(({ identity }, at) => all.findIndex((each) => each.identity === identity) === at)
  }

  return {
    /** The path of the image half that is to be used with this model; null = none. */
    pathFor: async (file: ModelFile): Promise<string | null> =>
      (await memory.projector(file.path)) ?? file.projectorPath,

    /** What there is to choose from, with the one in use marked. */
    async choices(file: ModelFile): Promise<{ choices: Projector[]; isByHand: boolean }> {
      const chosen = await memory.projector(file.path)
      const used = chosen ?? file.projectorPath
      const found = await near(file)
      return {
        isByHand: chosen !== undefined,
        choices: found.map(({ path, name, folder, sizeBytes }) => ({
          id: idOf(path),
          name,
          place: folder === '' ? null : folder,
          sizeBytes,
          isUsed: path === used,
        })),
      }
    },

    /** null: the one that lies beside it again. */
    async choose(file: ModelFile, projectorId: string | null): Promise<void> {
      if (projectorId === null) return memory.keepProjector(file.path, null)
      const found = (await near(file)).find(({ path }) => idOf(path) === projectorId)
      if (found === undefined) throw new PonderError(gone)
      await memory.keepProjector(file.path, found.path)
    },
  }
}

function idOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 24)
}

const gone: Problem = {
  code: 'model-file-missing',
  message: 'That image half is no longer where it was.',
  remedy: 'Choose another one, or put the file back.',
}
