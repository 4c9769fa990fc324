import {
  judgeOnce,
  judgePair,
  type AskJudge,
  type Judgement,
  type PairJudgement,
} from '../../electron/capabilities/grade-answers/index.ts'
import { PonderError } from '../../electron/contract/ponder-error.ts'
import { seededRandom } from '../../electron/math/seeded-random.ts'
import type { LabelledPair } from './judging-pairs.ts'
import { share, type Row } from './rows.ts'

export type Judges = { readonly think: AskJudge; readonly quick: AskJudge; readonly form: 'full' | 'short' }

/** Votes of which a majority is measured. */
const COUNTS = [1, 3, 5]

/** `votes`: sampled judgements of each pair in the order given; 0 = none. */
export type HowToMeasure = { readonly seed: number; readonly votes: number }

type Judged = {
  readonly pair: LabelledPair
  readonly think: PairJudgement
  readonly quick: PairJudgement
  readonly voted: readonly Judgement[]
}

/**
 * How often the judge finds the better answer of labelled pairs. judge-think and judge-quick: one judgement in the order
 * given; an abstention counts as wrong. A pair that is longer than the judge can read is left out and counted (`read-whole`). judge-vote-k: the majority of k sampled ones in that order. judge-both-orders: two
 * judgements, where a change of sides counts half. swap-consistency: both orders with the same winner.
 */
export async function pairRows(
  judges: Judges,
  pairs: readonly LabelledPair[],
  { seed, votes }: HowToMeasure,
  tell: (done: number) => void,
): Promise<Row[]> {
  const judged: Judged[] = []
  for (const [at, pair] of pairs.entries()) {
    const one = await judgedOrTooLong(judges, pair, { seed, votes })
    if (one !== null) judged.push(one)
    tell(at + 1)
  }
  const read = judged.map(({ pair }) => pair)
  return [
    share('judge-think', judged, ({ pair, think }) => firstVotesRight(think.judgements, pair, 1)),
    share('judge-quick', judged, ({ pair, quick }) => firstVotesRight(quick.judgements, pair, 1)),
    ...COUNTS.filter((count) => count <= votes).map((count) =>
      share(`judge-vote${count}`, judged, ({ pair, voted }) => firstVotesRight(voted, pair, count)),
    ),
    share('swap-consistency', judged, ({ think }) => think.isConsistent === true),
    share('swap-consistency-quick', judged, ({ quick }) => quick.isConsistent === true),
    share(
      'right-where-consistent',
      judged.filter(({ think }) => think.isConsistent === true),
      ({ pair, think }) => think.pFirst > 0.5 === (pair.better === 1),
    ),
    share('abstained', judged, ({ think }) => think.abstained > 0),
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
    return {
      pair,
      voted,
      think: await judgePair(judges.think, asked, { form, votes: 1 }),
      quick: await judgePair(judges.quick, asked, { form, votes: 1 }),
    }
  } catch (thrown) {
    if (thrown instanceof PonderError && thrown.code === 'prompt-too-long') return null
    throw thrown
  }
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
