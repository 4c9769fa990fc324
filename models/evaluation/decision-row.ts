import { chooseByRouter, untaught, warmRouter } from '../../electron/capabilities/think-when-needed/index.ts'
import type { Engine } from '../../electron/engine/engine.ts'
import { seededRandom, type Random } from '../../electron/math/seeded-random.ts'
import { average, type Row } from './rows.ts'

const never = new AbortController().signal
/** So many questions are asked both ways: one alone is within the noise of a busy machine. */
const PAIRS = 600
/** Draws for the interval of a median. */
const DRAWS = 2000

/**
 * What Auto costs before the first token of a quick answer. Each question is asked once with the mode left to Auto and once
 * with Quick chosen, in turn, through the same engine; another question comes before each, so that no prompt is in the cache.
 *
 *     decision-share-of-first-token = mean over questions of (router + tokens read for the decision alone) / t_auto
 *     first-token-auto-vs-quick = median over questions of t_auto / t_quick
 *
 * t = from the send to the first token. The first is what is done for the choice and nothing else; the second holds all that
 * may differ, and the noise of the machine.
 */
export async function decisionRows(
  engine: Pick<Engine, 'generate'>,
  texts: readonly string[],
  seed: number,
): Promise<Row[]> {
  // As Ponder does when a model is opened.
  warmRouter()
  const random = seededRandom(seed)
  const shares: number[] = []
  const ratios: number[] = []
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const [text, other, another] = [0, 1, 2].map((step) => texts[(pair + step) % texts.length] ?? '')
    const autoFirst = pair % 2 === 0
    await timeToFirst(engine, other ?? '', false)
    const one = await timeToFirst(engine, text ?? '', autoFirst)
    await timeToFirst(engine, another ?? '', false)
    const two = await timeToFirst(engine, text ?? '', !autoFirst)
    const [auto, quick] = autoFirst ? [one, two] : [two, one]
    shares.push(auto.deciding / auto.first)
    ratios.push(auto.first / quick.first)
  }
  const medians = Array.from({ length: DRAWS }, () => median(drawn(ratios, random))).toSorted(ascending)
  return [
    average('decision-share-of-first-token', 'share', shares),
    {
      name: 'first-token-auto-vs-quick',
      unit: 'ratio',
      value: median(ratios),
      low: medians[Math.floor(0.025 * DRAWS)] ?? Number.NaN,
      high: medians[Math.floor(0.975 * DRAWS)] ?? Number.NaN,
      n: ratios.length,
    },
  ]
}

/** Milliseconds from the send to the first token of a quick answer, and those of the choice alone. */
export async function timeToFirst(
  engine: Pick<Engine, 'generate'>,
  text: string,
  isAuto: boolean,
): Promise<{ readonly first: number; readonly deciding: number }> {
  const started = performance.now()
  const asked = { text, hasImages: false, earlier: 0 }
  const open = isAuto ? chooseByRouter(untaught, asked, 'own-decision', Math.random) : null
  let deciding = performance.now() - started
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
    if (piece.kind === 'decided') {
      const since = performance.now()
      open?.madeOf({ pThink: piece.pThink, by: piece.by }, piece.mode)
      deciding += piece.ms + performance.now() - since
    }
    if (piece.kind === 'answer') first ??= performance.now() - started
  }
  if (first === null) throw new Error('There was no answer.')
  return { first, deciding }
}

const ascending = (one: number, two: number): number => one - two

function median(values: readonly number[]): number {
  return values.toSorted(ascending)[Math.floor(values.length / 2)] ?? Number.NaN
}

function drawn(values: readonly number[], random: Random): number[] {
  return values.map(() => values[Math.floor(random() * values.length)] ?? Number.NaN)
}
