import { basename } from 'node:path'
import { PonderError } from '../../contract/ponder-error.ts'
import type { GgufHeader, ReadSettings } from '../../model-files/gguf/read-gguf.ts'
import type { CheckedModel } from './check-model-file.ts'
import {
  fileBroken,
  flagSetting,
  numberSetting,
  numbersSetting,
  readHeader,
  textSetting,
} from './read-header.ts'

/** Far above any real model. */
const LIMITS = {
  image_size: 8192,
  patch_size: 8192,
  embedding_length: 65_536,
  block_count: 512,
  'attention.head_count': 4096,
}

export type CheckedProjector = {
  readonly projector: string
  /** Pixels, where every image is looked at in one size. */
  readonly imageSide: number | null
}

/**
 * Refuses in words the image halves on which llama.cpp crashes. It calls the tensors of LLaVA's family ("mlp") optional
 * and then uses them all the same; those of other kinds it asks for itself.
 */
export async function checkProjectorFile(path: string, model: CheckedModel): Promise<CheckedProjector> {
  const name = basename(path)
  const header = readHeader(path)
  const { settings } = header
  if (textSetting(settings, 'general.architecture') !== 'clip') throw notImageHalf(name)
  if (!flagSetting(settings, 'clip.has_vision_encoder')) throw noImages(name)
  const projector =
    textSetting(settings, 'clip.projector_type') ?? textSetting(settings, 'clip.vision.projector_type')
  if (projector === null) throw fileBroken(name, 'It does not say how it is joined to a model.')

  checkLimits(settings, name)
  if (projector === 'mlp') checkLlava(header, name, model)
  const side = projector === 'mlp' ? numberSetting(settings, 'clip.vision.image_size') : null
  return { projector, imageSide: side ?? null }
}

/** What is missing altogether llama.cpp refuses itself. */
function checkLimits(settings: ReadSettings, name: string): void {
  for (const [key, limit] of Object.entries(LIMITS)) {
    const value = numberSetting(settings, `clip.vision.${key}`) ?? 0
    if (value > limit) throw fileBroken(name, `Its ${key} is ${value}.`)
  }
  const blocks = numberSetting(settings, 'clip.vision.block_count') ?? 0
  const layers = numbersSetting(settings, 'clip.vision.feature_layer') ?? []
  if (layers.some((layer) => layer > blocks)) throw fileBroken(name, 'It takes its features from no layer.')
  for (const key of ['clip.vision.image_mean', 'clip.vision.image_std']) {
    // Three colours are read without looking how many there are.
    const colours = numbersSetting(settings, key)?.length ?? 0
    if (settings.has(key) && colours < 3) throw fileBroken(name, `It has ${colours} colours.`)
  }
}

const SIZES = ['image_size', 'patch_size', 'block_count', 'attention.head_count', 'embedding_length']

/** LLaVA 1.5: patches, learned positions, layers, and two matrices that lead into the model. */
function checkLlava({ settings, tensors }: GgufHeader, name: string, model: CheckedModel): void {
  const shapes = new Map(tensors.map((tensor) => [tensor.name, tensor.dimensions]))
  // Yi's variant has norms between its matrices and no mm.2.
  const last = shapes.has('mm.3.weight') ? 'mm.3' : 'mm.2'
  const [size = 0, patch = 0, blocks = 0, heads = 0, embedding = 0] = SIZES.map(
    (key) => numberSetting(settings, `clip.vision.${key}`) ?? 0,
  )
  if (Math.min(size, patch, blocks, heads) < 1 || size < patch || embedding % heads !== 0) {
    throw fileBroken(name, 'Its sizes do not fit together.')
  }
  const needed = [
    'v.patch_embd.weight',
    'v.position_embd.weight',
    ...Array.from({ length: blocks }, (_, block) => attentionOf(block, shapes)).flat(),
    ...['mm.0', last].flatMap((matrix) => [`${matrix}.weight`, `${matrix}.bias`]),
  ]
  const missing = needed.find((tensor) => !shapes.has(tensor))
  if (missing !== undefined) throw fileBroken(name, `Its part "${missing}" is missing.`)

  const side = Math.floor(size / patch)
  const positions = shapes.get('v.position_embd.weight')?.[1]
  // One more where there is a class token.
  if (positions !== side ** 2 && positions !== side ** 2 + 1) {
    throw fileBroken(name, `It has ${positions} positions for ${side ** 2} patches.`)
  }
  const width = shapes.get(`${last}.weight`)?.[1]
  if (width !== model.width) throw mismatch(name, width, model.width)
}

function attentionOf(block: number, shapes: ReadonlyMap<string, unknown>): string[] {
  if (shapes.has(`v.blk.${block}.attn_qkv.weight`)) return []
  return ['q', 'k', 'v'].map((matrix) => `v.blk.${block}.attn_${matrix}.weight`)
}

function notImageHalf(name: string): PonderError {
  return new PonderError({
    code: 'not-image-half',
    message: `${name} is not the image half of a model.`,
    remedy: 'Choose the "mmproj" file that belongs to the model.',
  })
}

function noImages(name: string): PonderError {
  return new PonderError({
    code: 'no-image-encoder',
    message: `${name} is made for sound and cannot take images.`,
    remedy: 'Choose the "mmproj" file for images.',
  })
}

function mismatch(name: string, width: number | undefined, modelWidth: number): PonderError {
  return new PonderError({
    code: 'image-half-mismatch',
    message: `${name} does not belong to this model: it delivers ${width} numbers per token, the model takes ${modelWidth}.`,
    remedy: 'Choose the "mmproj" file that was made for this very model.',
  })
}
