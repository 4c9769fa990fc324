import type { LoadedModel, ModelEntry } from '../../electron/contract/models.ts'
import { bytes, count, shortCount } from '../parts/amounts.ts'

/** "thinks", "thinks when needed" or "plain answers". */
export function thinkingWords({ canThink, decidesItself }: LoadedModel['thinking']): string {
  if (!canThink) return 'plain answers'
  return decidesItself ? 'decides when to think' : 'thinks'
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

const origins: Readonly<Record<ModelEntry['origin'], string>> = {
  demo: 'came with Ponder',
  own: 'in your models folder',
  given: 'named at the start',
}

export function entryLine(entry: ModelEntry): string {
  return `${bytes(entry.sizeBytes)} · ${origins[entry.origin]}`
}

export type ModelFact = { readonly name: string; readonly value: string }

export function modelFacts(model: LoadedModel): readonly ModelFact[] {
  return [
    { name: 'Name', value: model.name },
    { name: 'Thinking', value: thinkingWords(model.thinking) },
    { name: 'Template', value: model.thinking.wrapper },
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
