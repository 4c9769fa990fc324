import { logit, type Weights } from '../../math/logistic-policy.ts'
import type { ModelsRecord } from '../router-seat.ts'
import { questionTraits } from './question-traits.ts'
import { wordSignals } from './word-signals.ts'

/** One thing the router looks at. */
export type Signal = {
  /** Of its weight. */
  readonly name: string
  readonly value: number
  /** For a person, in a few words. */
  readonly says: string
}

export type AskedQuestion = {
  readonly text: string
  readonly hasImages: boolean
  /** Questions before it in the conversation. */
  readonly earlier: number
}

/** What the loaded model says for itself; null where it was not asked. */
export type ModelsView = { readonly pThink: number; readonly by: 'own-decision' | 'yes-no' } | null

export const unknownRecord: ModelsRecord = { think: 0.5, quick: 0.5 }

/** Brings logits, which go to ±8, near the size of the other signals. */
export const LOGIT_SCALE = 4

/** The weight with which a router that has learned nothing follows the model: π(think) is then P(think). */
export const MODELS_VIEW_WEIGHT = LOGIT_SCALE

/** Everything the router looks at, told by name. Deterministic, and quick beside a single token of the model. */
export function signalsOf(question: AskedQuestion, view: ModelsView, record: ModelsRecord): Signal[] {
  return [...viewSignals(view), ...ownSignals(question, record)]
}

/** Those that are known before the model has read a word. */
export function ownSignals(question: AskedQuestion, record: ModelsRecord): Signal[] {
  return [
    { name: 'always', value: 1, says: 'what it does in general' },
    ...questionTraits(question),
    { name: 'record:think', value: 2 * record.think - 1, says: 'how thinking went before' },
    { name: 'record:quick', value: 2 * record.quick - 1, says: 'how quick answers went before' },
    ...wordSignals(question.text),
  ].filter(({ value }) => value !== 0)
}

export function viewSignals(view: ModelsView): Signal[] {
  if (view === null) return []
  const value = logit(view.pThink) / LOGIT_SCALE
  const says = view.by === 'own-decision' ? 'what the model leans to' : 'what the model says when asked'
  return [{ name: view.by, value, says }]
}

/** The vector x of the policy: values of the same name are added. */
export function featuresOf(signals: readonly Signal[]): Weights {
  const features: Record<string, number> = {}
  for (const { name, value } of signals) features[name] = (features[name] ?? 0) + value
  return features
}
