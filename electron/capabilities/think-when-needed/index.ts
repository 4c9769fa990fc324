import { questionText } from '../../contract/turns.ts'
import type { Capability, Draft, RouteChoice } from '../capability.ts'
import type { RoutePolicy, RouterSeat } from '../router-seat.ts'
import { chooseByRouter } from './choose-by-router.ts'
import { chooseMode } from './choose-mode.ts'
import { DEFAULT_MARGIN, startWeights } from './policy.ts'
import { unknownRecord } from './signals.ts'

export { chooseByRouter } from './choose-by-router.ts'
export { calibrationQuestions, type CalibrationQuestion } from './calibration-questions.ts'
export { placeAt, placeCount, sampleAnswer, type CalibrationPlan } from './calibrate.ts'
export { hiddenRule } from './hidden-rule.ts'
export { MARGIN, probabilityOfThinking, startWeights, UNSURE, weightsSchema } from './policy.ts'
export {
  hybridAccuracyOf,
  learnFromCalibration,
  reportCalibration,
  routerWays,
  type CalibratedQuestion,
} from './report-calibration.ts'
export { sureEnough, thinkAfterAll } from './think-after-all.ts'
export { featuresOf, signalsOf, unknownRecord, type ModelsView } from './signals.ts'

/** Where nothing was learned: what the model itself leans to. */
export const untaught: RoutePolicy = {
  version: 0,
  weights: startWeights,
  margin: DEFAULT_MARGIN,
  exploration: 0,
  record: unknownRecord,
}

/** Of every kind that is looked at: letters, digits, signs, lines, other scripts. */
const SAMPLES = [
  'What is 347 + 585?',
  'Hello',
  'Two lines,\n"quoted", and `code` => { }',
  'Ποια μέρα? 何曜日？ День?',
]

/** Compiles what choosing needs. The first question would wait for that many times longer than for any other. */
export function warmRouter(): void {
  for (const text of [...SAMPLES, ...SAMPLES]) {
    const asked = { text, hasImages: false, earlier: 0 }
    const { madeOf } = chooseByRouter(untaught, asked, 'own-decision', () => 1)
    madeOf({ pThink: 0.5, by: 'own-decision' }, 'quick')
  }
}

export const thinkWhenNeeded: Capability = {
  name: 'think-when-needed',
  title: 'Thinks when needed',
  paper: 'Think Only When You Need with Large Hybrid-Reasoning Models, arXiv 2505.14631',
  before: async (draft, tools) => {
    const { modeAsked } = draft.question
    const { canThink } = draft.model.thinking
    if (modeAsked !== 'auto' || !canThink) return { ...draft, route: chooseMode(modeAsked, canThink, null) }
    return { ...draft, choice: choiceFor(draft, tools.router) }
  },
}

function choiceFor(draft: Draft, seat: RouterSeat | undefined): RouteChoice {
  const started = performance.now()
  const { question, earlier, model } = draft
  const asked = {
    text: questionText(question),
    hasImages: question.parts.some(({ kind }) => kind === 'image'),
    earlier,
  }
  const policy = seat?.policy ?? untaught
  const by = model.thinking.decidesItself ? 'own-decision' : 'yes-no'
  const { choice, madeOf } = chooseByRouter(policy, asked, by, seat?.random ?? Math.random)
  const before = performance.now() - started
  return {
    choice,
    routeOf: (decided) => {
      const since = performance.now()
      const view = { pThink: decided.pThink, by: decided.by }
      const found = madeOf(view, decided.mode)
      // All that the choice took beyond reading the prompt, which the answer needs anyway.
      const made = { ...found, ms: before + decided.ms + performance.now() - since }
      seat?.chosen(made)
      return chooseMode('auto', true, { made, policy, view: view.by })
    },
  }
}
