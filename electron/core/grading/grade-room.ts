import {
  ATTEMPTS,
  REFUSAL,
  chooseSiblings,
  sameWords,
  scoreAnswer,
  shortReason,
  type Pair,
} from '../../capabilities/grade-answers/index.ts'
import type { Grade, GradeState, Rival } from '../../contract/grades.ts'
import { PonderError, problemOf } from '../../contract/ponder-error.ts'
import type { Answer } from '../../contract/turns.ts'
import type { Store } from '../../store/store.ts'
import type { GradeFollowers } from './grade-followers.ts'
import { subjectOf, type Subject } from './grade-subject.ts'
import { isReplaced, type Bench } from './bench.ts'
import { nameOfJudge, stepsOf, thoroughnessOf, type Judge, type JudgeSteps } from './judge-step.ts'
import type { Line } from '../line.ts'

type Parts = {
  readonly store: Store
  readonly steps: JudgeSteps
  readonly followers: Pick<GradeFollowers, 'publish'>
  /** The answers of the chat. */
  readonly line: Pick<Line, 'onArrival'>
  /** The model that judges, waiting while it loads. */
  readonly judge: (signal: AbortSignal) => Promise<Judge>
  /** The model that answers, for other attempts at the same question. */
  readonly answerer: (signal: AbortSignal) => Promise<Bench>
  /** Told of every grade that a judge was sure of, from 0 to 1. */
  readonly graded: (answerId: string, grade: number) => void
}

type Run = { readonly abort: AbortController; state: GradeState }

/** After an answer nobody follows up on for so long, it is graded "when idle". */
const QUIET_MS = 5000

export type GradeRoom = ReturnType<typeof createGradeRoom>

