/**
 * `npm run bench [-- --json]`: Ponder against the bare engine, as ratios in one run, the two in turn so that a machine
 * whose speed drifts slows both. Ratios above 1 mean that Ponder is better.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { writeSlowModel } from '../e2e/fixtures/slow-model.ts'
import { meanInterval } from '../electron/math/mean-interval.ts'
import { openBare } from './bare.ts'
import { measureEyes } from './eyes.ts'
import { measureJudging } from './judging.ts'
import { measureLearning } from './learning.ts'
import { openPonder } from './ponder.ts'

const PAIRS = 8
/** Long enough to drown the first token, short enough for eight pairs. */
const TOKENS = 200
/** Enough to read 200 tokens again where a template drops an empty thought. */
const READING_MS = 3000
const QUESTION = 'Tell me a long story about a lighthouse. '.repeat(8)

type Row = { name: string; n: number; value: number; low: number; high: number; unit: string }
const row = (name: string, unit: string, samples: readonly number[]): Row => ({
  name,
  ...meanInterval(samples),
  unit,
})

const folder = mkdtempSync(join(tmpdir(), 'ponder-bench-'))
const model = writeSlowModel(folder)
const bare = await openBare(model)
const ponder = await openPonder(model, folder, TOKENS)

const speed: number[] = []
const firstToken: number[] = []
const followUp: number[] = []
const redo: number[] = []
for (let pair = 0; pair <= PAIRS; pair += 1) {
  const ours = await ponder.ask(`${pair} ${QUESTION}`)
  const theirs = await bare.ask(`${pair} ${QUESTION}`, TOKENS)
  const again = await ponder.redo()
  // A person reads before asking on; in that time the next prompt is prepared.
  await setTimeout(READING_MS)
  const next = await ponder.followUp('And then?')
  // The first pair warms both up.
  if (pair === 0) continue
  speed.push(ours.tokensPerSecond / theirs.tokensPerSecond)
  firstToken.push(theirs.firstTokenMs / ours.firstTokenMs)
  redo.push(again.readTokens)
  followUp.push(next.readTokens)
}
await ponder.close()
await bare.close()
const eyes = await measureEyes(folder)
const judging = await measureJudging(folder, PAIRS)
rmSync(folder, { recursive: true, force: true })

const learning = await measureLearning()

const rows = [
  row('speed-vs-bare', 'ratio', speed),
  row('first-token-vs-bare', 'ratio', firstToken),
  row('follow-up-read', 'tokens', followUp),
  row('redo-read', 'tokens', redo),
  row('decision-vs-quick', 'ratio', learning.decision),
  row('learning-step-vs-first-token', 'ratio', learning.step),
  row('calibration-sample-vs-answer', 'ratio', learning.sample),
  row('image-thumbnail-12mp', 'ms', eyes.thumbnailMs),
  row('image-kept-12mp', 'ms', eyes.keptMs),
  row('image-first-token-vs-bare', 'ratio', eyes.firstToken),
  row('image-follow-up-read', 'tokens', eyes.followUpRead),
  ...(eyes.memory.length === 0
    ? []
    : [row('image-memory-vs-bare', 'ratio', eyes.memory), row('image-memory', 'MB', eyes.memoryMb)]),
  row('judgements-per-minute', 'judgements', judging.perMinute),
  row('judgement-reused', 'tokens', judging.reused),
  row('judgement-reused-share', 'share', judging.reusedShare),
  row('chat-delay-while-judging', 'ms', judging.chatDelay),
]
if (process.argv.includes('--json')) console.log(JSON.stringify({ rows }))
else
  for (const { name, value, low, high, unit, n } of rows)
    console.log(
      `${name.padEnd(30)} ${value.toFixed(2)} ${unit} (${low.toFixed(2)} to ${high.toFixed(2)}, n ${n})`,
    )
process.exit(0)
