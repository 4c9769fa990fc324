import { readFileSync } from 'node:fs'

/**
 * The real preload in an isolated world of the page, as Electron runs it, with a stand-in for what it may require.
 * The two worlds share the document and nothing else, so they talk by its events, and main by a binding.
 */
export const WORLD = 'ponder-preload'
export const BINDING = 'ponderToMain'
/** What main evaluates in the isolated world to be heard there. */
export const HEAR = 'ponderFromMain'

/** For the page's own world: builds what `exposeInMainWorld` exposes. Must be there before the preload. */
export const MAIN_WORLD_SCRIPT = `
document.addEventListener('stand-in-expose', (event) => {
  const { name, shape } = JSON.parse(event.detail)
  const exposed = {}
  for (const [key, value] of Object.entries(shape)) {
    exposed[key] = value !== 'function'
      ? value.constant
      : (...words) => document.dispatchEvent(new CustomEvent('stand-in-call', { detail: JSON.stringify({ name, key, words }) }))
  }
  Object.defineProperty(window, name, { value: Object.freeze(exposed) })
})`

export function isolatedWorldScript(preloadFile: string): string {
  return `(() => {
  const toMain = (message) => ${BINDING}(JSON.stringify(message))
  const exposedObjects = new Map()
  const listeners = new Map()
  const ports = new Map()
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name, object) => {
        exposedObjects.set(name, object)
        const shape = Object.fromEntries(Object.entries(object).map(([key, value]) =>
          [key, typeof value === 'function' ? 'function' : { constant: value }]))
        document.dispatchEvent(new CustomEvent('stand-in-expose', { detail: JSON.stringify({ name, shape }) }))
      },
    },
    ipcRenderer: {
      send: (channel, ...words) => toMain({ kind: 'ipc', channel, words }),
      on: (channel, listen) => listeners.set(channel, listen),
    },
  }
  document.addEventListener('stand-in-call', (event) => {
    const { name, key, words } = JSON.parse(event.detail)
    exposedObjects.get(name)[key](...words)
  })
  const portNumbered = (id) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }) => toMain({ kind: 'port', id, data })
    ports.set(id, port1)
    return port2
  }
  globalThis.${HEAR} = (message) => {
    if (message.kind === 'port') ports.get(message.id)?.postMessage(message.data)
    if (message.kind === 'port-closed') ports.get(message.id)?.close()
    if (message.kind === 'message')
      listeners.get(message.channel)?.({ ports: message.ports.map(portNumbered) }, message.data)
  }
  ;((require, process) => {
    ${readFileSync(preloadFile, 'utf8')}
  })(() => electron, { platform: '${process.platform}' })
})()`
}
