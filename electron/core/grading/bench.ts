import type { LoadedModel } from '../../contract/models.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import type { Mode } from '../../contract/turns.ts'
import type { Engine } from '../../engine/engine.ts'
import type { BesideChat } from '../beside-chat.ts'

/** A model at work beside the chat: `engine` may be asked in what `run` does. */
export type Bench = {
  readonly engine: Pick<Engine, 'generate' | 'generateSeveral' | 'countTokens'>
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

const REPLACED = 'model-replaced'

/** Another model was opened in its place before its work was done. */
export function replaced(name: string): PonderError {
  return new PonderError({
    code: REPLACED,
    message: `Another model was opened while ${name} was at work.`,
    remedy: 'Begin it again, or go on, with the model that is open now.',
  })
}

export function isReplaced(thrown: unknown): boolean {
  return thrown instanceof PonderError && thrown.code === REPLACED
}
