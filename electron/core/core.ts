import { join } from 'node:path'
import type { Implementation } from '../contract/define.ts'
import type { Problem } from '../contract/ponder-error.ts'
import type { WindowCalls } from '../contract/window-calls.ts'
import type { Spawn } from '../engine/child.ts'
import { openTextEngine } from '../engine/text-engine.ts'
import { listModels } from '../model-files/list-models.ts'
import { openStore } from '../store/store.ts'
import { createAppWatchers } from './app-watchers.ts'
import { createCalls } from './calls.ts'
import { createConversationRoom } from './conversation-room.ts'
import { createModelRoom } from './model-room.ts'

const ponderClosed: Problem = {
  code: 'ponder-closed',
  message: 'This answer ended when Ponder was closed.',
  remedy: 'Continue it, or redo it.',
}

export type CoreOptions = {
  readonly dataFolder: string
  readonly demoFolder: string
  readonly spawn: Spawn
  readonly shell: 'desktop' | 'browser'
  readonly version: string
  /** The path of a model named on the command line. */
  readonly givenModel: string | null
  /** ':memory:' keeps nothing. */
  readonly storeFile?: string
}

export type Core = {
  readonly calls: Implementation<WindowCalls>
  /** Stops what runs and keeps its part. May be called again. */
  readonly close: () => Promise<void>
}

/**
 * Ponder without a shell: the store, the engine and the calls a window makes. Starts opening the last model at once.
 * Throws a PonderError when the store cannot be opened.
 */
export function openCore(options: CoreOptions): Core {
  const store = openStore(options.storeFile ?? join(options.dataFolder, 'ponder.db'))
  store.forgetDeleted()
  store.markInterrupted()
  const engine = openTextEngine({ spawn: options.spawn, probeFolder: join(options.dataFolder, 'probes') })

  const list = () =>
    listModels({
      demoFolder: options.demoFolder,
      ownFolder: join(options.dataFolder, 'models'),
      given: options.givenModel,
    })
  const watchers = createAppWatchers(() => [
    { kind: 'settings', settings: store.settings() },
    { kind: 'models', models: models.models() },
    { kind: 'engine', engine: models.state() },
    { kind: 'conversations', conversations: store.listConversations() },
  ])
  const models = createModelRoom(engine, list, (state) => watchers.publish({ kind: 'engine', engine: state }))
  const conversations = createConversationRoom({
    store,
    engine,
    models,
    listChanged: () => watchers.publish({ kind: 'conversations', conversations: store.listConversations() }),
  })

  const first = firstModel(models.models(), store.settings().modelId)
  if (first !== null) models.open(models.find(first))

  const close = async () => {
    await conversations.stopAll(undefined, ponderClosed)
    await engine.close()
    store.forgetDeleted()
    store.close()
  }
  let closing: Promise<void> | null = null
  return {
    calls: createCalls({ store, engine, models, conversations, watchers, options }),
    close: () => (closing ??= close()),
  }
}

/** The model named on the command line, else the one used last, else the one that came with Ponder. */
function firstModel(models: readonly { id: string; origin: string }[], lastId: string | null): string | null {
  const given = models.find((model) => model.origin === 'given')
  const last = models.find((model) => model.id === lastId)
  const demo = models.find((model) => model.origin === 'demo')
  return (given ?? last ?? demo ?? models[0])?.id ?? null
}
