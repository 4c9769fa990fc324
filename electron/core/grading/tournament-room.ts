import { knockout, roundRobin, sameWords } from '../../capabilities/grade-answers/index.ts'
import { PonderError, problemOf } from '../../contract/ponder-error.ts'
import type { Tournament, TournamentKind, TournamentMatch } from '../../contract/tournaments.ts'
import type { Answer } from '../../contract/turns.ts'
import { winnerOf } from '../../contract/undecided.ts'
import type { Store } from '../../store/store.ts'
import type { GradeFollowers } from './grade-followers.ts'
import { subjectOf, type Subject } from './grade-subject.ts'
import type { Bench } from './bench.ts'
import { nameOfJudge, thoroughnessOf, type Judge, type JudgeSteps } from './judge-step.ts'
import type { Sample } from './sample-step.ts'
import { answererOf, asItStands, keepSample, nextSeeds } from './tournament-candidates.ts'
import { standing } from './tournament-standing.ts'

type Parts = {
  readonly store: Store
  readonly steps: JudgeSteps
  readonly followers: GradeFollowers
  readonly judge: (signal: AbortSignal) => Promise<Judge>
  /** The same where it can be asked before the answers are written, without another model making room; else null. */
  readonly judgeBeside: (signal: AbortSignal) => Promise<Judge | null>
  /** A model that answers; null = the open one. */
  readonly answerer: (modelId: string | null, signal: AbortSignal) => Promise<Bench>
  /** Another version of an answer was kept, or another one is to be shown. */
  readonly pathChanged: (conversationId: string) => void
}

type Run = {
  readonly abort: AbortController
  tournament: Tournament
  /** The end of what was shown when it began, or went on. */
  readonly shownId: string | null
  readonly ended: Promise<void>
}

export type TournamentRoom = ReturnType<typeof createTournamentRoom>

