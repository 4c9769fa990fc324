import type { MessageEvent, MessagePortMain } from 'electron'
import { problemOf } from '../contract/ponder-error.ts'
import { windowCalls } from '../contract/window-calls.ts'
import { openCore, type Core } from '../core/core.ts'
import { placesHere } from '../model-files/found/places.ts'
import { messagePort } from '../wire/message-port.ts'
import { serve } from '../wire/serve.ts'
import { toCoreSchema, type FromCore, type ToCore } from './core-messages.ts'
import { downloadHub } from './download-hub.ts'
import { createRequestedChildren } from './requested-children.ts'

/** Core as Electron's utilityProcess. Main opens it with one message, then sends it a port for each window. */
const children = createRequestedChildren(tell)
let core: Core | null = null

process.parentPort.on('message', ({ data, ports }: MessageEvent) => {
  obey(toCoreSchema.parse(data), ports[0])
})

function obey(message: ToCore, port: MessagePortMain | undefined): void {
  switch (message.kind) {
    case 'open':
      return open(message)
    case 'page':
      if (core !== null && port !== undefined) serve(windowCalls, core.calls, messagePort(port))
      return
    case 'child':
      if (port !== undefined) children.arrived(message.id, port)
      return
    case 'child-exit':
      return children.exited(message.id, message.code)
    case 'add-model':
      return void addModel(message.id, message.path)
    case 'close':
      return void close()
    default:
      message satisfies never
  }
}

function open({ dataFolder, demoFolder, version, givenModel }: Extract<ToCore, { kind: 'open' }>): void {
  try {
    core = openCore({
      dataFolder,
      demoFolder,
      version,
      givenModel,
      places: placesHere(),
      hub: downloadHub(),
      spawn: children.spawn,
      shell: 'desktop',
    })
  } catch (thrown) {
    tell({ kind: 'failed', problem: problemOf(thrown) })
  }
}

async function addModel(id: number, path: string): Promise<void> {
  try {
    if (core === null) throw new Error('core is not open')
    tell({ kind: 'model-added', id, added: { kind: 'added', modelId: await core.addModel(path) } })
  } catch (thrown) {
    tell({ kind: 'model-added', id, added: { kind: 'refused', problem: problemOf(thrown) } })
  }
}

async function close(): Promise<void> {
  await core?.close()
  process.exit(0)
}

function tell(message: FromCore): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- for windows; this is the parent process
  process.parentPort.postMessage(message)
}
