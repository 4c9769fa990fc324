import { fork as forkNode, type ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { PortTable, type PortMessage, type StandInPort } from './ports.ts'

type FromUtility = PortMessage | { readonly kind: 'message'; readonly data: unknown }
type Options = { readonly serviceName?: string; readonly env?: NodeJS.ProcessEnv }

const running = new Set<StandInUtility>()

/** Stands in for `utilityProcess`: a forked Node process with a `process.parentPort`. */
export const utilityProcess = {
  fork: (file: string, _words: readonly string[], options: Options): StandInUtility =>
    new StandInUtility(file, options),
}

export function killUtilities(): void {
  for (const utility of running) utility.kill()
}

/** Process ids by service name. */
export function utilityPids(): Readonly<Record<string, number | undefined>> {
  return Object.fromEntries([...running].map((utility) => [utility.serviceName, utility.pid]))
}

class StandInUtility extends EventEmitter {
  readonly serviceName: string
  private readonly child: ChildProcess
  private readonly ports: PortTable
  private ended = false

  constructor(file: string, { serviceName = file, env = process.env }: Options) {
    super()
    this.serviceName = serviceName
    this.child = forkNode(join(import.meta.dirname, 'run-utility.ts'), [file], {
      serialization: 'advanced',
      execArgv: [],
      env,
    })
    this.ports = new PortTable((message) => this.send(message))
    running.add(this)
    this.child.on('spawn', () => this.emit('spawn'))
    // True because run-utility.ts sends nothing else.
    this.child.on('message', (message) => this.hear(message as FromUtility))
    this.child.on('exit', (code) => {
      this.ended = true
      running.delete(this)
      this.ports.closeAll()
      this.emit('exit', code ?? 9)
    })
  }

  get pid(): number | undefined {
    return this.ended ? undefined : this.child.pid
  }

  postMessage(data: unknown, ports: readonly StandInPort[] = []): void {
    this.send({ kind: 'message', data, ports: ports.map((port) => this.ports.give(port)) })
  }

  kill(): boolean {
    return this.child.kill('SIGTERM')
  }

  private hear(message: FromUtility): void {
    if (!this.ports.hear(message) && message.kind === 'message') this.emit('message', message.data)
  }

  private send(message: object): void {
    if (this.child.connected) this.child.send(message)
  }
}
