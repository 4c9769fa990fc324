import { PonderError } from '../../contract/ponder-error.ts'
import { parseAddress } from './address.ts'
import { chooseFiles, type Choices, type Choice } from './choose-files.ts'
import type { WantedFile } from './fetch-part.ts'
import type { Hub } from './hub-request.ts'
import { lookUpRepository, type HubFile, type HubRepository } from './hub.ts'
import { localPlace } from './local-place.ts'

export type Plan = Choices & Pick<HubRepository, 'repository' | 'revision' | 'licence'>

/** What can be had at an address. Contacts the hub; throws a PonderError when there is nothing to be had. */
export async function planDownload(
  hub: Hub,
  address: string,
  memoryBytes: number,
  signal: AbortSignal,
): Promise<Plan> {
  const { repository, revision, path, quantisation } = parseAddress(address)
  const found = await lookUpRepository(hub, repository, revision, signal)
  const wanted = { quantisation, path, memoryBytes }
  const choices = chooseFiles(found.files, wanted)
  if (choices.choices.length > 0) return { ...found, ...choices }
  if (path === null) throw noModels(repository)
  if (chooseFiles(found.files, { ...wanted, path: null }).choices.length === 0) throw noModels(repository)
  throw new PonderError({
    code: 'no-such-file',
    message: `There is no whole GGUF model at ${path} in ${repository}.`,
    remedy: `Paste ${repository} alone to see every model it has.`,
  })
}

/**
 * The files of a choice in the order they are fetched, the model's first file last. The projector lies beside the
 * model, wherever the repository keeps it, because that is where it is looked for.
 */
export function filesOf({ repository, revision }: Plan, { parts, projector }: Choice): WantedFile[] {
  const [first, ...others] = parts
  const folder = first?.path.split('/').slice(0, -1) ?? []
  const beside = ({ path }: HubFile): string => [...folder, path.split('/').at(-1)].join('/')
  const wanted = (file: HubFile, path: string): WantedFile => ({
    ...file,
    repository,
    revision,
    place: localPlace(repository, path),
  })
  return [
    ...(projector === null ? [] : [wanted(projector, beside(projector))]),
    ...others.map((file) => wanted(file, file.path)),
    ...(first === undefined ? [] : [wanted(first, first.path)]),
  ]
}

function noModels(repository: string): PonderError {
  return new PonderError({
    code: 'no-gguf-files',
    message: `${repository} has no GGUF model that Ponder can check and use.`,
    remedy: 'Look for a repository of the same model with “GGUF” in its name.',
  })
}
