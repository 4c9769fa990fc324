import { createHash } from 'node:crypto'
import { z } from 'zod'
import {
  collectWords,
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
import type { LoadedModel } from '../../contract/models.ts'
import type { Settings } from '../../contract/settings.ts'
import { timingsSchema, type Mode } from '../../contract/turns.ts'
import type { ChatMessage, Engine } from '../../engine/engine.ts'
import type { Store } from '../../store/store.ts'
import type { BesideChat } from '../beside-chat.ts'

/** Enough for answers to differ where the model is not sure. */
const SAMPLE_TEMPERATURE = 0.7
const SAMPLE_LIMIT = 2048

/** A model at work beside the chat: `engine` may be asked in what `run` does. */
export type Bench = {
  readonly engine: Pick<Engine, 'generate'>
  readonly model: LoadedModel
  readonly run: BesideChat['run']
}

/** Who compares two answers: a model that writes its judgements, or one that scores each answer. */
export type Judge =
  | ({ readonly kind: 'writes' } & Bench)
  | {
      readonly kind: 'scores'
      readonly name: string
      /** What the model is known by. */
      readonly key: readonly unknown[]
      readonly run: BesideChat['run']
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

const sampleSchema = z.object({
  thought: z.string(),
  text: z.string(),
  wasCut: z.boolean(),
  tokens: z.object({ read: z.int(), reused: z.int(), thought: z.int(), answer: z.int() }),
  ms: timingsSchema,
})
export type Sample = Readonly<z.infer<typeof sampleSchema>>

/** How thoroughly a pair is judged: `votes` in each order, each after a thought or, where quick ones are sure, without. */
export type Thoroughness = { readonly votes: number; readonly thinks: JudgeThinks }

/** One piece of work for one conversation, done once: the same question to the same model is answered from what is kept. */
export type JudgeSteps = ReturnType<typeof createJudgeSteps>

export function createJudgeSteps(store: Store) {
  /** Milliseconds of work so far, without waiting; the caller takes differences. */
  let worked = 0

  async function once<Schema extends z.ZodType>(
    { run }: Pick<Bench, 'run'>,
    /** Null: kept nowhere. */
    conversationId: string | null,
    key: readonly unknown[],
    schema: Schema,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<z.output<Schema>>,
  ): Promise<z.output<Schema>> {
    signal.throwIfAborted()
    const hash = createHash('sha256').update(JSON.stringify(key)).digest('hex')
    const kept = conversationId === null ? null : store.judgeWork(conversationId, hash, schema)
    if (kept !== null) return kept
    const done = await run(async (stop) => {
      const began = performance.now()
      const result = await work(stop)
      worked += performance.now() - began
      return result
    }, signal)
    if (conversationId !== null) store.saveJudgeWork(conversationId, hash, done)
    return done
  }

  return {
    worked: () => worked,

    /** Another answer to the same messages. */
    sample: (
      bench: Bench,
      conversationId: string,
      messages: readonly ChatMessage[],
      seed: number,
      signal: AbortSignal,
    ): Promise<Sample> => {
      const { engine, model } = bench
      const mode = workingMode(model)
      const key = ['sample', nameOf(model), mode, SAMPLE_TEMPERATURE, seed, messages]
      return once(bench, conversationId, key, sampleSchema, signal, async (stop) => {
        const request = {
          messages,
          mode,
          begun: null,
          thoughtBudget: SAMPLE_LIMIT,
          answerLimit: SAMPLE_LIMIT,
        }
        const how = { ...request, temperature: SAMPLE_TEMPERATURE, seed }
        const words = await collectWords(engine, how, stop)
        return { ...words, thought: words.thought.trim(), text: words.text.trim() }
      })
    },

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
        const query = [pair.before, pair.question].filter((part) => part !== '').join('\n\n')
        const documents = [pair.first, pair.second]
        const key = ['score', judge.key, query, documents]
        const [first = 0, second = 0] = await once(judge, conversationId, key, scoresSchema, signal, (stop) =>
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
    const key = ['judge', nameOf(model), mode, form, pair, swapped, votes > 1, vote]
    return once(bench, conversationId, key, judgementSchema, signal, (stop) =>
      judgeOnce(judgeOn(engine, mode, stop), pair, swapped, { form, votes }, vote),
    )
  }
}

const scoresSchema = z.array(z.number())

/** The same file with the same template. */
function nameOf({ id, sizeBytes, template, contextSize }: LoadedModel): readonly unknown[] {
  return [id, sizeBytes, template, contextSize]
}

export function workingMode({ thinking }: LoadedModel): Mode {
  return thinking.canThink ? 'think' : 'plain'
}
