import { collectWords, countJudgements, sameWords } from '../../capabilities/grade-answers/index.ts'
import type { Arena, ArenaVote, Contender, NamedContender } from '../../contract/arena.ts'
import { PonderError, problemOf } from '../../contract/ponder-error.ts'
import type { ChatMessage } from '../../engine/engine.ts'
import { seededRandom } from '../../math/seeded-random.ts'
import type { KeptRound } from '../../store/arena.ts'
import type { Store } from '../../store/store.ts'
import { keyOf } from './arena-board.ts'
import { shownArena, textsOf } from './shown-arena.ts'
import { createFeed, type Feed } from '../feed.ts'
import type { Bench } from './bench.ts'
import { nameOfJudge, thoroughnessOf, type Judge, type JudgeSteps } from './judge-step.ts'
import type { OtherModels } from '../models/other-models.ts'

const ANSWER_LIMIT = 2048
const nothingToJudge = { ...countJudgements([]), judgements: [] }

type Parts = {
  readonly store: Store
  readonly bench: OtherModels['bench']
  readonly judge: (signal: AbortSignal) => Promise<Judge>
  readonly steps: Pick<JudgeSteps, 'compare'>
  readonly nameOf: (modelId: string) => string
  /** Of the open model: it answers first, so that models change as seldom as they can. */
  readonly openModelId: () => string | null
}

type Run = { readonly abort: AbortController; round: KeptRound; readonly ended: Promise<void> }
type Side = KeptRound['left']
type Place = 'left' | 'right'

export type ArenaRoom = ReturnType<typeof createArenaRoom>