/** Tournaments between answers to one question: the best of several, or one comparison. */
export function createTournamentRoom(parts: Parts) {
  const { store, steps, followers } = parts
  const runs = new Map<string, Run>()
  let closed = false

  const keep = (run: Pick<Run, 'tournament'>, change: Partial<Tournament>) => {
    run.tournament = { ...run.tournament, ...change }
    store.saveTournament(run.tournament)
    followers.publish(run.tournament.conversationId, { kind: 'tournament', tournament: run.tournament })
  }

  /** Told now, and not after minutes of writing. */
  const refuseWhatIsTooLong = async (
    { tournament }: Run,
    { asked, answer }: Subject,
    signal: AbortSignal,
  ) => {
    if (tournament.candidates.length === tournament.count) return
    const judging = await parts.judgeBeside(signal)
    const alone = { ...asked, first: answer.text }
    if (judging !== null) await steps.refuseTooLong(judging, answer.conversationId, alone, signal)
  }

  const sampleRest = async (run: Run, subject: Subject, step: () => number | null, signal: AbortSignal) => {
    const { conversationId } = subject.answer
    const take = (bench: Bench, sample: Sample, msLeft: number | null) => {
      const known =
        run.tournament.candidates.find(({ text }) => sameWords(text, sample.text))?.answerId ??
        // A tournament before it may have kept the same words.
        store.siblingAnswers(subject.answer.id).find(({ text }) => sameWords(text, sample.text))?.id
      const answerId = known ?? keepSample(store, subject.answer, bench, sample)
      if (known === undefined) parts.pathChanged(conversationId)
      const hasSeveral = (run.tournament.modelIds?.length ?? 0) > 0
      const by = hasSeveral ? { modelName: bench.model.name } : {}
      const candidates = [...run.tournament.candidates, { answerId, text: sample.text, ...by }]
      keep(run, { candidates, msLeft })
    }
    while (run.tournament.candidates.length < run.tournament.count) {
      const seeds = nextSeeds(run.tournament)
      const bench = await parts.answerer(answererOf(run.tournament, seeds[0] ?? 0), signal)
      /** Some may be there before those whose turn it is. */
      const early = new Map<number, Sample>()
      const asked = { bench, conversationId, messages: subject.messages }
      await steps.samples(asked, seeds, signal, (seed, sample, isLast) => {
        early.set(seed, sample)
        // Of those that are written at once the first says nothing of how long the others take.
        for (let next; (next = early.get(run.tournament.candidates.length)) !== undefined;) {
          const msLeft = step()
          take(bench, next, isLast ? msLeft : null)
        }
      })
    }
  }

  const playAll = async (run: Run, subject: Subject, step: () => number | null, signal: AbortSignal) => {
    const how = thoroughnessOf(store.settings())
    const judging = await parts.judge(signal)
    const comparisons = new Map<string, TournamentMatch['comparison']>()
    const play = async (first: number, second: number): Promise<number> => {
      const [one, other] = [run.tournament.candidates[first], run.tournament.candidates[second]]
      if (one === undefined || other === undefined) throw new RangeError('There is no such candidate.')
      if (sameWords(one.text, other.text)) return 0.5
      const pair = { ...subject.asked, first: one.text, second: other.text }
      const comparison = await steps.compare(judging, subject.answer.conversationId, pair, how, signal)
      comparisons.set(`${first}-${second}`, comparison)
      return comparison.pFirst
    }
    const { kind, count, matches: played } = run.tournament
    const tell = (match: Omit<TournamentMatch, 'comparison'>) => {
      const comparison = comparisons.get(`${match.first}-${match.second}`) ?? null
      const matches = [...run.tournament.matches, { ...match, comparison }]
      keep(run, { matches, ...standing(run.tournament, matches), msLeft: step() })
    }
    keep(run, { state: 'judging', judgeName: nameOfJudge(judging) })
    if (kind === 'round-robin') await roundRobin(count, play, tell, played)
    else await knockout(count, play, tell, played)
  }

  const runningFor = (questionId: string): Tournament | undefined =>
    [...runs.values()].find(({ tournament }) => tournament.questionId === questionId)?.tournament

  const lastShown = (conversationId: string) =>
    store.shownPath(conversationId, { beforeId: null, limit: 1 }).turns[0]?.turn

  /**
   * Only where one was found better, and the answer that was shown at the beginning still is: whoever asked on or again, or
   * looks at another version meanwhile, stays there and finds the winner by the line below.
   */
  const showWinner = ({ tournament, shownId }: Run) => {
    const { conversationId, questionId } = tournament
    const winnerId = winnerOf(tournament)
    const last = lastShown(conversationId)
    if (winnerId === null || last?.kind !== 'answer' || last.id !== shownId) return
    if (last.parentId !== questionId || last.status === 'running') return
    store.showBranch(conversationId, winnerId)
    parts.pathChanged(conversationId)
  }

  const start = (tournament: Tournament) => {
    const subject = subjectOf(store, tournament.candidates[0]?.answerId ?? '')
    const abort = new AbortController()
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    const run: Run = { abort, tournament, shownId: lastShown(tournament.conversationId)?.id ?? null, ended }
    runs.set(tournament.id, run)
    keep(run, { state: 'sampling', problem: null, msLeft: null })
    const step = startClock(
      () => run.tournament,
      () => steps.worked(abort.signal),
    )
    const work = async () => {
      await refuseWhatIsTooLong(run, subject, abort.signal)
      await sampleRest(run, subject, step, abort.signal)
      await playAll(run, subject, step, abort.signal)
    }
    void work()
      .then(
        () => ({ state: 'done' as const }),
        (thrown: unknown) =>
          abort.signal.aborted
            ? { state: 'stopped' as const }
            : { state: 'failed' as const, problem: problemOf(thrown) },
      )
      .then((end) => {
        runs.delete(tournament.id)
        // Its conversation may be gone by now.
        if (closed || store.turn(subject.answer.id) === null) return
        keep(run, { ...end, msLeft: null })
        if (end.state !== 'failed' && tournament.kind !== 'compare') showWinner(run)
      })
      .finally(resolve)
    return { tournamentId: tournament.id }
  }

  const begin = (
    subject: Subject,
    others: readonly Answer[],
    count: number,
    kind: TournamentKind,
    modelIds: readonly string[] = [],
  ) => {
    const { id, conversationId, parentId, text } = subject.answer
    const wanted: Tournament = {
      id: crypto.randomUUID(),
      conversationId,
      questionId: parentId,
      ...(modelIds.length > 0 ? { modelIds: [...modelIds] } : {}),
      kind,
      count,
      candidates: [{ answerId: id, text }, ...others.map((each) => ({ answerId: each.id, text: each.text }))],
      matches: [],
      matchCount: kind === 'round-robin' ? (count * (count - 1)) / 2 : count - 1,
      ratings: null,
      best: null,
      state: 'sampling',
      problem: null,
      msLeft: null,
      judgeName: '',
      createdAt: Date.now(),
    }
    const running = runningFor(parentId)
    if (running === undefined) return start(wanted)
    // A second press, or another window.
    if (askedOf(running) === askedOf(wanted)) return { tournamentId: running.id }
    throw stillRunning()
  }

  return {
    /** Those that were running when Ponder was closed are stopped now. */
    of: (conversationId: string): Tournament[] =>
      store.tournamentsOf(conversationId).map((kept) => {
        const live = runs.get(kept.id)?.tournament
        if (live !== undefined) return live
        const wasRunning = kept.state === 'sampling' || kept.state === 'judging'
        return wasRunning ? { ...kept, state: 'stopped', msLeft: null } : kept
      }),
    findBest: (
      answerId: string,
      count: number,
      kind: 'knockout' | 'round-robin',
      modelIds: readonly string[] = [],
    ) => begin(subjectOf(store, answerId), [], count, kind, modelIds),
    compare: (answerId: string, otherId: string) => {
      const [subject, other] = [subjectOf(store, answerId), subjectOf(store, otherId)]
      if (subject.answer.parentId !== other.answer.parentId || answerId === otherId) throw notSiblings()
      return begin(subject, [other.answer], 2, 'compare')
    },
    stop: async (tournamentId: string) => {
      const run = runs.get(tournamentId)
      run?.abort.abort()
      await run?.ended
    },
    resume: (tournamentId: string) => {
      const kept = store.tournament(tournamentId)
      if (kept === null || runs.has(tournamentId) || kept.state === 'done') return
      if (runningFor(kept.questionId) !== undefined) throw stillRunning()
      start(asItStands(store, kept))
    },
    close: () => {
      closed = true
      for (const { abort } of runs.values()) abort.abort()
    },
  }
}

/** What was asked for, to tell a second press from another wish. */
function askedOf({ kind, count, candidates, modelIds = [] }: Tournament): string {
  return JSON.stringify([kind, count, candidates[0]?.answerId, modelIds])
}

/** Milliseconds that are left, from the steps done since the start; a step is one sample or one match. */
function startClock(now: () => Tournament, worked: () => number) {
  const begun = worked()
  let done = 0
  return (): number | null => {
    done += 1
    const { count, candidates, matches, matchCount } = now()
    const left = count - candidates.length + matchCount - matches.length - 1
    return ((worked() - begun) / done) * Math.max(0, left)
  }
}

function notSiblings(): PonderError {
  return new PonderError({
    code: 'not-siblings',
    message: 'Only two different answers to the same question can be compared.',
    remedy: 'Choose another version of this answer.',
  })
}

function stillRunning(): PonderError {
  return new PonderError({
    code: 'tournament-running',
    message: 'Answers to this question are being compared already.',
    remedy: 'Wait until that has ended, or stop it.',
  })
}
