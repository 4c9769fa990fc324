import type { CalibrationReport, Chooser } from '../../contract/learning.ts'
import { betterWay, hybridAccuracy, type Sampled, type Way } from '../../math/hybrid-accuracy.ts'
import type { Weights } from '../../math/logistic-policy.ts'
import { meanInterval, type Interval } from '../../math/mean-interval.ts'
import { proportionInterval } from '../../math/proportion-interval.ts'
import { seededRandom } from '../../math/seeded-random.ts'
import type { CalibrationQuestion } from './calibration-questions.ts'
import { DEFAULT_MARGIN, learningStart, probabilityOfThinking, startWeights, UNSURE } from './policy.ts'
import { featuresOf, signalsOf, unknownRecord, type ModelsView } from './signals.ts'
import { trainByHgpo } from './train-by-hgpo.ts'
import { unsureThreshold, type QuickAnswer } from './unsure-threshold.ts'

/** Mean rewards this close count as equal (ε of equation 13), and the shorter mode is the better one. */
export const HYBRID_MARGIN = 0.1
/** The router is measured on questions it did not learn from: each fifth by what was learned from the other four. */
const FOLDS = 5
export const REPORTED_MARGINS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.01]

export type CalibratedQuestion = {
  readonly question: CalibrationQuestion
  readonly view: ModelsView
  readonly sampled: Sampled
  /** Mean token probabilities of the quick answers, in their order; null where one is not known. */
  readonly confidences?: readonly (number | null)[] | undefined
}

type Described = Omit<CalibrationReport, 'choosers' | 'kinds' | 'curve' | 'wrong'>

/** What the router learns from all of the sampled answers. */
export function learnFromCalibration(questions: readonly CalibratedQuestion[]): Weights {
  const weights = trainByHgpo(questions.map(asSampledQuestion), learningStart)
  return { ...weights, [UNSURE]: unsureThreshold(questions.flatMap(quickAnswers), DEFAULT_MARGIN) }
}

/** With what thinking made of the same questions. */
function quickAnswers({ sampled, confidences }: CalibratedQuestion): QuickAnswer[] {
  const withThought = mean(sampled.think, 'reward')
  return sampled.quick.flatMap(({ reward }, at) => {
    const confidence = confidences?.[at] ?? null
    return confidence === null ? [] : [{ confidence, reward, withThought }]
  })
}

/** How well it does, beside other ways to choose. The router is measured on questions it did not learn from. */
export function reportCalibration(
  described: Described,
  questions: readonly CalibratedQuestion[],
): CalibrationReport {
  const better = questions.map(({ sampled }) => betterWay(sampled, HYBRID_MARGIN))
  const chances = heldOutChances(questions)
  const routerAt = (margin: number): Way[] => chances.map((chance) => wayOf(chance(margin)))
  const random = seededRandom(described.seed)
  const taken: Readonly<Record<Chooser, readonly Way[]>> = {
    router: routerAt(DEFAULT_MARGIN),
    'own-choice': questions.map(({ view }) => wayOf(view?.pThink ?? 0)),
    'always-think': questions.map(() => 'think'),
    'always-quick': questions.map(() => 'quick'),
    random: questions.map(() => wayOf(random())),
  }
  const choosers = (Object.keys(taken) as Chooser[]).map((chooser) => {
    const ways = taken[chooser]
    return { chooser, hybridAccuracy: hybridAccuracy(better, ways), ...outcome(questions, ways) }
  })
  return {
    ...described,
    choosers,
    kinds: kindsOf(questions, taken.router),
    curve: REPORTED_MARGINS.map((margin) => {
      const { accuracy, tokens, thinkShare } = outcome(questions, routerAt(margin))
      return { margin, accuracy, tokens, thinkShare: thinkShare.value }
    }),
    wrong: questions.flatMap(({ question, sampled }, at) =>
      taken.router[at] === better[at]
        ? []
        : [
            {
              question: question.own?.says ?? question.text,
              kind: question.kind,
              chosen: taken.router[at] ?? 'quick',
              pThink: chances[at]?.(DEFAULT_MARGIN) ?? 0,
              think: mean(sampled.think, 'reward'),
              quick: mean(sampled.quick, 'reward'),
              thinkTokens: mean(sampled.think, 'tokens'),
              quickTokens: mean(sampled.quick, 'tokens'),
            },
          ],
    ),
  }
}

