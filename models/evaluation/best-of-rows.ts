import {
  collectWords,
  judgePair,
  knockout,
  sameWords,
} from '../../electron/capabilities/grade-answers/index.ts'
import type { Mode } from '../../electron/contract/turns.ts'
import type { Engine } from '../../electron/engine/engine.ts'
import { isRight, type Item } from './items.ts'
import type { Judges } from './pair-rows.ts'
import { average, share, type Row } from './rows.ts'

const CANDIDATES = 8
const never = new AbortController().signal

/** `budgets`: most tokens of thought, one drawn for each answer; the judge thinks as long as it likes. */
export type HowToSample = {
  readonly mode: Mode
  readonly temperature: number
  readonly budgets: { readonly least: number; readonly most: number }
  readonly random: () => number
}

type Sampled = {
  readonly best: boolean
  readonly longest: boolean
  readonly first: boolean
  readonly mean: number
}

/**
 * Best of eight: eight sampled answers to each question, the winner of a knockout in both orders, beside what needs no
 * judge: one of the eight at random (their mean), the longest, the first.
 */
export async function bestOfRows(
  engine: Engine,
  judges: Judges,
  questions: readonly Item[],
  how: HowToSample,
  tell: (done: number) => void,
): Promise<Row[]> {
  const all: Sampled[] = []
  for (const item of questions) {
    all.push(await bestOf(engine, judges, item, how))
    tell(all.length)
  }
  const n = CANDIDATES
  return [
    share(`best-of-${n}`, all, ({ best }) => best),
    average(
      `mean-of-${n}`,
      'share',
      all.map(({ mean }) => mean),
    ),
    share(`longest-of-${n}`, all, ({ longest }) => longest),
    share(`first-of-${n}`, all, ({ first }) => first),
    share(`any-of-${n}`, all, ({ mean }) => mean > 0),
    average(
      `gain-of-${n}`,
      'share',
      all.map(({ best, mean }) => Number(best) - mean),
    ),
  ]
}

async function bestOf(engine: Engine, judges: Judges, item: Item, how: HowToSample): Promise<Sampled> {
  const question = item.turns.at(-1)?.[1] ?? ''
  const { least, most } = how.budgets
  const texts: string[] = []
  for (let seed = 1; seed <= CANDIDATES; seed += 1) {
    const request = {
      messages: item.turns.map(([role, text]) =>
        role === 'assistant' ? { role, thought: '', text } : { role, text },
      ),
      begun: null,
      mode: how.mode,
      thoughtBudget: Math.round(least + (most - least) * how.random()),
      answerLimit: 400,
      temperature: how.temperature,
      seed,
    } as const
    texts.push((await collectWords(engine, request, never)).text.trim())
  }
  const best = await knockout(texts.length, async (one, other) => {
    const [first = '', second = ''] = [texts[one], texts[other]]
    if (sameWords(first, second)) return 0.5
    const asked = { question, before: '', first, second }
    return (await judgePair(judges.think, asked, { form: judges.form, votes: 1 })).pFirst
  })
  const right = texts.map((text) => isRight(item, text))
  const longest = texts.reduce((at, text, index) => (text.length > (texts[at] ?? '').length ? index : at), 0)
  return {
    best: right[best] === true,
    longest: right[longest] === true,
    first: right[0] === true,
    mean: right.filter(Boolean).length / right.length,
  }
}