/** Blind pairs: two answers to a prompt, votes of the person and of the judge, and who leads. One round at a time. */
export function createArenaRoom({ store, bench, judge, steps, nameOf, openModelId }: Parts) {
  const feeds = new Set<Feed<Arena>>()
  let running: Run | null = null
  /** An earlier round that the person went back to; null = the newest is shown. */
  let chosenId: string | null = null
  let closed = false

  const current = (): Arena => shownArena(store.arenaRounds(), chosenId, running?.round.id ?? null)
  const changed = () => {
    if (closed || feeds.size === 0) return
    const arena = current()
    for (const feed of feeds) feed.push(arena)
  }
  const keep = (run: Run, change: Partial<KeptRound>) => {
    run.round = { ...run.round, ...change }
    store.saveArenaRound(run.round)
    changed()
  }

  const answerBoth = async (run: Run, signal: AbortSignal) => {
    const open = openModelId()
    const isOpen = (place: Place) => run.round[place].contender.modelId === open
    const places: readonly Place[] =
      isOpen('right') && !isOpen('left') ? ['right', 'left'] : ['left', 'right']
    for (const place of places) {
      const side = run.round[place]
      if (side.answer !== null) continue
      const answer = await answerOf(await bench(side.contender.modelId, signal), run.round, side, signal)
      keep(run, { [place]: { ...side, answer } })
    }
  }

  const judgeBoth = async (run: Run, signal: AbortSignal) => {
    const [first, second] = [run.round.left.answer?.text ?? '', run.round.right.answer?.text ?? '']
    const judging = await judge(signal)
    const pair = { question: run.round.prompt, before: '', first, second }
    const comparison = sameWords(first, second)
      ? nothingToJudge
      : await steps.compare(judging, null, pair, thoroughnessOf(store.settings()), signal)
    keep(run, { judge: { name: nameOfJudge(judging), comparison } })
  }

  const go = (round: KeptRound) => {
    const abort = new AbortController()
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    const run: Run = { abort, round, ended }
    running = run
    keep(run, { state: 'answering', problem: null })
    const work = async () => {
      await answerBoth(run, abort.signal)
      keep(run, { state: 'judging' })
      if (run.round.judge === null) await judgeBoth(run, abort.signal)
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
        if (running === run) running = null
        // Forgotten meanwhile: there is nothing to keep it with.
        if (!closed && store.arenaRound(round.id) !== null) keep(run, end)
      })
      .finally(resolve)
    return { roundId: round.id }
  }
  const stop = async () => {
    const before = running
    before?.abort.abort()
    await before?.ended
  }
  const find = (roundId: string): KeptRound => {
    const round = running?.round.id === roundId ? running.round : store.arenaRound(roundId)
    if (round === null) throw roundGone()
    return round
  }
  const named = (contender: Contender): NamedContender => ({
    ...contender,
    systemPrompt: contender.systemPrompt.trim(),
    modelName: nameOf(contender.modelId),
  })

  return {
    async *watch(signal: AbortSignal): AsyncGenerator<Arena> {
      const feed = createFeed<Arena>((_, next) => next, signal)
      feed.push(current())
      feeds.add(feed)
      try {
        yield* feed
      } finally {
        feeds.delete(feed)
      }
    },
    start: async (prompt: string, contenders: readonly [Contender, Contender]) => {
      const [first, second] = [named(contenders[0]), named(contenders[1])]
      if (keyOf(first) === keyOf(second)) throw sameTwice()
      await stop()
      const seed = Math.floor(Math.random() * 2 ** 31)
      const firstIsLeft = seededRandom(seed)() < 0.5
      const side = (contender: NamedContender): Side => ({ contender, answer: null })
      chosenId = null
      return go({
        id: crypto.randomUUID(),
        prompt: prompt.trim(),
        seed,
        left: side(firstIsLeft ? first : second),
        right: side(firstIsLeft ? second : first),
        firstIsLeft,
        state: 'answering',
        vote: null,
        judge: null,
        problem: null,
        createdAt: Date.now(),
      })
    },
    stop: async (roundId: string) => {
      if (running?.round.id === roundId) await stop()
    },
    resume: async (roundId: string) => {
      const round = find(roundId)
      if (running?.round.id === roundId || round.state === 'done') return
      await stop()
      go(round)
    },
    show: (roundId: string) => {
      chosenId = find(roundId).id
      changed()
    },
    vote: (roundId: string, vote: ArenaVote) => {
      const round = find(roundId)
      if (textsOf(round) === null) throw notAnsweredYet()
      // A second vote would not be blind.
      if (round.vote !== null) return
      if (running?.round.id === roundId) keep(running, { vote })
      else store.saveArenaRound({ ...round, vote })
      changed()
    },
    forget: async () => {
      const before = running
      running = null
      chosenId = null
      store.forgetArena()
      before?.abort.abort()
      await before?.ended
      changed()
    },
    close: async () => {
      closed = true
      await stop()
    },
  }
}

async function answerOf(bench: Bench, round: KeptRound, { contender }: Side, signal: AbortSignal) {
  const { systemPrompt, mode, temperature } = contender
  const messages: ChatMessage[] = [
    ...(systemPrompt === '' ? [] : [{ role: 'system' as const, text: systemPrompt }]),
    { role: 'user', text: round.prompt },
  ]
  const request = {
    messages,
    mode: mode === 'quick' && !bench.model.thinking.canThink ? ('plain' as const) : mode,
    begun: null,
    thoughtBudget: ANSWER_LIMIT,
    answerLimit: ANSWER_LIMIT,
    temperature,
    seed: round.seed,
  }
  const words = await bench.run((stop) => collectWords(bench.engine, request, stop), signal)
  const { thought, answer } = words.tokens
  return { thought: words.thought.trim(), text: words.text.trim(), tokens: thought + answer, ms: words.ms }
}

function sameTwice(): PonderError {
  return new PonderError({
    code: 'same-contender',
    message: 'Both are the same model, asked in the same way.',
    remedy: 'Change the model, the way it answers, the temperature or the system prompt of one of them.',
  })
}

function notAnsweredYet(): PonderError {
  return new PonderError({
    code: 'not-answered-yet',
    message: 'Both answers must be there before a vote.',
    remedy: 'Wait for them, or let the round go on.',
  })
}

function roundGone(): PonderError {
  return new PonderError({
    code: 'round-not-found',
    message: 'This round is no longer kept.',
    remedy: 'Start another one.',
  })
}