/** The grades of answers: being made, kept, and told to whoever follows. */
export function createGradeRoom({ store, steps, followers, line, judge, answerer, graded }: Parts) {
  const runs = new Map<string, Run>()
  const failures = new Map<string, GradeState>()
  const { publish } = followers

  const grade = async (subject: Subject, run: Run): Promise<Grade> => {
    const { answer } = subject
    const { signal } = run.abort
    const how = thoroughnessOf(store.settings())
    const judging = await judge(signal)
    const progress = startProgress(stepsOf(judging, how.votes), (done, all) => {
      run.state = { kind: 'grading', answerId: answer.id, done, steps: all }
      publish(answer.conversationId, { kind: 'grade', state: run.state })
    })
    const before = steps.worked(signal)
    const alone = { ...subject.asked, first: answer.text }
    await steps.refuseTooLong(judging, answer.conversationId, alone, signal)
    const rivals: Rival[] = []
    for (const { source, text } of await collectRivals(subject, progress, signal)) {
      if (source === 'sampled' && sameWords(text, answer.text)) {
        rivals.push({ source, text, pWin: 1, comparison: null })
        progress.skipped()
        continue
      }
      const pair: Pair = { ...subject.asked, first: answer.text, second: text }
      const told = [answer.conversationId, pair, how, signal, progress.step] as const
      const comparison = await steps.compare(judging, ...told)
      rivals.push({ source, text, pWin: comparison.pFirst, comparison })
    }
    const compared = rivals.map(({ pWin, comparison }) => ({
      pWin,
      isConsistent: comparison?.isConsistent ?? null,
    }))
    return {
      answerId: answer.id,
      ...scoreAnswer(compared),
      reason: reasonFrom(rivals),
      rivals,
      judgeName: nameOfJudge(judging),
      ms: steps.worked(signal) - before,
      createdAt: Date.now(),
    }
  }

  /** From its beginning where another model took the judge's place: a grade by halves would be neither's. */
  const gradeByOne = async (subject: Subject, run: Run): Promise<Grade> => {
    for (;;) {
      try {
        return await grade(subject, run)
      } catch (thrown) {
        if (!isReplaced(thrown)) throw thrown
      }
    }
  }

  const collectRivals = async (subject: Subject, progress: Progress, signal: AbortSignal) => {
    const { answer, messages } = subject
    const siblings = store.siblingAnswers(answer.id).map(({ text }) => text)
    const found: Pick<Rival, 'source' | 'text'>[] = chooseSiblings(answer.text, siblings).map((text) => ({
      source: 'sibling',
      text,
    }))
    progress.expect(ATTEMPTS - found.length)
    const seeds = Array.from({ length: ATTEMPTS - found.length }, (_, at) => at + 1)
    const sampled = new Map<number, Pick<Rival, 'source' | 'text'>>()
    for (let left = seeds; left.length > 0; left = seeds.filter((seed) => !sampled.has(seed))) {
      const bench = await answerer(signal)
      const asked = { bench, conversationId: answer.conversationId, messages }
      await steps.samples(asked, left, signal, (seed, { text }) => {
        progress.step()
        sampled.set(seed, { source: 'sampled', text })
      })
    }
    const refusal = { source: 'refusal' as const, text: REFUSAL }
    const rivals = [...found, ...seeds.flatMap((seed) => sampled.get(seed) ?? [])]
    return [...rivals.filter(({ text }) => text !== ''), refusal]
  }

  const start = (answerId: string) => {
    if (runs.has(answerId)) return
    const subject = subjectOf(store, answerId)
    const { conversationId } = subject.answer
    const run: Run = {
      abort: new AbortController(),
      state: { kind: 'grading', answerId, done: 0, steps: 0 },
    }
    runs.set(answerId, run)
    failures.delete(answerId)
    publish(conversationId, { kind: 'grade', state: run.state })
    void gradeByOne(subject, run).then(
      (made) => {
        const now = store.turn(answerId)
        if (!run.abort.signal.aborted && now?.kind === 'answer' && now.text !== subject.answer.text) {
          // It went on meanwhile. Where it has ended by now, that was told while this grade stood in the way of another.
          end(conversationId, run, { kind: 'none', answerId })
          return answerEnded(now)
        }
        // Deleted or closed meanwhile: there is nothing to keep it with.
        if (!run.abort.signal.aborted && now !== null) store.saveGrade(made)
        end(conversationId, run, { kind: 'graded', answerId, grade: made })
      },
      (thrown: unknown) => {
        if (run.abort.signal.aborted) return end(conversationId, run, stateOf(answerId))
        const problem = problemOf(thrown)
        const kept = store.grade(answerId)
        const state: GradeState =
          kept === null
            ? { kind: 'failed', answerId, problem }
            : { kind: 'graded', answerId, grade: kept, problem }
        failures.set(answerId, state)
        end(conversationId, run, state)
      },
    )
  }

  const end = (conversationId: string, run: Run, state: GradeState) => {
    runs.delete(state.answerId)
    if (state.kind === 'graded' && state.problem === undefined && !closed && !state.grade.isUnsure)
      graded(state.answerId, (state.grade.score - 1) / 4)
    if (!closed)
      publish(conversationId, {
        kind: 'grade',
        state: run.abort.signal.aborted ? stateOf(state.answerId) : state,
      })
  }
  let closed = false

  const stateOf = (answerId: string): GradeState => {
    if (closed) return { kind: 'none', answerId }
    const kept = store.grade(answerId)
    return kept === null ? { kind: 'none', answerId } : { kind: 'graded', answerId, grade: kept }
  }

  const statesOf = (conversationId: string): GradeState[] => {
    const kept = store.gradesOf(conversationId).map((each): GradeState => {
      return { kind: 'graded', answerId: each.answerId, grade: each }
    })
    return [...kept, ...failures.values(), ...[...runs.values()].map(({ state }) => state)]
  }

  /** Answers that are graded once the chat has been quiet for a while. */
  let unasked = new Set<string>()
  let quiet: NodeJS.Timeout | undefined
  const startUnasked = (answerId: string) => {
    try {
      start(answerId)
    } catch (thrown) {
      // Deleted, empty or about an image: nobody asked for this grade, so nobody is told.
      if (!(thrown instanceof PonderError)) throw thrown
    }
  }
  const restartQuiet = () => {
    clearTimeout(quiet)
    if (unasked.size === 0) return
    quiet = setTimeout(() => {
      const waiting = store.settings().grading === 'off' ? [] : unasked
      unasked = new Set()
      for (const answerId of waiting) startUnasked(answerId)
    }, QUIET_MS)
  }
  line.onArrival(() => clearTimeout(quiet))

  const tellAgain = ({ id, conversationId }: Answer) => {
    // Where it has gone on, the store has no grade of it any more: what was graded is not what stands there now.
    if (store.grade(id) === null) failures.delete(id)
    if (!runs.has(id)) publish(conversationId, { kind: 'grade', state: failures.get(id) ?? stateOf(id) })
  }

  /** Grades it by itself if the person wants that. However it ended, the chat is quiet again for those that wait. */
  const answerEnded = (answer: Answer) => {
    if (closed) return
    tellAgain(answer)
    const { id, status } = answer
    if (status === 'complete' && store.grade(id) === null) {
      const { grading } = store.settings()
      if (grading === 'always') startUnasked(id)
      if (grading === 'idle') unasked.add(id)
    }
    restartQuiet()
  }

  return {
    /** Kept, failed and being made; the last of an answer counts. */
    statesOf,
    start,
    answerEnded,
    stop: (answerId: string) => runs.get(answerId)?.abort.abort(),
    close: () => {
      closed = true
      clearTimeout(quiet)
      for (const { abort } of runs.values()) abort.abort()
    },
  }
}

/** The judge's words about the comparison that says most: one that was lost, else one that was won, attempts before the refusal. */
function reasonFrom(rivals: readonly Rival[]): string | null {
  const judged = rivals.filter(({ comparison }) => comparison !== null)
  const telling = judged.find(({ pWin }) => pWin < 0.5) ?? judged.find(({ pWin }) => pWin > 0.5) ?? judged[0]
  const side = (telling?.pWin ?? 1) < 0.5 ? 'second' : 'first'
  const judgements = telling?.comparison?.judgements ?? []
  const words = judgements.find(({ vote }) => vote === side) ?? judgements[0]
  return words === undefined ? null : shortReason(words)
}

type Progress = ReturnType<typeof startProgress>

/** Judgements of every rival are expected, until some need none. */
function startProgress(stepsOfOne: number, tell: (done: number, steps: number) => void) {
  let done = 0
  let steps = stepsOfOne * (ATTEMPTS + 1)
  return {
    expect: (samples: number) => tell(done, (steps += samples)),
    step: () => tell((done += 1), steps),
    skipped: () => tell(done, (steps -= stepsOfOne)),
  }
}
