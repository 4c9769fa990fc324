import { dirname } from 'node:path/posix'
import type { GgufFile } from './gguf-files.ts'

/** Best first: images lose more to rounding than words do, and f32 only takes more memory than f16. */
const PRECISIONS = ['f16', 'bf16', 'f32', 'q8'] as const

/** Words that say nothing about which model a file belongs to. */
const EMPTY_WORDS =
  /^(?:mmproj|model|gguf|i?q\d.*|[01]|k|x*[sl]|m|bf16|f16|f32|fp16|mxfp4|ud|i1|imat|vision|\d{5}|of)$/
/** "4b", "500m", "e2b" */
const SIZE = /^e?\d+[bm]$/

/**
 * The image half (mmproj file) that belongs to a model: in the same folder, else in the one above, where repositories
 * with a folder per quantisation keep it.
 *
 * A half belongs to a model when all its telling words, such as a family or a size, are words of the model. The half
 * with the most of them wins, then the better precision. Where all models of the folder are one model in several
 * quantisations, some of the words are enough, and so are none at all ("mmproj-F16.gguf"), but never another size.
 *
 * Example: beside "gemma-3-4b-it-Q4_K_M.gguf" and "qwen2.5-vl-3b-Q8_0.gguf" the half "mmproj-gemma-3-4b-it-f16.gguf"
 * belongs to the first, and "mmproj-f16.gguf" to neither.
 */
export function projectorOf(
  model: GgufFile,
  projectors: readonly GgufFile[],
  models: readonly GgufFile[],
): GgufFile | null {
  const folders = model.folder === '' ? [''] : [model.folder, folderAbove(model.folder)]
  for (const folder of folders) {
    const beside = projectors.filter((projector) => projector.folder === folder)
    const isOneModel = isOneFamily(models.filter((other) => isWithin(other.folder, folder)))
    const scored = beside
      .map((projector) => ({ projector, score: score(projector, model, isOneModel) }))
      .filter(({ score }) => score >= 0)
      .sort((a, b) => b.score - a.score || precision(a.projector) - precision(b.projector))
    if (scored[0]) return scored[0].projector
  }
  return null
}

/** −1: it belongs to another model. Else how many telling words say that it belongs to this one. */
function score(projector: GgufFile, model: GgufFile, isOneModel: boolean): number {
  const telling = wordsOf(projector.name)
  const own = wordsOf(model.name)
  const shared = telling.filter((word) => own.includes(word)).length
  if (telling.length > 0 && shared === telling.length) return shared
  const otherSize = telling.some((word) => SIZE.test(word) && !own.includes(word))
  return isOneModel && !otherSize && (shared > 0 || telling.length === 0) ? shared : -1
}

function isOneFamily(models: readonly GgufFile[]): boolean {
  return new Set(models.map((model) => wordsOf(model.name).sort().join(' '))).size <= 1
}

/** The words that tell which model a file belongs to, each once. */
function wordsOf(name: string): string[] {
  const words = name
    .toLowerCase()
    .replace(/\.gguf$/, '')
    .split(/[-_\s.]+/)
  return [...new Set(words)].filter((word) => word !== '' && !EMPTY_WORDS.test(word))
}

function precision({ name }: GgufFile): number {
  const place = PRECISIONS.findIndex((each) => new RegExp(`(?<![a-z0-9])${each}`, 'i').test(name))
  return place === -1 ? PRECISIONS.length : place
}

function isWithin(folder: string, above: string): boolean {
  return above === '' || folder === above || folder.startsWith(`${above}/`)
}

function folderAbove(folder: string): string {
  const above = dirname(folder)
  return above === '.' ? '' : above
}
