import {
  calibrationQuestions,
  placeAt,
  placeCount,
  reportCalibration,
  routerWays,
  sampleAnswer,
  type CalibratedQuestion,
  type CalibrationPlan,
} from '../../electron/capabilities/think-when-needed/index.ts'
import type { Engine } from '../../electron/engine/engine.ts'
import type { Way } from '../../electron/math/hybrid-accuracy.ts'
import { seededRandom } from '../../electron/math/seeded-random.ts'
import { decisionRows } from './decision-row.ts'
import { average } from './rows.ts'
import type { Row } from './rows.ts'

const never = new AbortController().signal
/** Draws for the interval of a ratio. */
const DRAWS = 2000

type Answers = CalibratedQuestion['sampled']['think']

/** Calibrates on the model and measures the router on questions it did not learn from, beside other ways to choose. */
export async function routerRows(
  engine: Engine,
  plan: CalibrationPlan,
  say: (text: string) => void,
): Promise<Row[]> {
  const questions = await sampleAll(engine, plan, say)
  const described = { id: 'eval', modelKey: '', modelName: '', finishedAt: 0, own: 0, ...plan }
  const report = reportCalibration(described, questions)
  const suffix: Readonly<Record<string, string>> = { router: '' }
  const ways = routerWays(questions)
  return [
    ...report.choosers.map(({ chooser, hybridAccuracy }) => ({
      name: `hybrid-accuracy${suffix[chooser] ?? `-${chooser}`}`,
      unit: 'share',
      ...hybridAccuracy,
    })),
    tokensRow(questions, ways, plan.seed),
    average('accuracy-vs-always-think', 'difference', questions.map(accuracyGained(ways))),
    ...(await decisionRows(
      engine,
      questions.map(({ question }) => question.text),
      plan.seed,
    )),
  ]
}

async function sampleAll(
  engine: Engine,
  plan: CalibrationPlan,
  say: (text: string) => void,
): Promise<CalibratedQuestion[]> {
  const questions = calibrationQuestions(plan.questions, plan.seed).map((question) => ({
    question,
    view: null as CalibratedQuestion['view'],
    sampled: { think: [] as Answers[number][], quick: [] as Answers[number][] },
  }))
  for (let at = 0; at < placeCount(plan); at += 1) {
    const place = placeAt(plan, at)
    const one = questions[place.question]
    if (one === undefined) continue
    const answer = await sampleAnswer(engine, one.question, place, never)
    if (answer === null) throw new Error('The engine stopped.')
    one.view ??= answer.view
    one.sampled[place.mode].push(answer)
    if (at % 200 === 0) say(`${at} of ${placeCount(plan)} answers`)
  }
  return questions
}

function accuracyGained(ways: readonly Way[]) {
  return ({ sampled }: CalibratedQuestion, at: number): number =>
    mean(sampled[ways[at] ?? 'quick'], 'reward') - mean(sampled.think, 'reward')
}

/** Tokens of the router's answers for each token of answers that always think, with a bootstrap interval over questions. */
function tokensRow(questions: readonly CalibratedQuestion[], ways: readonly Way[], seed: number): Row {
  const random = seededRandom(seed)
  const pairs = questions.map(({ sampled }, at) => ({
    router: mean(sampled[ways[at] ?? 'quick'], 'tokens'),
    think: mean(sampled.think, 'tokens'),
  }))
  const ratioOf = (drawn: typeof pairs): number =>
    drawn.reduce((sum, { router }) => sum + router, 0) / drawn.reduce((sum, { think }) => sum + think, 0)
  const ratios = Array.from({ length: DRAWS }, () =>
    ratioOf(pairs.flatMap(() => pairs[Math.floor(random() * pairs.length)] ?? [])),
  ).toSorted((one, two) => one - two)
  return {
    name: 'tokens-vs-always-think',
    unit: 'ratio',
    value: ratioOf(pairs),
    low: ratios[Math.floor(0.025 * DRAWS)] ?? Number.NaN,
    high: ratios[Math.floor(0.975 * DRAWS)] ?? Number.NaN,
    n: pairs.length,
  }
}

function mean(answers: Answers, key: 'reward' | 'tokens'): number {
  return answers.reduce((sum, answer) => sum + answer[key], 0) / answers.length
}
