import type { Port } from '../wire/port.ts'

/** The processes core may ask its shell for. Each name is a built file beside core's. */
export type ChildName = 'device-check' | 'header-check' | 'media' | 'text-engine' | 'vision-engine'

export type Child = {
  readonly port: Port
  readonly pid: number | undefined
  /** Ends it at once (SIGKILL where there are signals). */
  readonly kill: () => void
  /** Called once. Both null when the reason is unknown. */
  readonly onExit: (listen: (code: number | null, signal: string | null) => void) => void
}

/** Given to core by its shell: utilityProcess.fork in Electron, child_process.fork elsewhere. */
export type Spawn = (name: ChildName) => Child
