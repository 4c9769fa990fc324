import type { LoadedModel } from '../../contract/models.ts'
import type { Mode } from '../../contract/turns.ts'
import type { Engine } from '../../engine/engine.ts'
import type { BesideChat } from '../beside-chat.ts'

/** A model at work beside the chat: `engine` may be asked in what `run` does. */
export type Bench = {
  readonly engine: Pick<Engine, 'generate' | 'generateSeveral'>
  readonly model: LoadedModel
  readonly run: BesideChat['run']
}

/** The same file with the same template. */
export function nameOfModel({ id, sizeBytes, template, contextSize }: LoadedModel): readonly unknown[] {
  return [id, sizeBytes, template, contextSize]
}

export function workingMode({ thinking }: LoadedModel): Mode {
  return thinking.canThink ? 'think' : 'plain'
}
