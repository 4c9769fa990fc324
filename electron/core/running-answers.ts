import { foldAnswer } from '../contract/fold-answer.ts'
import { problemOf, type Problem } from '../contract/ponder-error.ts'
import type { Answer } from '../contract/turns.ts'
import type { ConversationUpdate } from '../contract/updates.ts'

/** At most this much streamed text can be lost by a crash (promise: 250 ms). The rest is for the write itself. */
const FLUSH_MS = 200

/** The engine's end, not the answer's: what was written stays and can be gone on with. */
const INTERRUPTIONS = new Set(['engine-died', 'engine-hung', 'engine-keeps-dying'])

export type RunningAnswers = {
  /** Writes the answer until its updates end. Never rejects: what went wrong becomes the answer's state. */
  readonly run: (
    answer: Answer,
    updates: (signal: AbortSignal) => AsyncIterable<ConversationUpdate>,
  ) => Promise<Answer>
  /** The answer as it is this moment, newer than the store; null when it is not running. */
  readonly live: (answerId: string) => Answer | null
  /** The conversations they are in, each once. */
  readonly conversationIds: () => string[]
  /** It is running, and looks at images before its first word. */
  readonly isLooking: (answerId: string) => boolean
  /** The answer once it is stored in its final state; null when it is not running. */
  readonly ended: (answerId: string) => Promise<Answer> | null
  /** Resolves when the answer has been stored in its final state. */
  readonly stop: (answerId: string) => Promise<void>
  /** `why` is told to the person, who stopped nothing then: for example another model was chosen. */
  readonly stopAll: (conversationId?: string, why?: Problem) => Promise<void>
}

type Run = {
  answer: Answer
  isLooking: boolean
  stoppedBy: Problem | null
  readonly abort: AbortController
  readonly ended: Promise<Answer>
}

/** The answers being written. They belong to core, not to a window: closing or reloading a window stops nothing. */
export function createRunningAnswers(
  write: (answer: Answer) => void,
  publish: (conversationId: string, update: ConversationUpdate) => void,
  /** One has begun or ended. */
  changed: () => void,
): RunningAnswers {
  const runs = new Map<string, Run>()

  async function follow(run: Run, updates: AsyncIterable<ConversationUpdate>): Promise<Answer> {
    let flush: NodeJS.Timeout | null = null
    let writeProblem: Problem | null = null
    const flushNow = () => {
      flush = null
      try {
        write(run.answer)
      } catch (thrown) {
        // A full disk, for example: going on would show text that is not kept.
        writeProblem = problemOf(thrown)
        run.abort.abort()
      }
    }
    try {
      for await (const update of updates) {
        run.answer = foldAnswer(run.answer, update)
        if (update.kind === 'reading') run.isLooking = update.looking === true
        else if (update.kind === 'thought' || update.kind === 'answer') run.isLooking = false
        if (update.kind !== 'done') publish(run.answer.conversationId, update)
        flush ??= setTimeout(flushNow, FLUSH_MS)
      }
    } catch (thrown) {
      run.answer = failed(run.answer, problemOf(thrown), run.abort.signal.aborted)
    }
    if (flush !== null) clearTimeout(flush)
    if (writeProblem !== null) run.answer = failed(run.answer, writeProblem, false)
    return finish(run)
  }

  function finish(run: Run): Answer {
    if (run.stoppedBy !== null && run.answer.status === 'stopped')
      run.answer = { ...run.answer, status: 'interrupted', problem: run.stoppedBy }
    try {
      write(run.answer)
    } catch (thrown) {
      run.answer = failed(run.answer, problemOf(thrown), false)
    }
    runs.delete(run.answer.id)
    changed()
    publish(run.answer.conversationId, { kind: 'done', answer: run.answer })
    return run.answer
  }

  const stopRun = async (run: Run) => {
    run.abort.abort()
    await run.ended
  }

  return {
    run: (answer, updates) => {
      const abort = new AbortController()
      const { promise: ended, resolve } = Promise.withResolvers<Answer>()
      const run: Run = { answer, isLooking: false, stoppedBy: null, abort, ended }
      runs.set(answer.id, run)
      changed()
      void follow(run, updates(abort.signal)).then(resolve)
      return ended
    },
    live: (answerId) => runs.get(answerId)?.answer ?? null,
    conversationIds: () => [...new Set([...runs.values()].map((run) => run.answer.conversationId))],
    isLooking: (answerId) => runs.get(answerId)?.isLooking ?? false,
    ended: (answerId) => runs.get(answerId)?.ended ?? null,
    stop: async (answerId) => {
      const run = runs.get(answerId)
      if (run) await stopRun(run)
    },
    stopAll: async (conversationId, why) => {
      const wanted = [...runs.values()].filter(
        (run) => conversationId === undefined || run.answer.conversationId === conversationId,
      )
      for (const run of wanted) run.stoppedBy = why ?? null
      await Promise.all(wanted.map(stopRun))
    },
  }
}

function failed(answer: Answer, problem: Problem, stopped: boolean): Answer {
  if (stopped) return { ...answer, status: 'stopped' }
  return { ...answer, status: INTERRUPTIONS.has(problem.code) ? 'interrupted' : 'failed', problem }
}
