import { chooseByRouter, untaught } from '../../electron/capabilities/think-when-needed/index.ts'
import type { Engine } from '../../electron/engine/engine.ts'
import { seededRandom, type Random } from '../../electron/math/seeded-random.ts'
import type { Row } from './rows.ts'

const never = new AbortController().signal
/** So many questions are asked both ways: one alone is within the noise of a busy machine. */
const PAIRS = 600
/** Draws for the interval of a median. */
const DRAWS = 2000

/**
 * What Auto adds to the time to the first token of a quick answer, measured and not reckoned: each question is asked once
 * with the mode left to Auto and once with Quick chosen, in turn, and both are timed from the send to the first token,
 * through the same engine. Another question comes before each, so that no prompt is in the cache.
 *
 *     share = median over questions of (t_auto − t_quick) / t_quick
 */
export async function decisionRow(
  engine: Pick<Engine, 'generate'>,
  texts: readonly string[],
  seed: number,
): Promise<Row> {
  const random = seededRandom(seed)
  const shares: number[] = []
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const [text, other, another] = [0, 1, 2].map((step) => texts[(pair + step) % texts.length] ?? '')
    const autoFirst = pair % 2 === 0
    await timed(engine, other ?? '', false)
    const one = await timed(engine, text ?? '', autoFirst)
    await timed(engine, another ?? '', false)
    const two = await timed(engine, text ?? '', !autoFirst)
    const [auto, quick] = autoFirst ? [one, two] : [two, one]
    shares.push((auto - quick) / quick)
  }
  const medians = Array.from({ length: DRAWS }, () => median(drawn(shares, random))).toSorted(ascending)
  return {
    name: 'decision-share-of-first-token',
    unit: 'share',
    value: median(shares),
    low: medians[Math.floor(0.025 * DRAWS)] ?? Number.NaN,
    high: medians[Math.floor(0.975 * DRAWS)] ?? Number.NaN,
    n: shares.length,
  }
}

/** Milliseconds to the first token of a quick answer. */
async function timed(engine: Pick<Engine, 'generate'>, text: string, isAuto: boolean): Promise<number> {
  const started = performance.now()
  const asked = { text, hasImages: false, earlier: 0 }
  const open = isAuto ? chooseByRouter(untaught, asked, 'own-decision', Math.random) : null
  const request = {
    messages: [{ role: 'user' as const, text }],
    mode: 'quick' as const,
    // Quick whatever comes of it, so that both do the same.
    ...(open === null ? {} : { choice: { ...open.choice, bias: -1e9 } }),
    begun: null,
    thoughtBudget: null,
    answerLimit: 1,
    temperature: 0,
    seed: 1,
  }
  let first: number | null = null
  for await (const piece of engine.generate(request, never)) {
    if (piece.kind === 'decided') open?.madeOf({ pThink: piece.pThink, by: piece.by }, piece.mode)
    if (piece.kind === 'answer') first ??= performance.now() - started
  }
  if (first === null) throw new Error('There was no answer.')
  return first
}

const ascending = (one: number, two: number): number => one - two

function median(values: readonly number[]): number {
  return values.toSorted(ascending)[Math.floor(values.length / 2)] ?? Number.NaN
}

function drawn(values: readonly number[], random: Random): number[] {
  return values.map(() => values[Math.floor(random() * values.length)] ?? Number.NaN)
}
