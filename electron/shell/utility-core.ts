import { MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron'
import { join } from 'node:path'
import type { AddedModel } from '../contract/models.ts'
import type { Problem } from '../contract/ponder-error.ts'
import { childEnvironment } from './child-environment.ts'
import { fromCoreSchema, type FromCore, type ToCore } from './core-messages.ts'
import { childFile, projectFolder } from './program-files.ts'

export type UtilityCoreOptions = Omit<Extract<ToCore, { kind: 'open' }>, 'kind'>

export type UtilityCoreEvents = {
  /** The store could not be opened, and the like. */
  readonly onFailed: (problem: Problem) => void
  /** It ended without having been asked to. */
  readonly onDied: () => void
}

export type UtilityCore = {
  /** Hands core the port of a window that may talk to it. */
  readonly addPage: (port: MessagePortMain) => void
  /** Adds a model file that the person chose or dropped. */
  readonly addModel: (path: string) => Promise<AddedModel>
  /** Resolves when core has stored everything and ended. */
  readonly close: () => Promise<void>
}

/** Longest wait for core to store what is running; after that it is ended. The store survives that too. */
const CLOSE_MS = 5_000

/** Main's side of core: starts it, and starts and ends children on its behalf. */
export function startUtilityCore(options: UtilityCoreOptions, events: UtilityCoreEvents): UtilityCore {
  const core = utilityProcess.fork(join(projectFolder, 'out', 'main', 'core.js'), [], {
    serviceName: 'Ponder core',
  })
  const children = new Map<number, UtilityProcess>()
  const adding = new Map<number, (added: AddedModel) => void>()
  let lastAdding = 0
  let closing = false
  let gone = false
  const exited = new Promise<void>((resolve) => {
    core.once('exit', () => {
      gone = true
      for (const child of children.values()) end(child)
      for (const answer of adding.values()) answer({ kind: 'refused', problem: coreEnded })
      resolve()
      if (!closing) events.onDied()
    })
  })

  function tell(message: ToCore, port?: MessagePortMain): void {
    core.postMessage(message, port === undefined ? [] : [port])
  }

  function startChild({ id, name }: Extract<FromCore, { kind: 'start-child' }>): void {
    const child = utilityProcess.fork(childFile(name), [], {
      serviceName: `Ponder ${name}`,
      env: childEnvironment(),
      stdio: 'ignore',
    })
    children.set(id, child)
    const { port1, port2 } = new MessageChannelMain()
    child.postMessage({ kind: 'port' }, [port1])
    tell({ kind: 'child', id }, port2)
    child.once('exit', (code) => {
      children.delete(id)
      if (!gone) tell({ kind: 'child-exit', id, code })
    })
  }

  core.on('message', (received: unknown) => {
    const message = fromCoreSchema.parse(received)
    switch (message.kind) {
      case 'failed':
        return events.onFailed(message.problem)
      case 'start-child':
        return startChild(message)
      case 'kill-child': {
        const child = children.get(message.id)
        if (child) end(child)
        return
      }
      case 'model-added':
        return adding.get(message.id)?.(message.added)
      default:
        message satisfies never
    }
  })
  tell({ kind: 'open', ...options })

  return {
    addPage: (port) => tell({ kind: 'page' }, port),
    addModel: async (path) => {
      const id = (lastAdding += 1)
      const { promise, resolve } = Promise.withResolvers<AddedModel>()
      adding.set(id, resolve)
      tell({ kind: 'add-model', id, path })
      return promise.finally(() => adding.delete(id))
    },
    close: async () => {
      closing = true
      tell({ kind: 'close' })
      const timer = setTimeout(() => end(core), CLOSE_MS)
      await exited
      clearTimeout(timer)
    },
  }
}

const coreEnded: Problem = {
  code: 'connection-lost',
  message: 'Ponder started again while the file was being added.',
  remedy: 'Add it again.',
}

/** At once: an engine that hangs in native code never sees the polite signal that `kill()` sends. */
function end(child: UtilityProcess): void {
  if (process.platform === 'win32') return void child.kill()
  // Still starting; a child that has ended starts no more.
  if (child.pid === undefined) return void child.once('spawn', () => end(child))
  try {
    process.kill(child.pid, 'SIGKILL')
  } catch (thrown) {
    // ESRCH: it is gone already, which is what was wanted.
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH')) throw thrown
  }
}
