import { Worker } from 'node:worker_threads'

/**
 * Runs in a thread of its own, which goes on when the event loop of the process is stuck. Text and not a file, so that
 * it is the same from sources and from what was built. A parent that is gone: elsewhere than on Windows its children
 * get another one; Windows keeps the number, and asking for the process fails.
 */
const WATCH = `
const parent = process.ppid
function isGone() {
  if (process.platform !== 'win32') return process.ppid !== parent
  try {
    process.kill(parent, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}
setInterval(() => isGone() && process.kill(process.pid, 'SIGKILL'), 1000)
`

/** Ends this process with the one that started it, even when a call that never returns blocks it. */
export function endWithParent(): void {
  new Worker(WATCH, { eval: true }).unref()
}
