import { basename } from 'node:path'
import { PonderError } from '../../contract/ponder-error.ts'
import { fileBroken, numberSetting, readHeader, textSetting } from './read-header.ts'

/** llama.cpp aborts above. */
const MOST_BLOCKS = 512

export type CheckedModel = {
  readonly architecture: string
  /** Numbers per token: what the image half must deliver. */
  readonly width: number
  readonly trainedContextSize: number
  /** Whether a token that marks the beginning is put before a prompt. */
  readonly addsBeginning: boolean
}

/** Refuses in words what would end the child without any: the library crashes on every model it cannot load. */
export async function checkModelFile(path: string): Promise<CheckedModel> {
  const name = basename(path)
  const { settings, tensors } = readHeader(path)
  const architecture = textSetting(settings, 'general.architecture')
  if (architecture === 'clip') throw imageHalf(name)
  if (architecture === null) throw fileBroken(name, 'It does not say of what kind it is.')

  const width = numberSetting(settings, `${architecture}.embedding_length`)
  const blocks = numberSetting(settings, `${architecture}.block_count`)
  const trained = numberSetting(settings, `${architecture}.context_length`)
  if (width === null || blocks === null || trained === null) {
    throw fileBroken(name, 'It does not say how large the model is.')
  }
  if (blocks < 1 || blocks > MOST_BLOCKS) throw fileBroken(name, `It claims ${blocks} layers.`)
  const lastBlock = `blk.${blocks - 1}.`
  if (!tensors.some((tensor) => tensor.name.startsWith(lastBlock))) {
    throw fileBroken(name, `Of its ${blocks} layers the last one is missing.`)
  }
  const embedding = tensors.find((tensor) => tensor.name === 'token_embd.weight')
  const words = settings.get('tokenizer.ggml.tokens')
  const vocabulary = words?.kind === 'array' ? words.length : 0
  if (embedding?.dimensions[0] !== width || embedding.dimensions[1] !== vocabulary) {
    throw fileBroken(name, 'Its vocabulary does not fit its weights.')
  }
  const beginning = settings.get('tokenizer.ggml.add_bos_token')
  return {
    architecture,
    width,
    trainedContextSize: trained,
    // Where nothing is said it depends on the tokenizer; one token too many does no harm when counting.
    addsBeginning: beginning?.kind !== 'bool' || beginning.value === true,
  }
}

function imageHalf(name: string): PonderError {
  return new PonderError({
    code: 'image-half',
    message: `${name} is only the image half of a model (an "mmproj" file); it cannot answer by itself.`,
    remedy: 'Choose the model file that it belongs to.',
  })
}
