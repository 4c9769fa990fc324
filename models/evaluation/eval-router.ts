/**
 * `npm run eval:router [-- --seed N --questions N --answers N --model FILE --json]`: how well Auto chooses when to think after
 * it was calibrated on a model, through the app's own engine, and whether what it learns with keeps its promises.
 */
import { parseArgs } from 'node:util'
import { join } from 'node:path'
import { openEngine } from './open-engine.ts'
import { learningRows } from './learning-rows.ts'
import { routerRows } from './router-rows.ts'
import { cardTable } from './write-card.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '7' },
    questions: { type: 'string', default: '150' },
    answers: { type: 'string', default: '4' },
    model: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed)
const plan = { questions: Number(values.questions), answersPerMode: Number(values.answers), seed }
const engine = await openEngine(values.model ?? join(import.meta.dirname, '../demo/ponder-demo-q8.gguf'))
const say = (text: string): void => void (values.json || console.error(text))
const rows = [...(await routerRows(engine, plan, say)), ...learningRows(seed)]
await engine.close()
console.log(values.json ? JSON.stringify({ rows }) : cardTable(rows))
process.exit(0)
