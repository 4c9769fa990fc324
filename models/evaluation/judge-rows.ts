import type { Engine } from '../../electron/engine/engine.ts'
import { ask } from './ask.ts'
import type { Item } from './items.ts'
import { share } from './rows.ts'
import type { Row } from './rows.ts'

const VOTES = 5
const TEMPERATURE = 0.7

/** The judge with a thought, without one, and as the majority of 1, 3 and 5 sampled judgements. */
export async function judgeRows(engine: Engine, pairs: readonly Item[]): Promise<Row[]> {
  const judged: { think: boolean; quick: boolean; votes: boolean[] }[] = []
  for (const item of pairs) {
    const think = (await ask(engine, item, 'think')).right
    const quick = (await ask(engine, item, 'quick')).right
    const votes: boolean[] = []
    for (let seed = 1; seed <= VOTES; seed += 1)
      votes.push((await ask(engine, item, 'think', { temperature: TEMPERATURE, seed })).right)
    judged.push({ think, quick, votes })
  }
  const majority = (count: number) =>
    share(
      `judge-vote${count}`,
      judged,
      ({ votes }) => votes.slice(0, count).filter(Boolean).length > count / 2,
    )
  return [
    share('judge-think', judged, ({ think }) => think),
    share('judge-quick', judged, ({ quick }) => quick),
    majority(1),
    majority(3),
    majority(5),
  ]
}
