import type { Problem } from '../../contract/ponder-error.ts'
import { readableName } from '../readable-name.ts'
import type { GgufFile } from './gguf-files.ts'
import { projectorOf } from './pair-projectors.ts'

/** A model somebody keeps: one file, or the parts of a split one. */
export type FoundModel = {
  readonly name: string
  /** Where it lies within its source, as its people would name it: "publisher/repo". Null when there is nothing to say. */
  readonly place: string | null
  /** What stays the same while it keeps its place; the id is made of it. */
  readonly key: string
  /** The first part of a split model: llama.cpp finds the others beside it. */
  readonly path: string
  /** All parts together. */
  readonly sizeBytes: number
  readonly identity: string
  /** Its image half, when one lies beside it. */
  readonly projectorPath: string | null
  /** Why it cannot be opened as it is. */
  readonly problem: Problem | null
}

/**
 * The models among GGUF files of one source. Image halves are no models but belong to one, the parts of a split model
 * are one model, and tables of importance are nothing one can talk to.
 */
export function modelsAmong(files: readonly GgufFile[]): FoundModel[] {
  const projectors = files.filter((file) => isProjector(file.name))
  const others = files.filter((file) => !isProjector(file.name) && !/imatrix/i.test(file.name))
  return partsTogether(others).map((parts) => {
    const [first] = parts
    return {
      name: readableName(first.name),
      place: first.folder === '' ? null : first.folder,
      key: first.folder === '' ? modelNameOf(first.name) : `${first.folder}/${modelNameOf(first.name)}`,
      path: first.path,
      sizeBytes: parts.reduce((sum, part) => sum + part.sizeBytes, 0),
      identity: first.identity,
      projectorPath: projectorOf(first, projectors, others)?.path ?? null,
      problem: missingParts(parts),
    }
  })
}

type Parts = readonly [GgufFile, ...GgufFile[]]

/** Image halves are recognised by name: llama.cpp's tools and everyone who shares them call them so. */
export function isProjector(name: string): boolean {
  return /mmproj/i.test(name)
}

const PART = /-(\d{5})-of-(\d{5})(?=\.gguf$)/i

/** "big-00002-of-00003.gguf" → "big.gguf" */
export function modelNameOf(name: string): string {
  return name.replace(PART, '')
}

/** Each file alone, or with the other parts of its model, the first part first. */
function partsTogether(files: readonly GgufFile[]): Parts[] {
  const models = new Map<string, Parts>()
  for (const file of files) {
    const total = PART.exec(file.name)?.[2]
    const key = `${file.folder}/${total ?? ''}/${modelNameOf(file.name)}`
    const known = models.get(total === undefined ? `${key}/${file.path}` : key)
    models.set(total === undefined ? `${key}/${file.path}` : key, known ? [...known, file] : [file])
  }
  return [...models.values()].map(inOrder)
}

function inOrder([first, ...others]: Parts): Parts {
  const [lowest = first, ...rest] = [first, ...others].sort((a, b) => partOf(a) - partOf(b))
  return [lowest, ...rest]
}

function partOf(file: GgufFile): number {
  return Number(PART.exec(file.name)?.[1] ?? 1)
}

function missingParts(parts: Parts): Problem | null {
  const total = Number(PART.exec(parts[0].name)?.[2] ?? 1)
  const there = new Set(parts.map(partOf))
  const missing: number[] = []
  // No person counts further, and a made-up name may say 99,999.
  for (let part = 1; part <= total && missing.length < 4; part += 1) if (!there.has(part)) missing.push(part)
  if (missing.length === 0) return null
  const [one, two] = missing
  const many = total - there.size
  const which =
    many === 1
      ? `part ${one}`
      : many === 2
        ? `parts ${one} and ${two}`
        : `${many} parts, among them ${one} and ${two},`
  return {
    code: 'model-parts-missing',
    message: `${readableName(parts[0].name)} is split into ${total} files, and ${which} ${many === 1 ? 'is' : 'are'} missing.`,
    remedy: 'Put the missing files beside the others, or choose another model.',
  }
}
