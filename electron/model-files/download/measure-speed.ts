/** Long enough that a short hiccup does not make the figures jump, short enough to follow a change. */
const WINDOW_MS = 5000
/** Too little to say anything from. */
const LEAST_MS = 500

export type Speed = {
  /** Bytes a second over the last few seconds; null until that can be said. */
  readonly bytesPerSecond: number | null
  /** At that speed; null when nothing moves. */
  readonly msLeft: number | null
}

/**
 * Measures how fast something grows, by a monotonic clock.
 *
 * Example: 0 bytes at 0 ms and 2000 bytes at 1000 ms are 2000 bytes a second; of 6000 bytes 2000 ms are left.
 */
export function createSpeedometer(): {
  readonly tell: (bytes: number, nowMs: number, ofBytes: number) => Speed
} {
  let samples: { readonly bytes: number; readonly ms: number }[] = []
  return {
    tell: (bytes, nowMs, ofBytes) => {
      const last = samples.at(-1)
      // Less than before: it began again, and what was measured is of no use.
      if (last !== undefined && bytes < last.bytes) samples = []
      samples = samples.filter(({ ms }, index) => nowMs - ms <= WINDOW_MS || index === samples.length - 1)
      samples.push({ bytes, ms: nowMs })
      const first = samples[0]
      if (first === undefined || nowMs - first.ms < LEAST_MS) return { bytesPerSecond: null, msLeft: null }
      const bytesPerSecond = ((bytes - first.bytes) * 1000) / (nowMs - first.ms)
      const msLeft = bytesPerSecond > 0 ? ((ofBytes - bytes) * 1000) / bytesPerSecond : null
      return { bytesPerSecond, msLeft }
    },
  }
}
