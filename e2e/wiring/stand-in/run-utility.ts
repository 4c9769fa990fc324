import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'
import { PortTable, type PortMessage, type StandInPort } from './ports.ts'

// The start of every process that stands in for a utilityProcess: gives it a `process.parentPort`, then runs its file.

type FromMain =
  PortMessage | { readonly kind: 'message'; readonly data: unknown; readonly ports: readonly number[] }
type ParentEvent = { readonly data: unknown; readonly ports: readonly StandInPort[] }

const send = (message: object) => void process.send?.(message)
const ports = new PortTable(send)
const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (data: unknown) => send({ kind: 'message', data }),
})
Object.assign(process, { parentPort })

// Messages wait until somebody listens, as Electron says they do.
const early: ParentEvent[] = []
let listening = false
parentPort.on('newListener', (kind) => {
  if (kind !== 'message' || listening) return
  setImmediate(() => {
    listening = true
    for (const event of early.splice(0)) parentPort.emit('message', event)
  })
})

process.on('message', (message: FromMain) => {
  if (ports.hear(message) || message.kind !== 'message') return
  // The ports are taken now: what is sent over them may be next.
  const event: ParentEvent = { data: message.data, ports: message.ports.map((id) => ports.take(id)) }
  if (listening) parentPort.emit('message', event)
  else early.push(event)
})
// A utilityProcess ends with the app.
process.on('disconnect', () => process.exit(0))

// From here on it looks like any other Node process: `fork` must not be found by what runs in it.
await import(pathToFileURL(process.argv[2] ?? '').href)
