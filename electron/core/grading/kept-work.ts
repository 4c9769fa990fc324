import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Store } from '../../store/store.ts'
import type { Bench } from './bench.ts'

/** Where one piece of work is kept: by its conversation, null = nowhere, and all that it depends on. */
export type WorkKey = { readonly conversationId: string | null; readonly parts: readonly unknown[] }

export type KeptWork = ReturnType<typeof createKeptWork>

/** Pieces of work for a conversation, each done once: the same question to the same model is answered from what is kept. */
export function createKeptWork(store: Store) {
  /** Milliseconds of work so far, without waiting, of everyone who has it done: several take turns. */
  const worked = new WeakMap<AbortSignal, number>()

  const hashOf = ({ parts }: WorkKey) => createHash('sha256').update(JSON.stringify(parts)).digest('hex')

  function find<Schema extends z.ZodType>(key: WorkKey, schema: Schema): z.output<Schema> | null {
    return key.conversationId === null ? null : store.judgeWork(key.conversationId, hashOf(key), schema)
  }

  function keep(key: WorkKey, done: unknown, ms: number, signal: AbortSignal): void {
    worked.set(signal, (worked.get(signal) ?? 0) + ms)
    if (key.conversationId !== null) store.saveJudgeWork(key.conversationId, hashOf(key), done)
  }

  return {
    /** Of whoever stops it by this signal; the caller takes differences. */
    worked: (signal: AbortSignal): number => worked.get(signal) ?? 0,
    find,
    /** `ms`: what it took. `signal`: of whoever has it done. */
    keep,
    once: async <Schema extends z.ZodType>(
      { run }: Pick<Bench, 'run'>,
      key: WorkKey,
      schema: Schema,
      signal: AbortSignal,
      work: (signal: AbortSignal) => Promise<z.output<Schema>>,
    ): Promise<z.output<Schema>> => {
      signal.throwIfAborted()
      const kept = find(key, schema)
      if (kept !== null) return kept
      const { done, ms } = await run(async (stop) => {
        const began = performance.now()
        return { done: await work(stop), ms: performance.now() - began }
      }, signal)
      keep(key, done, ms, signal)
      return done
    },
  }
}
