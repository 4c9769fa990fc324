import { join } from 'node:path'
import { updateByOpo, type PolicySample } from '../electron/capabilities/learn-from-grades/index.ts'
import {
  calibrationQuestions,
  featuresOf,
  sampleAnswer,
  signalsOf,
  unknownRecord,
  untaught,
  type CalibrationQuestion,
} from '../electron/capabilities/think-when-needed/index.ts'
import type { Engine } from '../electron/engine/engine.ts'
import { openEngine } from '../models/evaluation/open-engine.ts'
import { timeToFirst } from '../models/evaluation/decision-row.ts'

const never = new AbortController().signal
const ROUNDS = 40
/** Judged answers of one step of learning. */
const BATCH = 4

/** How much dearer everything is that learns: the same work bare, divided by Ponder's. */
export type LearningRatios = {
  /** Time to the first token of a quick answer, chosen by the person, and by Auto. */
  readonly decision: readonly number[]
  /** Time to the first token of a quick answer, and of one step of learning from four judged answers. */
  readonly step: readonly number[]
  /** Time of an answer, and of the same as a sample of a calibration. */
  readonly sample: readonly number[]
}

/** On the demo model, the two of each ratio in turn. */
export async function measureLearning(): Promise<LearningRatios> {
  const engine = await openEngine(join(import.meta.dirname, '../models/demo/ponder-demo-q8.gguf'))
  const questions = calibrationQuestions(ROUNDS + 2, 3)
  const [decision, step, sample]: [number[], number[], number[]] = [[], [], []]
  for (const [at, question] of questions.entries()) {
    const [isEven, other] = [at % 2 === 0, questions[(at + 1) % questions.length] ?? question]
    const one = await timeToFirst(engine, question.text, isEven)
    await timeToFirst(engine, other.text, false)
    const two = await timeToFirst(engine, question.text, !isEven)
    const [auto, quick] = isEven ? [one, two] : [two, one]
    const learned = stepOn(questions.slice(at, at + BATCH))
    // Each after another question, so that neither finds its prompt read.
    await drain(engine, question)
    const bare = await timed(() => drain(engine, other))
    await drain(engine, question)
    const sampled = await timed(() => sampleAnswer(engine, other, PLACE, never))
    // The first ones warm everything up.
    if (at < 2) continue
    decision.push(quick.first / auto.first)
    step.push(quick.first / learned)
    sample.push(bare / sampled)
  }
  await engine.close()
  return { decision, step, sample }
}

const PLACE = { question: 0, mode: 'quick', sample: 0, isFirst: false } as const

/** Milliseconds of one step of OPO. */
function stepOn(questions: readonly CalibrationQuestion[]): number {
  const view = { pThink: 0.7, by: 'own-decision' } as const
  const batch = questions.map(({ text }, at): PolicySample => {
    const asked = { text, hasImages: false, earlier: 0 }
    const features = featuresOf(signalsOf(asked, view, unknownRecord))
    return { version: 0, features, action: at % 2 === 0 ? 1 : 0, taken: 1, reward: at % 2, length: 20 + at }
  })
  const started = performance.now()
  updateByOpo(untaught, batch)
  return performance.now() - started
}

async function drain(engine: Pick<Engine, 'generate'>, { text }: CalibrationQuestion): Promise<void> {
  const request = {
    messages: [{ role: 'user' as const, text }],
    mode: 'quick' as const,
    begun: null,
    thoughtBudget: 1024,
    answerLimit: 256,
    temperature: 0.6,
    seed: 1,
    lane: 'background' as const,
  }
  for await (const _ of engine.generate(request, never));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
