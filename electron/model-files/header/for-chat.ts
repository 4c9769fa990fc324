import type { PonderError } from '../../contract/ponder-error.ts'
import type { ModelHeader, ModelUse } from './model-header.ts'
import { refusalsFor } from './refusals.ts'

/** As it stands in a sentence: "… is an adapter for another model and cannot chat." */
const USES: Partial<Record<ModelUse, string>> = {
  embedding: 'is an embedding model, made to compare texts,',
  ranking: 'is a ranking model, made to score answers,',
  diffusion: 'is a diffusion model, which writes in a way that Ponder does not know,',
  draft: 'is a draft model, made to speed up another one,',
  speech: 'is a model for speech',
  translation: 'is an encoder and decoder, made to rewrite texts,',
  adapter: 'is an adapter for another model',
  measurements: 'holds measurements for quantising another model',
}

/** Why a file that is in order cannot be opened for a conversation; null when it can. */
export function refuseForChat(header: ModelHeader, name: string): PonderError | null {
  const refuse = refusalsFor(name)
  switch (header.use) {
    case 'chat':
      return null
    case 'image-half':
      return refuse.imageHalf()
    case 'vocabulary':
      return refuse.vocabularyOnly()
    case 'later-part':
      return refuse.laterPart(header.part?.number ?? 0, header.part?.count ?? 0)
    case 'embedding':
    case 'ranking':
    case 'diffusion':
    case 'draft':
    case 'speech':
    case 'translation':
    case 'adapter':
    case 'measurements':
      return refuse.notForChat(USES[header.use] ?? 'is of another kind')
    default:
      return header.use satisfies never
  }
}
