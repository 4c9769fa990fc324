export type Outcome = {
  readonly ability: string
  readonly hard: boolean
  readonly mode: 'auto' | 'think' | 'quick' | 'cut'
  readonly right: boolean
  readonly tokens: number
  readonly thinks: boolean
  readonly pThink: number | null
  /** Ended by itself in one line, with nothing of a thought in it. */
  readonly clean: boolean
}

export type ResultRow = {
  readonly name: string
  readonly n: number
  readonly value: number
  /** 95 % interval; equal to the value where none is known. */
  readonly low: number
  readonly high: number
  readonly unit: string
}

/** The abilities the promises about hard and easy questions speak of; which of the two a question is, its task says. */
const PROMISED = [
  'addition subtraction multiplication letter-counts sorting word-problems',
  'days-later capitals opposites colours plurals facts calendar small-sums compare small-talk',
].flatMap((names) => names.split(' '))

/** The rows of the tables: the promised ones first, then every ability in every mode. */
export function readRows(outcomes: readonly Outcome[]): ResultRow[] {
  const of = (abilities: readonly string[], mode: Outcome['mode'], hard?: boolean) =>
    outcomes.filter(
      (one) =>
        abilities.includes(one.ability) && one.mode === mode && (hard === undefined || one.hard === hard),
    )
  const hard = (mode: Outcome['mode']) => of(PROMISED, mode, true)
  const easy = (mode: Outcome['mode']) => of(PROMISED, mode, false)
  const right = (one: Outcome) => one.right
  const rows = [
    share('hard-think', hard('think'), right),
    share('hard-quick', hard('quick'), right),
    share('hard-auto', hard('auto'), right),
    share('easy-auto', easy('auto'), right),
    share('auto-thinks-hard', hard('auto'), (one) => one.thinks),
    share('auto-thinks-easy', easy('auto'), (one) => one.thinks),
    share('about-ponder', of(['about-ponder'], 'auto'), right),
    share('judge-think', of(['judge'], 'think'), right),
    share('judge-quick', of(['judge'], 'quick'), right),
    share('cut-thought', hard('cut'), (one) => one.clean),
    plain('p-think-auc', areaUnderCurve(easy('auto'), hard('auto')), of(PROMISED, 'auto').length, 'area'),
    plain('tokens-hard-think', mean(hard('think')), hard('think').length, 'tokens'),
    plain('tokens-hard-quick', mean(hard('quick')), hard('quick').length, 'tokens'),
    plain('tokens-easy-auto', mean(easy('auto')), easy('auto').length, 'tokens'),
    plain('tokens-easy-think', mean(easy('think')), easy('think').length, 'tokens'),
  ]
  for (const ability of new Set(outcomes.map((one) => one.ability))) {
    for (const mode of ['auto', 'think', 'quick'] as const) {
      const some = of([ability], mode)
      if (some.length > 0) rows.push(share(`${ability} · ${mode}`, some, right))
    }
  }
  return rows
}

/** A share with Wilson's 95 % interval, which stays inside 0 and 1. */
function share(name: string, outcomes: readonly Outcome[], holds: (one: Outcome) => boolean): ResultRow {
  const n = outcomes.length
  if (n === 0) return plain(name, Number.NaN, 0, 'share')
  const value = outcomes.filter(holds).length / n
  const z = 1.96
  const middle = (value + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z * Math.sqrt((value * (1 - value)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n)
  return { name, n, value, low: Math.max(0, middle - half), high: Math.min(1, middle + half), unit: 'share' }
}

function plain(name: string, value: number, n: number, unit: string): ResultRow {
  return { name, n, value, low: value, high: value, unit }
}

function mean(outcomes: readonly Outcome[]): number {
  return outcomes.reduce((total, one) => total + one.tokens, 0) / outcomes.length
}

/** How often P(think) of a hard question is above that of an easy one; ties count half. */
function areaUnderCurve(easy: readonly Outcome[], hard: readonly Outcome[]): number {
  let above = 0
  for (const low of easy) {
    for (const high of hard) {
      const difference = (high.pThink ?? 0) - (low.pThink ?? 0)
      above += difference > 0 ? 1 : difference === 0 ? 0.5 : 0
    }
  }
  return above / (easy.length * hard.length)
}
