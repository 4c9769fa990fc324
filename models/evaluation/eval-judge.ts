/**
 * `npm run eval:judge [-- --seed N --count N --model FILE --pairs FILE --votes N --json]`: how good a judge a model is, measured through
 * the app's own engine and grading. Without `--pairs` on held-out pairs of the demo judge's kind and on arithmetic with known
 * answers; with it on a file in the shape of LLMBar's. Any GGUF chat model will do.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { judgeOn, promptForm } from '../../electron/capabilities/grade-answers/index.ts'
import { seededRandom } from '../../electron/math/seeded-random.ts'
import { bestOfRows } from './best-of-rows.ts'
import { drawItems } from './items.ts'
import { drawPairs, readPairs } from './judging-pairs.ts'
import { loadEngine } from './open-engine.ts'
import { pairRows, type Judges } from './pair-rows.ts'
import type { Row } from './rows.ts'
import { cardTable } from './write-card.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '7' },
    count: { type: 'string', default: '100' },
    model: { type: 'string' },
    pairs: { type: 'string' },
    votes: { type: 'string', default: '5' },
    temperature: { type: 'string', default: '0.7' },
    json: { type: 'boolean', default: false },
  },
})
/** The eight answers may think a little only, so that some go wrong: a judge has something to choose from. */
const budgets = { least: 5, most: 45 }
const temperature = Number(values.temperature)
const ARITHMETIC = ['addition', 'subtraction', 'multiplication']
const path = values.model ?? join(import.meta.dirname, '../demo/ponder-demo-q8.gguf')
const seed = Number(values.seed)
const count = Number(values.count)
const tell = (what: string) => (done: number) => {
  if (done % 20 === 0) console.error(`${what}: ${done}`)
}
/** On the way, so that a run that is stopped has said something. */
const SHOWN = ['judge-think', 'judge-quick', 'judge-auto', 'judge-router', 'abstained', 'longer-wins']
const tellPairs = (done: number, soFar: readonly Row[]) => {
  if (done % 10 !== 0) return
  const rows = soFar.filter(({ name }) => SHOWN.includes(name))
  const words = rows.map(({ name, value, low, high }) => `${name} ${inPerCent(value, low, high)}`)
  console.error(`pairs: ${done} · ${words.join(' · ')}`)
}
const inPerCent = (value: number, low: number, high: number) =>
  `${Math.round(100 * value)} % (${Math.round(100 * low)} to ${Math.round(100 * high)})`

const pairs = values.pairs === undefined ? drawPairs(seed, count) : readPairs(values.pairs).slice(0, count)
const { engine, model } = await loadEngine(path)
const never = new AbortController().signal
const answering = model.thinking.canThink ? 'quick' : 'plain'
const judges: Judges = {
  think: judgeOn(engine, model.thinking.canThink ? 'think' : 'plain', never),
  quick: judgeOn(engine, answering, never),
  form: promptForm(model.contextSize),
  wouldThink: async (messages) =>
    model.thinking.canThink &&
    (await engine.decideThinking(messages, never, null, 'background')).pThink >= 0.5,
}
const how = {
  mode: model.thinking.canThink ? 'think' : 'plain',
  temperature,
  budgets,
  random: seededRandom(seed),
} as const
const rows = await pairRows(judges, pairs, { seed, votes: Number(values.votes) }, tellPairs)
if (values.pairs === undefined) {
  const sums = drawItems(seed, count).filter(({ ability }) => ARITHMETIC.includes(ability))
  const mixed = ARITHMETIC.flatMap((ability) =>
    sums.filter((item) => item.ability === ability).slice(0, Math.ceil(count / ARITHMETIC.length)),
  )
  rows.push(...(await bestOfRows(engine, judges, mixed, how, tell('questions, eight answers each'))))
}
await engine.close()
console.log(values.json ? JSON.stringify({ seed, rows }) : cardTable(rows))
process.exit(0)
