import {
  countJudgements,
  isSettledQuickly,
  judgeMessages,
  judgeOnce,
  judgePair,
  type AskJudge,
  type Judgement,
  type PairJudgement,
} from '../../electron/capabilities/grade-answers/index.ts'
import { PonderError } from '../../electron/contract/ponder-error.ts'
import type { ChatMessage } from '../../electron/engine/engine.ts'
import { seededRandom } from '../../electron/math/seeded-random.ts'
import type { LabelledPair } from './judging-pairs.ts'
import { average, share, type Row } from './rows.ts'

export type Judges = {
  readonly think: AskJudge
  readonly quick: AskJudge
  readonly form: 'full' | 'short'
  /** Whether Auto, which has learned nothing, would think about these messages. */
  readonly wouldThink: (messages: readonly ChatMessage[]) => Promise<boolean>
}

/** Votes of which a majority is measured. */
const COUNTS = [1, 3, 5]

/** `votes`: sampled judgements of each pair in the order given; 0 = none. */
export type HowToMeasure = { readonly seed: number; readonly votes: number }

type Judged = {
  readonly pair: LabelledPair
  readonly think: PairJudgement
  readonly quick: PairJudgement
  /** No thought is needed. */
  readonly settled: boolean
  readonly voted: readonly Judgement[]
  /** What Auto would do in each order. */
  readonly router: PairJudgement
  readonly routerThinks: readonly boolean[]
}

/**
 * How often the judge finds the better answer of labelled pairs. judge-think and judge-quick: one judgement in the order
 * given; an abstention counts as wrong. A pair that is longer than the judge can read is left out and counted (`read-whole`).
 * judge-vote-k: the majority of k sampled ones in that order. judge-both-orders: two judgements with a thought, each as sure as
 * the judge was of it. judge-auto: the same without a thought where that is settled quickly; how often it thought, and the tokens
 * it wrote for each that judge-both-orders writes. swap-consistency: both orders with the same winner.
 * judge-router: each order with a thought or without as Auto would do; how often it would, and its tokens likewise.
 * `tell` is given the rows so far, so that a run that is stopped has numbers too.
 */
export async function pairRows(
  judges: Judges,
  pairs: readonly LabelledPair[],
  { seed, votes }: HowToMeasure,
  tell: (done: number, soFar: readonly Row[]) => void,
): Promise<Row[]> {
  const judged: Judged[] = []
  for (const [at, pair] of pairs.entries()) {
    const one = await judgedOrTooLong(judges, pair, { seed, votes })
    if (one !== null) judged.push(one)
    tell(at + 1, rowsOf(judged, pairs.slice(0, at + 1), { seed, votes }))
  }
  return rowsOf(judged, pairs, { seed, votes })
}

function rowsOf(
  judged: readonly Judged[],
  pairs: readonly LabelledPair[],
  { seed, votes }: HowToMeasure,
): Row[] {
  const read = judged.map(({ pair }) => pair)
  return [
    share('judge-think', judged, ({ pair, think }) => firstVotesRight(think.judgements, pair, 1)),
    share('judge-quick', judged, ({ pair, quick }) => firstVotesRight(quick.judgements, pair, 1)),
    ...COUNTS.filter((count) => count <= votes).map((count) =>
      share(`judge-vote${count}`, judged, ({ pair, voted }) => firstVotesRight(voted, pair, count)),
    ),
    share('judge-both-orders', judged, ({ pair, think }) => isRightInBoth(think, pair)),
    share('judge-auto', judged, (each) => isRightInBoth(each.settled ? each.quick : each.think, each.pair)),
    share('judge-auto-thought', judged, ({ settled }) => !settled),
    average(
      'judge-auto-tokens',
      'ratio',
      judged.map(({ settled, quick, think }) =>
        settled ? quickly(quick) / written(think) : 1 + quickly(quick) / written(think),
      ),
    ),
    share('judge-router', judged, ({ pair, router }) => isRightInBoth(router, pair)),
    share(
      'judge-router-thought',
      judged.flatMap(({ routerThinks }) => routerThinks),
      (thinks) => thinks,
    ),
    average(
      'judge-router-tokens',
      'ratio',
      judged.map(({ router, think }) => written(router) / written(think)),
    ),
    share('swap-consistency', judged, ({ think }) => think.isConsistent === true),
    share('swap-consistency-quick', judged, ({ quick }) => quick.isConsistent === true),
    share(
      'right-where-consistent',
      judged.filter(({ think }) => think.isConsistent === true),
      ({ pair, think }) => think.pFirst > 0.5 === (pair.better === 1),
    ),
    share('abstained', judged, ({ think }) => think.abstained > 0),
    share('abstained-quick', judged, ({ quick }) => quick.abstained > 0),
    share('read-whole', pairs, (pair) => read.includes(pair)),
    ...baselines(read, seed),
  ]
}

/** Null where the judge cannot read the pair at once. */
async function judgedOrTooLong(
  judges: Judges,
  pair: LabelledPair,
  { seed, votes }: HowToMeasure,
): Promise<Judged | null> {
  const { form } = judges
  const asked = { ...pair, before: '' }
  try {
    const voted: Judgement[] = []
    for (let vote = 0; vote < votes; vote += 1)
      voted.push(await judgeOnce(judges.think, asked, false, { form, votes, seed }, vote))
    const think = await judgePair(judges.think, asked, { form, votes: 1 })
    const quick = await judgePair(judges.quick, asked, { form, votes: 1 })
    const routerThinks: boolean[] = []
    for (const { first, second } of [asked, { first: asked.second, second: asked.first }])
      routerThinks.push(await judges.wouldThink(judgeMessages({ ...asked, first, second }, form)))
    // The likeliest words are the same whoever chose the mode.
    const router = countJudgements(
      routerThinks.flatMap((thinks, at) => (thinks ? think : quick).judgements[at] ?? []),
    )
    return { pair, voted, think, quick, router, routerThinks, settled: isSettledQuickly(quick.judgements) }
  } catch (thrown) {
    if (thrown instanceof PonderError && thrown.code === 'prompt-too-long') return null
    throw thrown
  }
}

function isRightInBoth({ pFirst }: PairJudgement, { better }: LabelledPair): boolean {
  return pFirst !== 0.5 && (pFirst > 0.5 ? 1 : 2) === better
}

/** Tokens. */
function written({ judgements }: Pick<PairJudgement, 'judgements'>): number {
  return judgements.reduce((sum, { tokens }) => sum + tokens.written, 0)
}

/** Tokens until it is settled that the pair needs a thought, or none. */
function quickly({ judgements }: PairJudgement): number {
  const first = judgements.slice(0, 1)
  return written({ judgements: isSettledQuickly(first) ? judgements : first })
}

/** What needs no judge at all. */
function baselines(pairs: readonly LabelledPair[], seed: number): Row[] {
  const random = seededRandom(seed)
  return [
    share(
      'longer-wins',
      pairs,
      ({ first, second, better }) => (first.length > second.length ? 1 : 2) === better,
    ),
    share('random', pairs, ({ better }) => (random() < 0.5 ? 1 : 2) === better),
  ]
}

/** The majority of the first `count` votes in the order given. */
function firstVotesRight(judgements: readonly Judgement[], { better }: LabelledPair, count: number): boolean {
  const votes = judgements
    .filter(({ swapped }) => !swapped)
    .slice(0, count)
    .map(({ vote }) => vote)
  const right = better === 1 ? 'first' : 'second'
  return votes.filter((vote) => vote === right).length > count / 2
}
