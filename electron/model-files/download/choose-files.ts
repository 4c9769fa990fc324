import type { HubFile } from './hub.ts'

/** One model of a repository: all its parts, and the image half that goes with it. */
export type Choice = {
  /** What tells it from the others, for example "Q4_K_M"; the file's name when no quantisation stands in it. */
  readonly name: string
  readonly quantisation: string | null
  /** In order; more than one for a split model. */
  readonly parts: readonly HubFile[]
  /** The projector (mmproj): with it the model can see. */
  readonly projector: HubFile | null
  /** Of all of these. */
  readonly sizeBytes: number
}

export type Choices = {
  readonly choices: readonly Choice[]
  /** What was asked for, else the best that this computer can hold; null when a person has to choose. */
  readonly chosen: Choice | null
}

export type Wanted = {
  readonly quantisation: string | null
  /** A file, or the folder its files are in. */
  readonly path: string | null
  readonly memoryBytes: number
}

/** First the usual one, then those nearest to it in size and quality, then what is left when memory is short. */
const PREFERRED = [
  'Q4_K_M Q4_K_XL Q4_K_L Q4_K_S IQ4_NL IQ4_XS Q4_0 Q4_1 MXFP4 MXFP4_MOE Q5_K_M Q5_K_S Q5_0 Q6_K Q8_0',
  'Q3_K_XL Q3_K_L Q3_K_M IQ3_M Q3_K_S IQ3_S IQ3_XXS Q2_K_L Q2_K IQ2_M',
].flatMap((names) => names.split(' '))
/** Images are little of the work: half precision is what its makers give, and smaller ones see worse. */
const PREFERRED_PROJECTORS = ['F16', 'BF16', 'Q8_0', 'F32']
/** Of the computer's memory; the rest is for the context and everything else that runs. */
const SHARE_FOR_A_MODEL = 0.7

const QUANTISATION = /(?:^|[-._ ])((?:UD-)?(?:I?Q\d\w*|TQ\d_\d|BF16|F16|F32|MXFP4(?:_MOE)?))$/i
const PART = /-(\d{5})-of-(\d{5})$/
const PROJECTOR = /mmproj/i
/** Statistics that came out of making the others; no model. */
const NO_MODEL = /imatrix/i

/**
 * The models among a repository's GGUF files, and which of them to take.
 *
 * Example: of a-Q4_K_M.gguf, a-Q8_0.gguf and mmproj-F16.gguf there are two choices, Q4_K_M and Q8_0, each with the
 * projector; on a computer that can hold it, Q4_K_M is chosen.
 */
export function chooseFiles(files: readonly HubFile[], wanted: Wanted): Choices {
  const projectors = files.filter(({ path }) => PROJECTOR.test(nameOf(path)))
  const models = files.filter(({ path }) => !PROJECTOR.test(nameOf(path)) && !NO_MODEL.test(nameOf(path)))
  const choices = wholeModels(models)
    .filter(([first]) => first !== undefined && isWanted(first, wanted.path))
    .map((parts) => toChoice(parts, projectors))
    .sort((one, other) => one.sizeBytes - other.sizeBytes)
  return { choices, chosen: choose(choices, wanted) }
}

function choose(choices: readonly Choice[], { quantisation, memoryBytes }: Wanted): Choice | null {
  if (quantisation !== null) return named(choices, quantisation)
  if (choices.length === 1) return choices[0] ?? null
  const fitting = choices.filter(({ sizeBytes }) => fitsMemory(sizeBytes, memoryBytes))
  for (const preferred of PREFERRED) {
    const found = named(fitting, preferred)
    if (found !== null) return found
  }
  return null
}

/** True when a computer with so much memory can probably hold a model of this size, context and all. */
export function fitsMemory(sizeBytes: number, memoryBytes: number): boolean {
  return sizeBytes <= memoryBytes * SHARE_FOR_A_MODEL
}

/** By the name itself, else by the name without the maker's "UD-" before it. */
function named(choices: readonly Choice[], quantisation: string): Choice | null {
  const wanted = quantisation.toUpperCase()
  const exact = choices.filter((choice) => choice.quantisation === wanted)
  const alike = choices.filter((choice) => choice.quantisation === `UD-${wanted}`)
  const found = exact.length > 0 ? exact : alike
  // Two models of one quantisation are two different models: a person must say which.
  return found.length === 1 ? (found[0] ?? null) : null
}

/** Groups parts; a split model with a part missing is no model. */
function wholeModels(files: readonly HubFile[]): HubFile[][] {
  const groups = Map.groupBy(files, ({ path }) => {
    const stem = stemOf(path)
    return stem.replace(PART, `-of-${PART.exec(stem)?.[2] ?? ''}`)
  })
  return [...groups.values()].flatMap((group) => {
    const total = PART.exec(stemOf(group[0]?.path ?? ''))?.[2]
    if (total === undefined) return group.map((file) => [file])
    const parts = group.toSorted((one, other) => (one.path < other.path ? -1 : 1))
    const isWhole =
      parts.length === Number(total) &&
      parts.every(({ path }, index) => Number(PART.exec(stemOf(path))?.[1]) === index + 1)
    return isWhole ? [parts] : []
  })
}

/** True for the file that was asked for, any part of it, and everything in the folder that was asked for. */
function isWanted({ path }: HubFile, wanted: string | null): boolean {
  if (wanted === null || path === wanted || path.startsWith(`${wanted}/`)) return true
  return PART.test(stemOf(wanted)) && stemOf(path).replace(PART, '') === stemOf(wanted).replace(PART, '')
}

function toChoice(parts: readonly HubFile[], projectors: readonly HubFile[]): Choice {
  const path = parts[0]?.path ?? ''
  const quantisation = quantisationOf(path)
  const projector = projectorFor(path, projectors)
  const all = projector === null ? parts : [...parts, projector]
  return {
    name: quantisation ?? nameOf(path).replace(/\.gguf$/i, ''),
    quantisation,
    parts,
    projector,
    sizeBytes: all.reduce((sum, file) => sum + file.sizeBytes, 0),
  }
}

/** From the file's name, else from the folder it is in. */
function quantisationOf(path: string): string | null {
  const [file = '', folder = ''] = stemOf(path).split('/').reverse()
  const found = QUANTISATION.exec(file.replace(PART, '')) ?? QUANTISATION.exec(folder)
  return found?.[1]?.toUpperCase() ?? null
}

/** One in the model's own folder, else one beside everything; the preferred precision of those. */
function projectorFor(path: string, projectors: readonly HubFile[]): HubFile | null {
  const beside = projectors.filter((projector) => folderOf(projector.path) === folderOf(path))
  const top = projectors.filter((projector) => folderOf(projector.path) === '')
  const [first = null, ...others] = beside.length > 0 ? beside : top
  if (first === null || others.length === 0) return first
  const ranked = [first, ...others].toSorted((one, other) => rank(one) - rank(other))
  return ranked[0] ?? null
}

function rank({ path }: HubFile): number {
  const place = PREFERRED_PROJECTORS.indexOf(projectorPrecision(path))
  return place < 0 ? PREFERRED_PROJECTORS.length : place
}

/** It stands before or behind the other words: "mmproj-F16", "a-mmproj-bf16", "mmproj-a-f16", "f16-mmproj". */
function projectorPrecision(path: string): string {
  const words = stemOf(nameOf(path)).toUpperCase().split(/[-. ]/)
  return words.find((word) => PREFERRED_PROJECTORS.includes(word)) ?? ''
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))
const stemOf = (path: string): string => path.replace(/\.gguf$/i, '')
