import { questionText } from '../../contract/turns.ts'
import type { Capability, Draft, Tools } from '../capability.ts'
import type { RoutePolicy } from '../router-seat.ts'
import { chooseByRouter } from './choose-by-router.ts'
import { chooseMode, type MadeChoice } from './choose-mode.ts'
import { DEFAULT_MARGIN, startWeights } from './policy.ts'
import { unknownRecord } from './signals.ts'

export { calibrationQuestions } from './calibration-questions.ts'
export { placeAt, placeCount, sampleAnswer, type CalibrationPlan } from './calibrate.ts'
export { hiddenRule } from './hidden-rule.ts'
export { MARGIN, probabilityOfThinking, startWeights, weightsSchema } from './policy.ts'
export {
  hybridAccuracyOf,
  learnFromCalibration,
  reportCalibration,
  type CalibratedQuestion,
} from './report-calibration.ts'
export { featuresOf, signalsOf, unknownRecord, type ModelsView } from './signals.ts'

/** Where nothing was learned: what the model itself leans to. */
export const untaught: RoutePolicy = {
  version: 0,
  weights: startWeights,
  margin: DEFAULT_MARGIN,
  exploration: 0,
  record: unknownRecord,
}

export const thinkWhenNeeded: Capability = {
  name: 'think-when-needed',
  title: 'Thinks when needed',
  paper: 'Think Only When You Need with Large Hybrid-Reasoning Models, arXiv 2505.14631',
  before: async (draft, tools) => {
    const { modeAsked } = draft.question
    const { canThink } = draft.model.thinking
    if (modeAsked !== 'auto' || !canThink) return { ...draft, route: chooseMode(modeAsked, canThink, null) }
    const { choice, readTokens } = await choose(draft, tools)
    return { ...draft, route: chooseMode('auto', true, choice), readTokens: draft.readTokens + readTokens }
  },
}

async function choose(draft: Draft, { engine, signal, router }: Tools) {
  const view = await engine.decideThinking(draft.messages, signal, draft.effort)
  const started = performance.now()
  const policy = router?.policy ?? untaught
  const { question, earlier } = draft
  const asked = {
    text: questionText(question),
    hasImages: question.parts.some(({ kind }) => kind === 'image'),
    earlier,
  }
  const chosen = chooseByRouter(policy, asked, view, router?.random ?? Math.random)
  const made = { ...chosen, ms: view.ms - view.readMs + performance.now() - started }
  router?.chosen(made)
  const choice: MadeChoice = { made, policy, view: view.by }
  return { choice, readTokens: view.readTokens }
}
