import { PORT_MESSAGE, type ShellBridge } from '../electron/contract/shell-bridge.ts'
import { PonderError } from '../electron/contract/ponder-error.ts'
import { messagePort } from '../electron/wire/message-port.ts'
import type { Port } from '../electron/wire/port.ts'

declare global {
  interface Window {
    /** Put there by the desktop preload; absent in a browser. */
    readonly ponderShell?: ShellBridge
  }
}

/** Core may be starting again; longer than this and the request itself was lost. */
const PATIENCE_MS = 10_000

/** Asks the desktop shell for a port to core. */
export async function openDesktopDoor(shell: ShellBridge): Promise<Port> {
  const { promise, resolve, reject } = Promise.withResolvers<Port>()
  const timer = setTimeout(() => reject(noPort), PATIENCE_MS)
  const listen = (event: MessageEvent<unknown>): void => {
    const port = event.ports[0]
    if (event.source !== window || event.data !== PORT_MESSAGE || !port) return
    resolve(messagePort(port))
  }
  window.addEventListener('message', listen)
  shell.requestPort()
  return promise.finally(() => {
    clearTimeout(timer)
    window.removeEventListener('message', listen)
  })
}

const noPort = new PonderError({
  code: 'unreachable',
  message: 'The window cannot reach Ponder.',
  remedy: 'It keeps trying; if nothing happens, restart Ponder.',
})
