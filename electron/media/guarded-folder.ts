import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { availableParallelism, constants } from 'node:os'

export type GuardLimits = {
  readonly seconds: number
  /** Of what the program writes. */
  readonly fileBytes: number
  /** Of address space, which libraries reserve more of than they use. macOS does not limit it. */
  readonly memoryBytes: number
}
export type Ended = 'done' | 'failed' | 'too-much' | 'late'

export type GuardedFolder = {
  /** Runs the program, once. */
  readonly run: () => Promise<Ended>
  /** Ends the program and removes the folder. */
  readonly close: () => Promise<void>
}

/**
 * A line starts the program, its code is told, and the end of the input, which comes with that of whoever holds the
 * other side however it ends, kills the program and removes the folder. `-f` counts in blocks of 512 bytes, `-v` in
 * kilobytes. 0 is the guardian's own group of processes: whatever the program started ends too. What a log-out or a lost
 * reader would end it by is let pass, since it has yet to clean up.
 */
const GUARDIAN = `
folder=$1 seconds=$2 blocks=$3 kilobytes=$4
shift 4
trap '' HUP INT PIPE TERM
exec 3<&0
if read -r begun; then
  (
    ulimit -t "$seconds"; ulimit -f "$blocks"; ulimit -v "$kilobytes" 2>/dev/null || true
    exec "$@" 3<&-
  ) </dev/null >/dev/null &
  program=$!
  (read -r ended <&3; kill -9 "$program") >/dev/null &
  watch=$!
  wait "$program"
  code=$?
  kill -9 "$watch"
  echo "$code"
  read -r ended
fi
rm -rf -- "$folder"
kill -9 0
`

/**
 * A folder that a program works in, with a guardian process that outlives this one if it must: this process may be
 * killed at any time, and neither the program nor what lies in the folder may stay.
 */
export function guardFolder(
  folder: string,
  command: readonly string[],
  { seconds, fileBytes, memoryBytes }: GuardLimits,
): GuardedFolder {
  // Time on all cores at once: what it may take is limited by the clock below.
  const cpuSeconds = Math.ceil(seconds * availableParallelism())
  const limits = [cpuSeconds, Math.ceil(fileBytes / 512), Math.ceil(memoryBytes / 1024)]
  const guardian = spawn('/bin/sh', ['-c', GUARDIAN, 'sh', folder, ...limits.map(String), ...command], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'ignore'],
    // A group of its own, which the end of this process's group leaves alone, and which it may kill as a whole.
    detached: true,
    // glibc reserves address space for each core else.
    env: { PATH: '/usr/bin:/bin', HOME: folder, TMPDIR: folder, LC_ALL: 'C', MALLOC_ARENA_MAX: '2' },
  })
  // One that could not be started, or was killed, says so by its end.
  guardian.stdin.on('error', () => undefined)
  guardian.stdout.on('error', () => undefined)
  const gone = once(guardian, 'close').catch(() => undefined)

  return {
    async run() {
      const { promise, resolve } = Promise.withResolvers<Ended>()
      const timer = setTimeout(() => resolve('late'), seconds * 1000)
      guardian.stdout.once('data', (told: Buffer) => resolve(endOf(Number(told.toString()))))
      void gone.then(() => resolve('failed'))
      guardian.stdin.write('\n')
      return promise.finally(() => clearTimeout(timer))
    },
    async close() {
      guardian.stdin.end()
      await gone
      // Where there was no guardian, or it was killed.
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A shell tells a signal as a code above 128. */
function endOf(code: number): Ended {
  switch (code - 128) {
    // The limit of time is kept by either, and a program that the system ends for want of memory was too much too.
    case constants.signals.SIGKILL:
    case constants.signals.SIGXCPU:
      return 'late'
    case constants.signals.SIGXFSZ:
      return 'too-much'
    default:
      return code === 0 ? 'done' : 'failed'
  }
}
