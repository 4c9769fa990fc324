/**
 * `npm run eval:demo [-- --seed N --per-ability N --model FILE --projector FILE --json]`: the demo model's promises, measured through the
 * app's own engines on held-out questions drawn from the seed. Writes ../demo/eval.json and both cards, unless another
 * model is named.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { hybridRows } from './hybrid-rows.ts'
import { drawImageItems } from './image-items.ts'
import { imageRows } from './image-rows.ts'
import { drawItems } from './items.ts'
import { judgeRows } from './judge-rows.ts'
import { openEngine, openEyes } from './open-engine.ts'
import { textRows } from './text-rows.ts'
import { cardTable, writeCard } from './write-card.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '7' },
    'per-ability': { type: 'string', default: '60' },
    model: { type: 'string' },
    projector: { type: 'string' },
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
const ofText = [
  ...(await textRows(engine, questions, seed)),
  ...(await hybridRows(engine, some(questions))),
  ...(await judgeRows(engine, pairs)),
]
await engine.close()
const projector = values.projector ?? join(demo, 'mmproj-ponder-demo.gguf')
const ofImages = existsSync(projector) ? await rowsOfImages(projector) : []
if (ofImages.length === 0) say('No image half: no rows for images.')

const rows = [...ofText, ...ofImages]
const sha256 = checksum(path)
const sha256OfProjector = existsSync(projector) ? checksum(projector) : null
const result = { seed, perAbility, sha256, sha256OfProjector, rows }
if (values.model === undefined) {
  writeFileSync(join(demo, 'eval.json'), `${JSON.stringify(result, null, 1)}\n`)
  writeCard(join(demo, 'README.md'), ofText)
  writeCard(join(demo, 'mmproj.md'), ofImages)
}
console.log(values.json ? JSON.stringify(result) : cardTable(rows))

function checksum(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

async function rowsOfImages(projectorPath: string) {
  const folder = mkdtempSync(join(tmpdir(), 'ponder-eval-images-'))
  const eyes = await openEyes(path, projectorPath)
  try {
    return await imageRows(eyes, drawImageItems(folder, seed, perAbility, perAbility), folder)
  } finally {
    await eyes.dispose()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The first few of every ability but lists, whose answers are long and certain. */
function some(all: readonly (typeof questions)[number][]): typeof questions {
  const counts = new Map<string, number>()
  return all.filter(({ ability }) => {
    const count = (counts.get(ability) ?? 0) + 1
    counts.set(ability, count)
    return ability !== 'lists' && count <= HYBRID_PER_ABILITY
  })
}
