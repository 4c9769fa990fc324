import type { AskJudge } from './ask-judge.ts'
import { judgeMessages, type Pair, type PromptForm } from './judge-prompt.ts'
import { verdictChance } from './verdict-chance.ts'
import { readVerdict, type NoVerdict } from './read-verdict.ts'
import { countVotes, type Counted, type SureVote, type Vote } from './voting.ts'

/** The paper's temperature for judgements that are voted on. */
const VOTING_TEMPERATURE = 0.6
/** Words that hold no verdict are asked for again so often; then the judge has abstained. */
const MOST_ATTEMPTS = 3

export type Judgement = {
  /** The judge saw the second answer first. */
  readonly swapped: boolean
  readonly vote: Vote
  /** How sure it was of that, 0 to 1; null or left out where that is not known. */
  readonly chance?: number | null | undefined
  /** Why the last attempt was no verdict; null when it was one. */
  readonly why: NoVerdict | null
  readonly thought: string
  readonly text: string
  readonly attempts: number
  readonly tokens: { readonly read: number; readonly reused: number; readonly written: number }
}

export type PairJudgement = Counted & { readonly judgements: readonly Judgement[] }

export type HowToJudgePair = {
  readonly form: PromptForm
  /** Judgements in each order: the k of voting@k. */
  readonly votes: number
  readonly seed?: number
}

/**
 * Which of two answers is better, judged in both orders, `votes` times each, and counted (`countVotes`). A single judgement
 * takes the likeliest words; several are drawn at the temperature of the paper. Words without exactly one verdict are asked
 * for again, three times in all, then the judge abstains.
 *
 * Paper: RRM, https://arxiv.org/abs/2505.14674.
 */
export async function judgePair(ask: AskJudge, pair: Pair, how: HowToJudgePair): Promise<PairJudgement> {
  const judgements: Judgement[] = []
  for (const swapped of [false, true]) {
    for (let vote = 0; vote < how.votes; vote += 1)
      judgements.push(await judgeOnce(ask, pair, swapped, how, vote))
  }
  return countJudgements(judgements)
}

export function countJudgements(judgements: readonly Judgement[]): PairJudgement {
  const votesOf = (swapped: boolean): SureVote[] =>
    judgements.filter((judgement) => judgement.swapped === swapped)
  return { ...countVotes({ asGiven: votesOf(false), swapped: votesOf(true) }), judgements }
}

/** One vote, number `vote` of its order. */
export async function judgeOnce(
  ask: AskJudge,
  pair: Pair,
  swapped: boolean,
  { form, votes, seed = 1 }: HowToJudgePair,
  vote = 0,
): Promise<Judgement> {
  const shown = swapped ? { ...pair, first: pair.second, second: pair.first } : pair
  const messages = judgeMessages(shown, form)
  const tokens = { read: 0, reused: 0, written: 0 }
  for (let attempt = 1; ; attempt += 1) {
    const isGreedy = votes === 1 && attempt === 1
    const words = await ask(messages, {
      temperature: isGreedy ? 0 : VOTING_TEMPERATURE,
      seed: seed + vote * MOST_ATTEMPTS + attempt - 1,
    })
    tokens.read += words.tokens.read
    tokens.reused += words.tokens.reused
    tokens.written += words.tokens.thought + words.tokens.answer
    const verdict = readVerdict(words.text, words.wasCut)
    if (verdict.kind === 'none' && attempt < MOST_ATTEMPTS) continue
    const chance = verdict.kind === 'none' ? null : await verdictChance(ask, messages, words)
    const isFirst = verdict.kind === 'verdict' && (verdict.better === 1) !== swapped
    return {
      swapped,
      vote: verdict.kind === 'none' ? null : isFirst ? 'first' : 'second',
      chance,
      why: verdict.kind === 'none' ? verdict.why : null,
      thought: words.thought.trim(),
      text: words.text.trim(),
      attempts: attempt,
      tokens: { ...tokens },
    }
  }
}
