import { EventEmitter } from 'node:events'

/** Stands in for MessagePortMain. What is posted at one end arrives at the other, wherever that has been sent to. */
export class StandInPort extends EventEmitter {
  private other: StandInPort | null = null
  private early: unknown[] | null = []
  /** Set when this end was transferred to another process or page. */
  private forward: ((data: unknown) => void) | null = null

  static pair(): { readonly port1: StandInPort; readonly port2: StandInPort } {
    const port1 = new StandInPort()
    const port2 = new StandInPort()
    port1.other = port2
    port2.other = port1
    return { port1, port2 }
  }

  postMessage(data: unknown): void {
    this.other?.arrive(data)
  }

  start(): void {
    const early = this.early ?? []
    this.early = null
    for (const data of early) this.emit('message', { data, ports: [] })
  }

  close(): void {
    const { other } = this
    this.other = null
    if (other === null) return
    other.other = null
    other.emit('close')
    this.emit('close')
  }

  /** From now on what arrives here goes on to `forward`. */
  transferTo(forward: (data: unknown) => void): void {
    this.forward = forward
    for (const data of this.early?.splice(0) ?? []) forward(data)
  }

  private arrive(data: unknown): void {
    if (this.forward !== null) this.forward(data)
    else if (this.early !== null) this.early.push(data)
    else this.emit('message', { data, ports: [] })
  }
}

/** Ports that were transferred over one connection, by the number both of its ends know them by. */
export class PortTable {
  private readonly ports = new Map<number, StandInPort>()
  private last = 0
  private readonly send: (message: PortMessage) => void

  constructor(send: (message: PortMessage) => void) {
    this.send = send
  }

  /** Gives the port away; returns its number. */
  give(port: StandInPort): number {
    const id = (this.last += 1)
    this.ports.set(id, port)
    port.transferTo((data) => this.send({ kind: 'port', id, data }))
    port.on('close', () => this.send({ kind: 'port-closed', id }))
    return id
  }

  /** At the receiving end: the port that the other end calls `id`. */
  take(id: number): StandInPort {
    const { port1, port2 } = StandInPort.pair()
    this.ports.set(id, port2)
    port2.transferTo((data) => this.send({ kind: 'port', id, data }))
    port2.on('close', () => this.send({ kind: 'port-closed', id }))
    return port1
  }

  /** True when the message was for a port. */
  hear(message: PortMessage | { readonly kind: string }): boolean {
    if (!isPortMessage(message)) return false
    const port = this.ports.get(message.id)
    if (message.kind === 'port') port?.postMessage(message.data)
    else port?.close()
    return true
  }

  closeAll(): void {
    for (const port of this.ports.values()) port.close()
  }
}

export type PortMessage =
  | { readonly kind: 'port'; readonly id: number; readonly data: unknown }
  | { readonly kind: 'port-closed'; readonly id: number }

function isPortMessage(message: { readonly kind: string }): message is PortMessage {
  return message.kind === 'port' || message.kind === 'port-closed'
}
