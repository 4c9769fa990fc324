import type { Engine } from '../../electron/engine/engine.ts'
import { ask, probabilityOfThinking } from './ask.ts'
import type { Answered } from './ask.ts'
import type { Item } from './items.ts'
import { average, share } from './rows.ts'
import type { Row } from './rows.ts'

/** The abilities the promises about hard and easy questions speak of; which of the two a question is, its task says. */
const PROMISED = [
  'addition subtraction multiplication letter-counts sorting word-problems',
  'days-later capitals opposites colours plurals facts calendar small-sums compare small-talk',
].flatMap((names) => names.split(' '))

const isHard = (item: Item): boolean => item.hard && PROMISED.includes(item.ability)
const isEasy = (item: Item): boolean => !item.hard && PROMISED.includes(item.ability)

type Asked = {
  readonly item: Item
  readonly pThink: number
  readonly think: Answered
  readonly quick: Answered
  /** Auto is what the app does: the likelier of the two modes. */
  readonly auto: Answered
  readonly cut: Answered | null
}

/** Asks every question in every mode and cuts the thoughts of the hard ones at a place of their own. */
export async function textRows(engine: Engine, items: readonly Item[], seed: number): Promise<Row[]> {
  const all: Asked[] = []
  for (const [at, item] of items.entries()) {
    const pThink = await probabilityOfThinking(engine, item)
    const think = await ask(engine, item, 'think')
    const quick = await ask(engine, item, 'quick')
    const thoughtBudget = 1 + ((at * 7 + seed) % 40)
    const cut = isHard(item) ? await ask(engine, item, 'think', { thoughtBudget }) : null
    all.push({ item, pThink, think, quick, auto: pThink >= 0.5 ? think : quick, cut })
  }
  return [...promised(all), ...byAbility(all)]
}

function promised(all: readonly Asked[]): Row[] {
  const hard = all.filter(({ item }) => isHard(item))
  const easy = all.filter(({ item }) => isEasy(item))
  return [
    share('hard-think', hard, ({ think }) => think.right),
    share('hard-quick', hard, ({ quick }) => quick.right),
    share('hard-auto', hard, ({ auto }) => auto.right),
    share('easy-auto', easy, ({ auto }) => auto.right),
    share('auto-thinks-hard', hard, ({ auto }) => auto.thought),
    share('auto-thinks-easy', easy, ({ auto }) => auto.thought),
    share(
      'about-ponder',
      all.filter(({ item }) => item.ability === 'about-ponder'),
      ({ auto }) => auto.right,
    ),
    share('cut-thought', hard, ({ cut }) => cut?.clean === true),
    areaUnderCurve(easy, hard),
    average(
      'tokens-hard-think',
      'tokens',
      hard.map(({ think }) => think.tokens),
    ),
    average(
      'tokens-hard-quick',
      'tokens',
      hard.map(({ quick }) => quick.tokens),
    ),
    average(
      'tokens-hard-auto',
      'tokens',
      hard.map(({ auto }) => auto.tokens),
    ),
    average(
      'tokens-easy-think',
      'tokens',
      easy.map(({ think }) => think.tokens),
    ),
    average(
      'tokens-easy-quick',
      'tokens',
      easy.map(({ quick }) => quick.tokens),
    ),
    average(
      'tokens-easy-auto',
      'tokens',
      easy.map(({ auto }) => auto.tokens),
    ),
  ]
}

function byAbility(all: readonly Asked[]): Row[] {
  const abilities = [...new Set(all.map(({ item }) => item.ability))]
  return abilities.flatMap((ability) => {
    const some = all.filter(({ item }) => item.ability === ability)
    return (['auto', 'think', 'quick'] as const).map((mode) =>
      share(`${ability}-${mode}`, some, (one) => one[mode].right),
    )
  })
}

/**
 * How often P(think) of a hard question is above that of an easy one, ties counting half: the area under the curve.
 * Its interval is Hanley and McNeil's (1982).
 */
function areaUnderCurve(easy: readonly Asked[], hard: readonly Asked[]): Row {
  let above = 0
  for (const low of easy) {
    for (const high of hard) above += high.pThink > low.pThink ? 1 : high.pThink === low.pThink ? 0.5 : 0
  }
  const value = above / (easy.length * hard.length)
  const q1 = value / (2 - value)
  const q2 = (2 * value * value) / (1 + value)
  const square =
    (value * (1 - value) + (hard.length - 1) * (q1 - value ** 2) + (easy.length - 1) * (q2 - value ** 2)) /
    (easy.length * hard.length)
  const half = 1.96 * Math.sqrt(square)
  return {
    name: 'p-think-auc',
    unit: 'area',
    value,
    low: Math.max(0, value - half),
    high: Math.min(1, value + half),
    n: easy.length + hard.length,
  }
}
