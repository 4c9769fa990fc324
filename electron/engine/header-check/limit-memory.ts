import { Worker } from 'node:worker_threads'

/**
 * Runs in a thread of its own, which goes on when the event loop is stuck. Text and not a file, so that it is the same
 * from sources and from what was built. The whole process counts, whoever allocated in it.
 */
const WATCH = `
const { workerData } = require('node:worker_threads')
setInterval(() => {
  if (process.memoryUsage.rss() > workerData) process.kill(process.pid, 'SIGKILL')
}, 50)
`

/** Kills this process when it takes more than so many bytes of memory. */
export function limitMemory(bytes: number): void {
  new Worker(WATCH, { eval: true, workerData: bytes }).unref()
}
