import { readFileSync } from 'node:fs'

/**
 * The real preload in an isolated world of the page, as Electron runs it, with a stand-in for what it may require.
 * The two worlds share the document and nothing else, so they talk by its events, and main by a binding.
 */
export const WORLD = 'ponder-preload'
export const BINDING = 'ponderToMain'
/** What main evaluates in the isolated world to be heard there. */
export const HEAR = 'ponderFromMain'

/**
 * For the page's own world: builds what `exposeInMainWorld` exposes. Must be there before the preload. A file cannot
 * be written as JSON, so it crosses in a field of the document.
 */
export const MAIN_WORLD_SCRIPT = `
document.addEventListener('stand-in-expose', (event) => {
  const { name, shape } = JSON.parse(event.detail)
  const exposed = {}
  const waiting = new Map()
  let lastCall = 0
  const crossing = (word) => {
    if (!(word instanceof File)) return word
    const field = Object.assign(document.createElement('input'), { type: 'file', id: 'stand-in-file-' + ++lastCall })
    const files = new DataTransfer()
    files.items.add(word)
    field.files = files.files
    document.documentElement.append(field)
    return { standInFile: field.id }
  }
  document.addEventListener('stand-in-answer', (event) => {
    const { call, value } = JSON.parse(event.detail)
    waiting.get(call)?.(value)
    waiting.delete(call)
  })
  for (const [key, value] of Object.entries(shape)) {
    exposed[key] = value !== 'function' ? value.constant : (...words) => new Promise((resolve) => {
      const call = ++lastCall
      waiting.set(call, resolve)
      const detail = JSON.stringify({ name, key, call, words: words.map(crossing) })
      document.dispatchEvent(new CustomEvent('stand-in-call', { detail }))
    })
  }
  Object.defineProperty(window, name, { value: Object.freeze(exposed) })
})`

export function isolatedWorldScript(preloadFile: string): string {
  return `(() => {
  // A real port clones bytes.
  const crossing = (_key, value) => (value instanceof Uint8Array ? { standInBytes: value.toBase64() } : value)
  const toMain = (message) => ${BINDING}(JSON.stringify(message, crossing))
  const exposedObjects = new Map()
  const listeners = new Map()
  const ports = new Map()
  const invoked = new Map()
  let lastInvoke = 0
  const arrived = (word) => {
    if (word?.standInFile === undefined) return word
    const field = document.getElementById(word.standInFile)
    field.remove()
    return field.files[0]
  }
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
      invoke: (channel, ...words) => new Promise((resolve) => {
        const id = ++lastInvoke
        invoked.set(id, resolve)
        toMain({ kind: 'invoke', id, channel, words })
      }),
    },
    // A page's own File has no path; here all of them lie in one folder.
    webUtils: { getPathForFile: (file) => ${JSON.stringify(process.env['STAND_IN_FILES'] ?? '')} + '/' + file.name },
  }
  document.addEventListener('stand-in-call', (event) => {
    const { name, key, call, words } = JSON.parse(event.detail)
    Promise.resolve(exposedObjects.get(name)[key](...words.map(arrived))).then((value) => {
      const detail = JSON.stringify({ call, value })
      document.dispatchEvent(new CustomEvent('stand-in-answer', { detail }))
    })
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
    if (message.kind === 'invoked') invoked.get(message.id)?.(message.value)
    if (message.kind === 'message')
      listeners.get(message.channel)?.({ ports: message.ports.map(portNumbered) }, message.data)
  }
  ;((require, process) => {
    ${readFileSync(preloadFile, 'utf8')}
  })(() => electron, { platform: '${process.platform}' })
})()`
}
