import type { GgufHeader } from '../gguf/read-gguf.ts'
import type { TensorInfo } from '../gguf/format.ts'
import { cacheShapeOf } from './cache-shape.ts'
import { checkNumbers } from './check-numbers.ts'
import { checkVocabulary } from './check-vocabulary.ts'
import { ARCHITECTURES } from './known-architectures.ts'
import type { ModelHeader, ModelUse } from './model-header.ts'
import { quantisationOf } from './quantisation.ts'
import { printable, type Refusals } from './refusals.ts'
import { settingsOf, type Settings } from './settings.ts'

/** Longer than any template in use by a factor of ten. */
const LONGEST_TEMPLATE = 2 ** 20
const LONGEST_TEXT = 300

/** Put together from the parts of a model: the settings stand in the first, the tensors in all. */
export type WholeModel = Pick<GgufHeader, 'settings' | 'tensors'> & {
  readonly fileBytes: number
  readonly part: ModelHeader['part']
}

/** Checks what llama.cpp takes on trust, and says in a few fields what the model is. */
export function describeModel(model: WholeModel, refuse: Refusals): ModelHeader {
  const settings = settingsOf(model.settings, refuse)
  const architecture = settings.text('general.architecture') ?? ''
  const use = purposeOf(settings, architecture, model, refuse)
  const template = chatTemplateOf(settings, refuse)
  const shared = {
    use,
    architecture: short(architecture),
    title: shortOrNull(settings.words('general.name')),
    quantisation: quantisationOf(settings, model.tensors),
    parameters: sum(
      model.tensors.map(({ dimensions }) => dimensions.reduce((size, length) => size * length)),
    ),
    licence: shortOrNull(settings.words('general.license.name') ?? settings.words('general.license')),
    chatTemplate: template,
    tokenizer: shortOrNull(settings.text('tokenizer.ggml.model')),
    tensorBytes: sum(model.tensors.map(({ size }) => size)),
    fileBytes: model.fileBytes,
    part: model.part,
  }
  if (!LANGUAGE_MODELS.includes(use)) {
    const projector = use === 'image-half' ? projectorOf(settings) : null
    return { ...shared, ...noNumbers, projector }
  }
  return { ...shared, ...languageNumbers(settings, architecture, model.tensors, refuse), projector: null }
}

const LANGUAGE_MODELS: readonly ModelUse[] = [
  'chat',
  'embedding',
  'ranking',
  'diffusion',
  'draft',
  'translation',
]

/** The last layer of a head that turns a text into a score. */
const RANKING_HEAD = new Set(['cls.weight', 'cls.output.weight'])

const noNumbers = {
  trainedContext: null,
  vocabulary: 0,
  layers: 0,
  width: 0,
  heads: 0,
  feedForward: 0,
  cache: null,
}

function purposeOf(settings: Settings, architecture: string, model: WholeModel, refuse: Refusals): ModelUse {
  if (model.part !== null && model.part.number > 1) return 'later-part'
  const type = settings.text('general.type')
  if (architecture === 'clip' || type === 'mmproj') return 'image-half'
  if (type === 'adapter' || architecture === 'controlvector') return 'adapter'
  if (type === 'imatrix' || architecture === 'imatrix') return 'measurements'
  if (architecture === '') throw refuse.broken('it does not say of what kind the model is')
  const use = ARCHITECTURES.get(architecture)
  if (use === undefined) throw refuse.unknownArchitecture(architecture)
  if (model.tensors.length === 0) return 'vocabulary'
  if ((use === 'chat' || use === 'embedding') && model.tensors.some(({ name }) => RANKING_HEAD.has(name)))
    return 'ranking'
  const pooling = settings.whole(`${architecture}.pooling_type`)
  return use === 'chat' && pooling !== null && pooling > 0 ? 'embedding' : use
}

function languageNumbers(
  settings: Settings,
  architecture: string,
  tensors: readonly TensorInfo[],
  refuse: Refusals,
) {
  const numbers = checkNumbers(settings, architecture, tensors, refuse)
  return {
    trainedContext: numbers.trainedContext,
    vocabulary: checkVocabulary(settings, refuse),
    layers: numbers.layers,
    width: numbers.width,
    heads: Math.max(0, ...numbers.heads),
    feedForward: Math.max(0, ...numbers.feedForward),
    cache: cacheShapeOf(settings, architecture, numbers),
  }
}

function chatTemplateOf(settings: Settings, refuse: Refusals): string | null {
  const template = settings.text('tokenizer.chat_template')
  if (template !== null && template.length > LONGEST_TEMPLATE)
    throw refuse.tooLarge(`a chat template of ${template.length} letters`)
  return template
}

function projectorOf(settings: Settings): ModelHeader['projector'] {
  return {
    images: settings.flag('clip.has_vision_encoder') ?? true,
    sound: settings.flag('clip.has_audio_encoder') ?? false,
    width: settings.whole('clip.vision.projection_dim') ?? settings.whole('clip.audio.projection_dim'),
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** Titles and the like are shown to people as they stand. */
function short(text: string): string {
  return printable(text.slice(0, LONGEST_TEXT))
}

function shortOrNull(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : short(text.trim())
}
