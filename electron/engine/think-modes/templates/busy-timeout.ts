const MS_PER_TICK = 1000

/**
 * Calls `late` when this process has had `ms` of the processor's time, or `patienceMs` have passed on the clock. On a busy
 * machine a good program waits for seconds, and must not be taken for one that never ends; what other threads of this
 * process do meanwhile counts too. Returns what calls it off.
 */
export function busyTimeout(late: () => void, ms: number, patienceMs: number): () => void {
  const begun = performance.now()
  const before = process.cpuUsage()
  let timer = setTimeout(look, ms)
  function look(): void {
    const { user, system } = process.cpuUsage(before)
    const missing = ms - (user + system) / MS_PER_TICK
    const left = patienceMs - (performance.now() - begun)
    if (missing <= 0 || left <= 0) late()
    else timer = setTimeout(look, Math.min(Math.max(missing, 20), left))
  }
  return () => clearTimeout(timer)
}