/** The router's choice for each question, by what was learned from others. */
export function routerWays(questions: readonly CalibratedQuestion[]): Way[] {
  return heldOutChances(questions).map((chance) => wayOf(chance(DEFAULT_MARGIN)))
}

/** How a policy does on the questions of a calibration, whatever it learned from. */
export function hybridAccuracyOf(questions: readonly CalibratedQuestion[], weights: Weights): Interval {
  return hybridAccuracy(
    questions.map(({ sampled }) => betterWay(sampled, HYBRID_MARGIN)),
    questions.map((each) => wayOf(probabilityOfThinking(weights, featuresIn(each), DEFAULT_MARGIN))),
  )
}

/** For each question its probability of thinking at any margin, learned from the other folds. */
function heldOutChances(questions: readonly CalibratedQuestion[]): ((margin: number) => number)[] {
  const policies = Array.from({ length: FOLDS }, (_, fold) =>
    learnFromCalibration(questions.filter((_, at) => at % FOLDS !== fold)),
  )
  return questions.map((question, at) => {
    const features = featuresIn(question)
    const weights = policies[at % FOLDS] ?? startWeights
    return (margin) => probabilityOfThinking(weights, features, margin)
  })
}

function featuresIn({ question, view }: CalibratedQuestion): Weights {
  return featuresOf(signalsOf({ text: question.text, hasImages: false, earlier: 0 }, view, unknownRecord))
}

function asSampledQuestion(calibrated: CalibratedQuestion) {
  const { think, quick } = calibrated.sampled
  return {
    features: featuresIn(calibrated),
    answers: [
      ...think.map(({ reward }) => ({ mode: 'think' as const, reward })),
      ...quick.map(({ reward }) => ({ mode: 'quick' as const, reward })),
    ],
  }
}

function outcome(questions: readonly CalibratedQuestion[], ways: readonly Way[]) {
  const answers = questions.map(({ sampled }, at) => sampled[ways[at] ?? 'quick'])
  return {
    accuracy: shareOf(
      answers.reduce((sum, each) => sum + mean(each, 'reward'), 0),
      answers.length,
    ),
    tokens: interval(answers.map((each) => mean(each, 'tokens'))),
    thinkShare: shareOf(ways.filter((way) => way === 'think').length, ways.length),
  }
}

function kindsOf(questions: readonly CalibratedQuestion[], ways: readonly Way[]): CalibrationReport['kinds'] {
  const kinds = [...new Set(questions.map(({ question }) => question.kind))].toSorted()
  return kinds.map((kind) => {
    const at = questions.flatMap(({ question }, index) => (question.kind === kind ? [index] : []))
    const own = at.flatMap((index) => questions[index] ?? [])
    const inMode = (mode: Way) => {
      const { accuracy, tokens } = outcome(
        own,
        own.map(() => mode),
      )
      return { accuracy, tokens }
    }
    const thought = at.filter((index) => ways[index] === 'think').length
    return {
      kind,
      questions: own.length,
      think: inMode('think'),
      quick: inMode('quick'),
      thinkShare: thought / own.length,
    }
  })
}

function wayOf(pThink: number): Way {
  return pThink >= 0.5 ? 'think' : 'quick'
}

/** Of token counts, which are never below 0, however few were counted. */
function interval(samples: readonly number[]): Interval {
  if (samples.length === 0) return { value: 0, low: 0, high: 0, n: 0 }
  const found = meanInterval(samples)
  return { ...found, low: Math.max(0, found.low) }
}

/**
 * A share stays within 0 and 1, interval and all, however few were counted. Answers to one question count as one, which
 * makes the interval rather too wide than too narrow. Without anything counted it is 0, since NaN is no number for a window.
 */
function shareOf(count: number, n: number): Interval {
  return n === 0 ? { value: 0, low: 0, high: 1, n } : proportionInterval(count, n)
}

function mean(answers: Sampled['think'], key: 'reward' | 'tokens'): number {
  return answers.length === 0 ? 0 : answers.reduce((sum, answer) => sum + answer[key], 0) / answers.length
}
