import type { LoadedModel, ModelEntry, ModelSource, SwitchStyle } from '../../electron/contract/models.ts'
import { bytes, count, shortCount } from '../parts/amounts.ts'

/** "thinks", "decides when to think", "always thinks" or "plain answers". */
export function thinkingWords({ canThink, decidesItself, style }: LoadedModel['thinking']): string {
  if (!canThink) return 'plain answers'
  if (decidesItself) return 'decides when to think'
  return style === 'always' ? 'always thinks' : 'thinks'
}

/** What Think and Quick do to a model, in a sentence; null where they do as they say. */
export function switchWords(style: SwitchStyle): string | null {
  switch (style) {
    case 'tail':
    case 'none':
      return null
    case 'option':
      return 'Its template says so at the very beginning: switching makes it read the conversation again.'
    case 'always':
      return 'Its template cannot switch that off: Quick closes the thought by force, and it may think aloud in its answer.'
    default:
      return style satisfies never
  }
}

/** What is loaded, in one line for the empty page. */
export function modelLine(model: LoadedModel): string {
  return `${model.name} · ${thinkingWords(model.thinking)} · ${count(model.contextSize)} tokens of context · ${deviceWords[model.device.kind]}`
}

export const deviceNames: Readonly<Record<LoadedModel['device']['kind'], string>> = {
  cpu: 'Processor',
  cuda: 'NVIDIA graphics',
  metal: 'Apple graphics',
  vulkan: 'Graphics through Vulkan',
}

const deviceWords: Readonly<Record<LoadedModel['device']['kind'], string>> = {
  ...deviceNames,
  cpu: 'on the processor',
  vulkan: 'graphics through Vulkan',
}

/** As a heading over the models of one source. */
export const sourceNames: Readonly<Record<ModelSource, string>> = {
  given: 'Named at the start',
  demo: 'Came with Ponder',
  own: 'Your models folder',
  chosen: 'Added by you',
  'lm-studio': 'LM Studio',
  'hugging-face': 'Hugging Face cache',
  jan: 'Jan',
  ollama: 'Ollama',
}

/** What stands under a model's name where its source is said above: "qwen/Qwen3-4B-GGUF · 2.5 GB · reads images". */
export function entryLine({ place, sizeBytes, hasProjector, alsoIn }: ModelEntry): string {
  const parts = [
    place,
    sizeBytes === 0 ? null : bytes(sizeBytes),
    hasProjector ? 'with its image half' : null,
  ]
  const also =
    alsoIn.length === 0 ? null : `also in: ${alsoIn.map((source) => sourceNames[source]).join(', ')}`
  return [...parts, also].filter((part) => part !== null).join(' · ')
}

export type ModelGroup = { readonly source: ModelSource; readonly models: readonly ModelEntry[] }

/** The models of each source together, in the order in which the sources come. */
export function groupBySource(models: readonly ModelEntry[]): readonly ModelGroup[] {
  const sources = [...new Set(models.map(({ source }) => source))]
  return sources.map((source) => ({ source, models: models.filter((model) => model.source === source) }))
}

export type ModelFact = { readonly name: string; readonly value: string }

export function modelFacts(model: LoadedModel): readonly ModelFact[] {
  return [
    { name: 'Name', value: model.name },
    { name: 'Thinking', value: thinkingWords(model.thinking) },
    { name: 'Template', value: model.thinking.wrapper },
    { name: 'Tools', value: model.takesTools ? 'its template knows them' : 'none in its template' },
    { name: 'Architecture', value: model.architecture },
    { name: 'Parameters', value: model.parameters === null ? 'unknown' : shortCount(model.parameters) },
    { name: 'Quantisation', value: model.quantisation },
    { name: 'File', value: bytes(model.sizeBytes) },
    {
      name: 'Context',
      value: `${count(model.contextSize)} of ${count(model.trainedContextSize)} tokens it was trained for`,
    },
  ]
}
