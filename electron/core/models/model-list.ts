import { basename } from 'node:path'
import type { ModelEntry, ModelNote } from '../../contract/models.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import { findModels, type FoundIn } from '../../model-files/found/find-models.ts'
import { isGgufName } from '../../model-files/found/gguf-files.ts'
import { beginLook } from '../../model-files/found/look.ts'
import { modelAt } from '../../model-files/found/model-at.ts'
import type { Places } from '../../model-files/found/places.ts'
import { listModels, ownModels, type ModelFile, type ModelFolders } from '../../model-files/list-models.ts'
import type { Store } from '../../store/store.ts'

export type ModelList = {
  readonly files: () => readonly ModelFile[]
  /** What windows may know of them. */
  readonly entries: () => ModelEntry[]
  readonly notes: () => ModelNote[]
  /** Looks at the folders of Ponder itself: quick. */
  readonly lookAtOwn: () => Promise<void>
  /** Looks at the folders of other apps: bounded, but a slow disk may take seconds. */
  readonly lookAtApps: () => Promise<void>
  /** Remembers a file, to be used where it lies. Throws in words when it is no model. */
  readonly add: (path: string) => Promise<ModelFile>
  /** Takes an added file off the list; the file stays. */
  readonly forget: (modelId: string) => Promise<void>
}

type ModelListOptions = {
  readonly folders: Omit<ModelFolders, 'chosen'>
  /** Where other apps are looked for; null = nowhere. */
  readonly places: Places | null
  readonly store: Pick<Store, 'chosenModels' | 'keepChosenModel' | 'forgetChosenModel'>
  readonly changed: () => void
}

/** Every model on this computer that a person can choose. */
export function createModelList({ folders, places, store, changed }: ModelListOptions): ModelList {
  let own: readonly FoundIn[] = []
  let apps: readonly FoundIn[] = []
  let files: readonly ModelFile[] = []

  const show = () => {
    files = listModels([...own, ...apps])
    changed()
  }
  const lookAtOwn = newestOf(
    () => ownModels({ ...folders, chosen: store.chosenModels() }),
    (found) => {
      own = found
      show()
    },
  )
  const lookAtApps = newestOf(
    async () => (places === null ? null : findModels(places)),
    (found) => {
      if (found === null) return
      apps = found
      show()
    },
  )

  return {
    files: () => files,
    entries: () =>
      files.map(({ path: _path, projectorPath: _projector, identity: _identity, ...entry }) => entry),
    notes: () => [...own, ...apps].flatMap(({ source, notes }) => notes.map((words) => ({ source, words }))),
    lookAtOwn,
    lookAtApps,
    add: async (path) => {
      const { identity, path: firstPart } = await checkedModel(path)
      // In the list already, from a folder of its own: nothing to remember.
      const known = files.find((file) => file.identity === identity)
      if (known !== undefined) return known
      store.keepChosenModel(firstPart)
      await lookAtOwn()
      const added = files.find((file) => file.identity === identity)
      if (added === undefined) throw notThere(basename(path))
      return added
    },
    forget: async (modelId) => {
      const file = files.find((each) => each.id === modelId)
      if (file?.source !== 'chosen') return
      store.forgetChosenModel(file.path)
      await lookAtOwn()
    },
  }
}

/** What a look that began earlier brings later is old: `take` never gets it. */
function newestOf<Found>(look: () => Promise<Found>, take: (found: Found) => void): () => Promise<void> {
  let begun = 0
  let taken = 0
  return async () => {
    const turn = (begun += 1)
    const found = await look()
    if (turn < taken) return
    taken = turn
    take(found)
  }
}

async function checkedModel(path: string) {
  const name = basename(path)
  const look = beginLook(() => name)
  const there = await look.at(path)
  if (there === null) throw notThere(name)
  if (there.kind === 'folder') throw notAModel(`${name} is a folder.`, 'Add one of the GGUF files in it.')
  if (!isGgufName(name)) throw notAModel(`${name} is not a model file.`, 'Add a file that ends in .gguf.')
  const model = await modelAt(path, look)
  if (model === null)
    throw notAModel(`${name} is the image half of a model.`, 'Add the model that lies beside it.')
  if (model.problem !== null) throw new PonderError(model.problem)
  return model
}

function notThere(name: string): PonderError {
  return new PonderError({
    code: 'model-file-missing',
    message: `${name} is not there, or Ponder may not read it.`,
    remedy: 'Check the file and its permissions, then add it again.',
  })
}

function notAModel(message: string, remedy: string): PonderError {
  return new PonderError({ code: 'not-a-model', message, remedy })
}
