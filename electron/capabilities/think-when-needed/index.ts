import { questionText } from '../../contract/turns.ts'
import type { Capability, Draft, Tools } from '../capability.ts'
import type { ChatMessage, Engine, ThinkDecision } from '../../engine/engine.ts'
import type { RoutePolicy, RouterChoice } from '../router-seat.ts'
import { chooseByRouter } from './choose-by-router.ts'
import { chooseMode, type MadeChoice } from './choose-mode.ts'
import { DEFAULT_MARGIN, startWeights } from './policy.ts'
import { unknownRecord } from './signals.ts'

export { calibrationQuestions } from './calibration-questions.ts'
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

async function choose(draft: Draft, tools: Tools) {
  const { question, earlier } = draft
  const asked = {
    text: questionText(question),
    hasImages: question.parts.some(({ kind }) => kind === 'image'),
    earlier,
  }
  const policy = tools.router?.policy ?? untaught
  const view = await tools.engine.decideThinking(draft.messages, tools.signal, draft.effort)
  const made = timed(view, () => chooseByRouter(policy, asked, view, tools.router?.random ?? Math.random))
  tools.router?.chosen(made)
  const choice: MadeChoice = { made, policy, view: view.by }
  return { choice, readTokens: view.readTokens }
}

/** With the time that the choice took beyond reading the prompt, which the answer needs anyway. */
function timed(view: ThinkDecision, choose: () => Omit<RouterChoice, 'ms'>): RouterChoice {
  const started = performance.now()
  const chosen = choose()
  return { ...chosen, ms: view.ms - view.readMs + performance.now() - started }
}

/** The choice an Auto message makes on a model that nothing was learned of, for measuring its time. */
export async function chooseMeasured(
  engine: Pick<Engine, 'decideThinking'>,
  messages: readonly ChatMessage[],
  signal: AbortSignal,
): Promise<RouterChoice> {
  const view = await engine.decideThinking(messages, signal)
  const asked = { text: messages.at(-1)?.text ?? '', hasImages: false, earlier: 0 }
  return timed(view, () => chooseByRouter(untaught, asked, view, Math.random))
}
