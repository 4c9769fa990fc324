import { fork, type ChildProcess } from 'node:child_process'
import type { Child, ChildName } from '../engine/child.ts'
import { processPort } from '../wire/process-port.ts'
import { childEnvironment } from './child-environment.ts'
import { childFile } from './program-files.ts'

/** Starts a child where core runs in a plain Node process: the browser shell and the terminal. */
export function forkChild(name: ChildName): Child {
  return forkFile(childFile(name))
}

/** As `forkChild`, for any file; tests start children of their own with it. */
export function forkFile(file: string): Child {
  const child = fork(file, [], {
    serialization: 'advanced',
    execArgv: [],
    // A process group of its own, so that Ctrl+C in the terminal reaches the parent alone, which then stops in order.
    detached: process.platform !== 'win32',
    env: childEnvironment(),
    // llama.cpp writes to the descriptors themselves; nothing of it may reach the terminal of `ask --json`.
    stdio: ['ignore', 'ignore', process.env['PONDER_ENGINE_LOG'] === '1' ? 'inherit' : 'ignore', 'ipc'],
  })
  const port = processPort(child)
  return {
    port,
    pid: child.pid,
    kill: () => killGroup(child),
    onExit: (listen) => {
      child.once('exit', listen)
      // Never started: there will be no `exit`.
      child.once('error', () => {
        if (child.pid === undefined) listen(null, null)
      })
    },
  }
}

/** With what it has started itself: llama.cpp tries its libraries in a process, which a driver may keep for ever. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  if (process.platform === 'win32') return void child.kill('SIGKILL')
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has no group of its own yet, or is gone this very moment.
    child.kill('SIGKILL')
  }
}
