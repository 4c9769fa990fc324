import {
  compareScores,
  countJudgements,
  isSettledQuickly,
  judgeOn,
  judgeOnce,
  promptForm,
  type Judgement,
  type Pair,
} from '../../capabilities/grade-answers/index.ts'
import { judgementSchema, type Comparison, type JudgeThinks } from '../../contract/grades.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import type { Settings } from '../../contract/settings.ts'
import type { Mode } from '../../contract/turns.ts'
import type { Store } from '../../store/store.ts'
import { nameOfModel, workingMode, type Bench } from './bench.ts'
import { createKeptWork } from './kept-work.ts'
import { createSampleSteps, runsOnGraphics } from './sample-step.ts'
import { createFitSteps, queryOf, scoresSchema, tooLongTogether } from './too-long-to-judge.ts'

/** Who compares two answers: a model that writes its judgements, or one that scores each answer. */
export type Judge =
  | ({ readonly kind: 'writes' } & Bench)
  | {
      readonly kind: 'scores'
      readonly name: string
      /** What the model is known by. */
      readonly key: readonly unknown[]
      readonly run: Bench['run']
      /** 0 to 1 each. */
      readonly score: (
        query: string,
        documents: readonly string[],
        signal: AbortSignal,
      ) => Promise<readonly number[]>
    }

export function thoroughnessOf({ gradingVotes, judgeThinks }: Settings): Thoroughness {
  return { votes: gradingVotes, thinks: judgeThinks }
}

export function nameOfJudge(judge: Judge): string {
  return judge.kind === 'writes' ? judge.model.name : judge.name
}

/** Pieces of work that one comparison is. */
export function stepsOf(judge: Judge, votes: number): number {
  return judge.kind === 'writes' ? 2 * votes : 1
}

/** How thoroughly a pair is judged: `votes` in each order, each after a thought or, where quick ones are sure, without. */
export type Thoroughness = { readonly votes: number; readonly thinks: JudgeThinks }

/** What grading is made of, each piece kept with its conversation. */
export type JudgeSteps = ReturnType<typeof createJudgeSteps>

/** `writesSeveral`: whether a model writes several samples at once. */
export function createJudgeSteps(store: Store, writesSeveral = runsOnGraphics) {
  const work = createKeptWork(store)

  return {
    worked: work.worked,
    ...createSampleSteps(work, writesSeveral),
    ...createFitSteps(work),

    /**
     * Which of two answers is better: by a judge that writes in both orders, `votes` times each, by one that scores at once.
     * `step` is told of every piece of work that is done, or was not needed after all.
     */
    compare: async (
      judge: Judge,
      conversationId: string | null,
      pair: Pair,
      { votes, thinks }: Thoroughness,
      signal: AbortSignal,
      step: () => void = () => {},
    ): Promise<Comparison> => {
      if (judge.kind === 'scores') {
        const query = queryOf(pair)
        const documents = [pair.first, pair.second]
        const key = { conversationId, parts: ['score', judge.key, query, documents] }
        const [first = 0, second = 0] = await work.once(judge, key, scoresSchema, signal, (stop) =>
          judge.score(query, documents, stop).then((scores) => [...scores]),
        )
        step()
        const { judgements, ...counted } = compareScores(first, second)
        return { ...counted, judgements: [...judgements] }
      }
      const mode = workingMode(judge.model)
      if (thinks === 'unsure' && mode === 'think') {
        const quick = await judgeQuickly(judge, conversationId, pair, signal)
        if (quick !== null) {
          for (let saved = 0; saved < 2 * votes; saved += 1) step()
          return { ...countJudgements(quick), judgements: quick }
        }
      }
      const judgements = await judgeBothOrders(judge, conversationId, pair, { mode, votes }, signal, step)
      return { ...countJudgements(judgements), judgements }
    },
  }

  /** Null where it has to think: then it is not asked about the other order either. */
  async function judgeQuickly(
    bench: Bench,
    conversationId: string | null,
    pair: Pair,
    signal: AbortSignal,
  ): Promise<Judgement[] | null> {
    const judgements: Judgement[] = []
    for (const swapped of [false, true]) {
      const which = { mode: 'quick', swapped, vote: 0, votes: 1 } as const
      judgements.push(await judgeOneOrder(bench, conversationId, pair, which, signal))
      if (!isSettledQuickly(judgements)) return null
    }
    return judgements
  }

  async function judgeBothOrders(
    bench: Bench,
    conversationId: string | null,
    pair: Pair,
    { mode, votes }: { readonly mode: Mode; readonly votes: number },
    signal: AbortSignal,
    step: () => void = () => {},
  ): Promise<Judgement[]> {
    const judgements: Judgement[] = []
    for (const swapped of [false, true]) {
      for (let vote = 0; vote < votes; vote += 1) {
        const which = { mode, swapped, vote, votes }
        judgements.push(await judgeOneOrder(bench, conversationId, pair, which, signal))
        step()
      }
    }
    return judgements
  }

  /** Vote number `vote` of `votes` in one order. */
  function judgeOneOrder(
    bench: Bench,
    conversationId: string | null,
    pair: Pair,
    which: {
      readonly mode: Mode
      readonly swapped: boolean
      readonly vote: number
      readonly votes: number
    },
    signal: AbortSignal,
  ): Promise<Judgement> {
    const { engine, model } = bench
    const { mode, swapped, vote, votes } = which
    const form = promptForm(model.contextSize)
    const parts = ['judge', nameOfModel(model), mode, form, pair, swapped, votes > 1, vote]
    return work.once(bench, { conversationId, parts }, judgementSchema, signal, (stop) =>
      judgeOnce(judgeOn(engine, mode, stop), pair, swapped, { form, votes }, vote).catch(
        (thrown: unknown) => {
          throw thrown instanceof PonderError && thrown.code === 'prompt-too-long'
            ? tooLongTogether()
            : thrown
        },
      ),
    )
  }
}
