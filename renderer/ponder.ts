import type { Client } from '../electron/contract/define.ts'
import { PonderError, problemOf, type Problem } from '../electron/contract/ponder-error.ts'
import { windowCalls, type WindowCalls } from '../electron/contract/window-calls.ts'
import { connect } from '../electron/wire/connect.ts'
import type { Port } from '../electron/wire/port.ts'
import { sendBytesOver, type SendBytes } from '../electron/contract/send-bytes.ts'
import { openBrowserDoor, sessionOfBrowser } from './browser-door.ts'
import { openDesktopDoor } from './desktop-door.ts'
import { postBytes } from './post-bytes.ts'

/** silent: lost for so long that Ponder has most likely ended; it is still tried. refused: the key is no longer taken, or too many windows are open; trying again by itself would not help. */
export type Connection = 'connecting' | 'open' | 'lost' | 'silent' | 'refused'

export type Calls = Omit<Client<WindowCalls>, 'sendBytes'> & { readonly sendBytes: SendBytes }

/** How this window reaches core. `sendBytes` null: bytes travel over the port like everything else. */
export type Door = { readonly open: () => Promise<Port>; readonly sendBytes: SendBytes | null }

export type Ponder = {
  /** Functions of core. Throws a PonderError while the connection is lost. */
  readonly calls: () => Calls
  /** The same, waiting a moment for a connection that is being made. */
  readonly callsSoon: () => Promise<Calls>
  readonly connection: () => Connection
  readonly onConnection: (listen: () => void) => () => void
  /** Follows a stream across lost connections until it ends, fails for another reason, or `signal` aborts. */
  readonly follow: <Item>(
    open: (calls: Calls, signal: AbortSignal) => AsyncIterable<Item>,
    hear: { readonly item: (item: Item) => void; readonly problem: (problem: Problem) => void },
    signal: AbortSignal,
  ) => Promise<void>
}

/** The first retry comes at once: most losses are a core that was started again. */
const PAUSES_MS = [0, 250, 500, 1000, 2000, 4000] as const
const LONGEST_PAUSE_MS = 5000
/** Longer than this a person would rather be told than wait. */
const PATIENCE_MS = 3000

/** Connects the window to core and stays connected. */
export function openPonder(door: Door = chooseDoor()): Ponder {
  let connection: Connection = 'connecting'
  let calls: Calls | null = null
  const listeners = new Set<() => void>()

  const become = (next: Connection, nextCalls: Calls | null): void => {
    connection = next
    calls = nextCalls
    for (const listen of listeners) listen()
  }

  const stayConnected = async (): Promise<void> => {
    let failures = 0
    for (;;) {
      const port = await door.open().catch(expected)
      if (port === 'refused') return become('refused', null)
      if (port !== 'unreachable') {
        failures = 0
        const client = connect(windowCalls, port)
        become('open', { ...client, sendBytes: door.sendBytes ?? sendBytesOver(client) })
        await new Promise<void>((resolve) => port.onClose(resolve))
      }
      become(failures < PAUSES_MS.length ? 'lost' : 'silent', null)
      await pause(PAUSES_MS[failures] ?? LONGEST_PAUSE_MS)
      failures += 1
    }
  }

  const callsOtherThan = (used: Calls | null, signal: AbortSignal): Promise<Calls | null> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!signal.aborted && (calls === null || calls === used)) return
        listeners.delete(look)
        signal.removeEventListener('abort', look)
        resolve(signal.aborted ? null : calls)
      }
      listeners.add(look)
      signal.addEventListener('abort', look)
      look()
    })

  void stayConnected()
  return {
    calls: () => {
      if (calls === null) throw lost
      return calls
    },
    callsSoon: async () => {
      const soon = await callsOtherThan(null, AbortSignal.timeout(PATIENCE_MS))
      if (soon === null) throw lost
      return soon
    },
    connection: () => connection,
    onConnection: (listen) => {
      listeners.add(listen)
      return () => listeners.delete(listen)
    },
    follow: async (open, hear, signal) => {
      let used: Calls | null = null
      for (;;) {
        used = await callsOtherThan(used, signal)
        if (used === null) return
        try {
          for await (const item of open(used, signal)) hear.item(item)
          return
        } catch (thrown) {
          if (signal.aborted) return
          if (isLost(thrown)) continue
          return hear.problem(problemOf(thrown))
        }
      }
    },
  }
}

function chooseDoor(): Door {
  const shell = window.ponderShell
  return shell
    ? { open: () => openDesktopDoor(shell), sendBytes: null }
    : { open: openBrowserDoor, sendBytes: postBytes(sessionOfBrowser) }
}

function expected(thrown: unknown): 'refused' | 'unreachable' {
  if (!(thrown instanceof PonderError)) throw thrown
  return thrown.code === 'not-let-in' ? 'refused' : 'unreachable'
}

function isLost(thrown: unknown): boolean {
  return thrown instanceof PonderError && thrown.code === 'connection-lost'
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms))
}

const lost = new PonderError({
  code: 'connection-lost',
  message: 'Ponder is reconnecting.',
  remedy: 'Try again in a moment. Nothing is lost.',
})
