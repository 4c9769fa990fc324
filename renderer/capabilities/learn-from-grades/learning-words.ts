import type {
  CalibrationProgress,
  Learning,
  LearningSample,
  Measured,
  PolicyVersion,
} from '../../../electron/contract/learning.ts'
import { count, seconds } from '../../parts/amounts.ts'
import type { CalibrationSize } from './use-learning-actions.ts'

/** "112 of 468 answers, about 6 min 5 s left" */
export function progressWords({ state, done, total, msLeft }: CalibrationProgress): string {
  const far = `${count(done)} of ${count(total)} answers`
  switch (state) {
    case 'running':
      return msLeft === null ? far : `${far}, about ${seconds(Math.max(1000, msLeft))} left`
    case 'waiting':
      return `${far}. Your chat goes first.`
    case 'paused':
      return `Paused at ${far}. Nothing of it is lost.`
    case 'failed':
      return `Stopped at ${far}.`
    case 'done':
      return `${count(total)} answers, done`
  }
  return state satisfies never
}

/** "78 questions, 468 answers, about 2 min 10 s" */
export function lengthWords(
  { questions, answersPerMode }: CalibrationSize,
  own: number,
  msPerAnswer: number | null,
): string {
  const answers = 2 * (questions + own) * answersPerMode
  const size = `${count(questions + own)} questions, ${count(answers)} answers`
  return msPerAnswer === null ? size : `${size}, about ${seconds(Math.max(1000, answers * msPerAnswer))}`
}

/** What is done with the person's own questions, where they allow it. */
export function ownWords(questions: number, modelName: string): string {
  if (questions === 0) return 'There are none yet: ask something in Auto first.'
  const which = questions === 1 ? 'Your last question' : `Your last ${questions} questions`
  return `${which} in Auto, asked again as they were. Nobody knows their right answers, so ${modelName} judges each new answer against the one you got. It all stays on this computer, and the report does not repeat your words.`
}

/** What made the policy of this version. */
export function originWords({ origin, samples, from }: PolicyVersion): string {
  switch (origin) {
    case 'calibration':
      return `calibration, ${count(samples)} answers`
    case 'answers':
      return `${count(samples)} judged ${samples === 1 ? 'answer' : 'answers'}`
    case 'undo':
      return from === 0 ? 'back to before it learned' : `back to version ${from ?? '?'}`
    case 'reset':
      return 'began anew'
  }
  return origin satisfies never
}

/** What became of an Auto answer. */
export function stateWords({ state, usedFor }: LearningSample): string {
  switch (state) {
    case 'unjudged':
      return 'not judged'
    case 'waiting':
      return 'waits for a step'
    case 'used':
      return usedFor === null ? 'learned from' : `made version ${usedFor}`
    case 'stale':
      return 'outdated'
  }
  return state satisfies never
}

/** From where its reward comes. */
export function rewardWords({ reward, rewardFrom }: LearningSample): string {
  if (reward === null) return '–'
  const value = reward.toFixed(2)
  if (rewardFrom === null) return value
  return `${value}, ${{ thumb: 'thumb', grade: 'grade', overruled: 'overruled' }[rewardFrom]}`
}

/** Signals that were never met in a question of the person's, so that core knows them by their names alone. */
const signalNames: Readonly<Record<string, string>> = {
  always: 'what it does in general',
  'own-decision': 'what the model leans to',
  'yes-no': 'what the model says when asked',
  margin: 'how thorough you want it',
  'record:think': 'how thinking went before',
  'record:quick': 'how quick answers went before',
}

/** A signal as a person would call it. */
export function signalWords(name: string): string {
  if (name.startsWith('word:')) return `a word of the calibration (${name.slice('word:'.length)})`
  return signalNames[name] ?? name.replace(/^trait:(script:)?/, '').replaceAll('-', ' ')
}

/** What the router of the open model knows. */
export function knowledgeWords({ version, isCalibrated }: Learning): string {
  if (version === 0) return 'Nothing learned yet: Auto does what the model itself leans to.'
  return `Version ${version} of what it learned, ${isCalibrated ? 'calibrated on this model' : 'not calibrated'}.`
}

/** What deciding costs, as a share of what a quick answer takes to begin. */
export function decisionWords({ value, low, high, n }: Measured): string {
  const share = `Deciding takes ${fine(value)} % of the time to the first token of a quick answer`
  return n === 1
    ? `${share}, measured on one answer.`
    : `${share} (95 % interval ${fine(low)} to ${fine(high)} %, ${n} answers).`
}

function fine(share: number): string {
  return (100 * share).toFixed(1)
}

/** How far the next step of learning is. */
export function nextStepWords({ judged, needed }: Learning): string {
  const have = `${judged} of ${needed} judged answers`
  return judged < needed
    ? `${have} for the next step of learning. A thumb, a grade or overruling judges one.`
    : `${have} for the next step, which comes once they differ: from answers all alike there is nothing to learn.`
}

/** The baseline b* in words; null while there is none. */
export function baselineWords(baseline: number | null): string {
  if (baseline === null)
    return 'The baseline b* is the reward to expect: what an answer earns beyond it speaks for the way that was chosen, what it falls short of speaks against it. It is known once answers were judged.'
  return `The baseline b* stands at ${baseline.toFixed(2)}: an answer that earns more speaks for the way that was chosen, one that earns less speaks against it. Longer answers count more in it (Σ length × reward ÷ Σ length), because they sway a step of learning more.`
}
