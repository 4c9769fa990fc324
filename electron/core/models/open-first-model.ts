import type { Problem } from '../../contract/ponder-error.ts'
import type { ModelList } from './model-list.ts'
import { MOST_CRASHES, type ModelMemory } from './model-memory.ts'
import type { ModelRoom } from './model-room.ts'

type FirstModel = {
  readonly list: Pick<ModelList, 'files' | 'lookAtOwn' | 'lookAtApps'>
  readonly models: Pick<ModelRoom, 'isDecided' | 'open' | 'holdBack' | 'stayEmpty'>
  readonly memory: Pick<ModelMemory, 'crashes'>
  /** The model that was open last; null when it was the demo model. */
  readonly lastId: string | null
  readonly closed: AbortSignal
}

/**
 * Opens the model named on the command line, else the one used last, else the one that came with Ponder. Other apps'
 * folders are waited for only when the last model may be in one of them. One that keeps ending the engine is not opened by
 * itself.
 */
export async function openFirstModel({ list, models, memory, lastId, closed }: FirstModel): Promise<void> {
  const decide = async (isLast: boolean): Promise<boolean> => {
    const files = list.files()
    const given = files.find((file) => file.source === 'given')
    const last = files.find((file) => file.id === lastId)
    const usual = isLast ? (files.find((file) => file.source === 'demo') ?? files[0]) : undefined
    const first = given ?? last ?? usual
    const crashes = first === undefined || first === given ? 0 : await memory.crashes(first.path)
    if (closed.aborted || models.isDecided()) return true
    if (first !== undefined && crashes >= MOST_CRASHES) models.holdBack(first, keepsCrashing(first.name))
    else if (first !== undefined) models.open(first)
    else if (isLast) models.stayEmpty()
    return first !== undefined
  }
  await list.lookAtOwn()
  const isOpen = await decide(lastId === null)
  await list.lookAtApps()
  if (!isOpen) await decide(true)
}

function keepsCrashing(name: string): Problem {
  return {
    code: 'model-keeps-crashing',
    message: `${name} ended the part of Ponder that runs models ${MOST_CRASHES} times in a row, so it was not opened by itself.`,
    remedy: 'Try it again, or choose another model.',
  }
}
