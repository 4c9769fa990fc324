/** What comes of `wanted`, or the reason of `signal` as soon as it aborts; `wanted` itself goes on. */
export function unlessAborted<Result>(wanted: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const giveUp = (): void => reject(signal.reason)
  if (signal.aborted) giveUp()
  signal.addEventListener('abort', giveUp, { once: true })
  return Promise.race([aborted, wanted]).finally(() => signal.removeEventListener('abort', giveUp))
}
