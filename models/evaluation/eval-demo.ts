/**
 * `npm run eval:demo [-- --seed N --per-ability N --model FILE --json]`: the demo model's promises, measured through the
 * app's own engines on held-out questions drawn from the seed. Writes ../demo/eval.json and the card, unless another
 * model is named.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { hybridRows } from './hybrid-rows.ts'
import { drawItems } from './items.ts'
import { judgeRows } from './judge-rows.ts'
import { openEngine } from './open-engine.ts'
import { textRows } from './text-rows.ts'
import { cardTable, writeCard } from './write-card.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '7' },
    'per-ability': { type: 'string', default: '60' },
    model: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const demo = join(import.meta.dirname, '../demo')
const shipped = join(demo, 'ponder-demo-q8.gguf')
const path = values.model ?? shipped
const seed = Number(values.seed)
const perAbility = Number(values['per-ability'])
/** Of these, Hybrid Accuracy samples eight answers each. */
const HYBRID_PER_ABILITY = 12

const drawn = drawItems(seed, perAbility)
// decision prompts are put to the model in a form of their own, below the engine
const items = drawn.filter(({ prefix }) => prefix === '')
const pairs = items.filter(({ ability }) => ability === 'judge')
const questions = items.filter(({ ability }) => ability !== 'judge')
const engine = await openEngine(path)
const say = (text: string): void => void (values.json || console.error(text))
say(`${questions.length} questions, ${pairs.length} pairs to judge`)
const rows = [
  ...(await textRows(engine, questions, seed)),
  ...(await hybridRows(engine, some(questions))),
  ...(await judgeRows(engine, pairs)),
]
await engine.close()

const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex')
const result = { seed, perAbility, sha256, rows }
if (values.model === undefined) {
  writeFileSync(join(demo, 'eval.json'), `${JSON.stringify(result, null, 1)}\n`)
  writeCard(join(demo, 'README.md'), rows)
}
console.log(values.json ? JSON.stringify(result) : cardTable(rows))

/** The first few of every ability but lists, whose answers are long and certain. */
function some(all: readonly (typeof questions)[number][]): typeof questions {
  const counts = new Map<string, number>()
  return all.filter(({ ability }) => {
    const count = (counts.get(ability) ?? 0) + 1
    counts.set(ability, count)
    return ability !== 'lists' && count <= HYBRID_PER_ABILITY
  })
}
