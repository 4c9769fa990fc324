import { PonderError } from '../contract/ponder-error.ts'
import { messagePort } from './message-port.ts'
import type { Port } from './port.ts'
import { processPort } from './process-port.ts'

/** `process.parentPort` of an Electron utilityProcess, as far as it is needed here. */
type ElectronParentPort = {
  on(event: 'message', listen: (message: ElectronMessage) => void): unknown
  off(event: 'message', listen: (message: ElectronMessage) => void): unknown
}
type ElectronMessage = { readonly ports: readonly Parameters<typeof messagePort>[0][] }

/**
 * The port to the process that started this one. In an Electron utilityProcess it is the first MessagePort the
 * parent transfers, elsewhere the channel of `fork`. It closes when the parent goes away.
 */
export async function openParentPort(): Promise<Port> {
  const parentPort = electronParentPort()
  if (parentPort !== null) return messagePort(await firstTransferredPort(parentPort))
  if (process.send !== undefined) return processPort(process)
  throw new PonderError({
    code: 'no-parent',
    message: 'This is a part of Ponder and cannot be started by itself.',
    remedy: 'Start Ponder with "npm start".',
  })
}

function electronParentPort(): ElectronParentPort | null {
  // Present in a utilityProcess only, whatever Electron's types say.
  const parentPort: ElectronParentPort | undefined = process.parentPort
  return parentPort ?? null
}

function firstTransferredPort(parentPort: ElectronParentPort): Promise<ElectronMessage['ports'][number]> {
  return new Promise((resolve) => {
    parentPort.on('message', function listen(message) {
      const [port] = message.ports
      if (port === undefined) return
      parentPort.off('message', listen)
      resolve(port)
    })
  })
}
