import type { Engine } from '../../electron/engine/engine.ts'
import { betterWay, hybridAccuracy } from '../../electron/math/hybrid-accuracy.ts'
import type { SampledAnswer, Way } from '../../electron/math/hybrid-accuracy.ts'
import { ask, probabilityOfThinking } from './ask.ts'
import type { Item } from './items.ts'
import type { Row } from './rows.ts'

/** N of equation 13, answers in each mode. */
const SAMPLES = 4
const TEMPERATURE = 0.7
/** Mean rewards this close count as equal, and the shorter way is the better one. */
const MARGIN = 0.1

/** Hybrid Accuracy of the model's own choice and of three ways to do without one, on the same questions. */
export async function hybridRows(engine: Engine, items: readonly Item[]): Promise<Row[]> {
  const better: Way[] = []
  const own: Way[] = []
  for (const item of items) {
    const think = await sample(engine, item, 'think')
    const quick = await sample(engine, item, 'quick')
    better.push(betterWay({ think, quick }, MARGIN))
    own.push((await probabilityOfThinking(engine, item)) >= 0.5 ? 'think' : 'quick')
  }
  const always = (way: Way) => items.map(() => way)
  // a fair coin that falls the same way in every run: the digits of the golden ratio's multiples
  const random = items.map((_, at): Way => ((at * 0.618_033_988_75) % 1 < 0.5 ? 'think' : 'quick'))
  const row = (name: string, taken: readonly Way[]): Row => ({
    name,
    unit: 'share',
    ...hybridAccuracy(better, taken),
  })
  return [
    row('hybrid-accuracy', own),
    row('hybrid-accuracy-always-think', always('think')),
    row('hybrid-accuracy-always-quick', always('quick')),
    row('hybrid-accuracy-random', random),
  ]
}

async function sample(engine: Engine, item: Item, way: Way): Promise<SampledAnswer[]> {
  const sampled: SampledAnswer[] = []
  for (let seed = 1; seed <= SAMPLES; seed += 1) {
    const { right, tokens } = await ask(engine, item, way, { temperature: TEMPERATURE, seed })
    sampled.push({ reward: Number(right), tokens })
  }
  return sampled
}
