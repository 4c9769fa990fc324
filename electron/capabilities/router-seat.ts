import type { Weights } from '../math/logistic-policy.ts'

/** How judged answers of this model went in each mode: mean rewards from 0 to 1, ½ where nothing is known. */
export type ModelsRecord = { readonly think: number; readonly quick: number }

/** The router of one model as it stands, with what the person set. */
export type RoutePolicy = {
  /** 0 = nothing learned yet. */
  readonly version: number
  readonly weights: Weights
  /** δ: how much better an answer after a thought has to be. */
  readonly margin: number
  /** The rate at which the less likely mode is tried; 0 = never. */
  readonly exploration: number
  readonly record: ModelsRecord
}

export type RouterChoice = {
  readonly mode: 'think' | 'quick'
  readonly pThink: number
  /** How likely this mode was to be taken, chance included. */
  readonly taken: number
  /** By chance the less likely mode was tried. */
  readonly explored: boolean
  /** What the policy saw, the margin included. */
  readonly features: Weights
  /** The signals that counted most, with what each added to the logit of thinking. */
  readonly signals: readonly { readonly says: string; readonly weight: number }[]
  /** Time the choice took beyond reading the prompt, in ms. */
  readonly ms: number
}

/** The router during one answer. */
export type RouterSeat = {
  readonly policy: RoutePolicy
  /** From 0 up to 1. */
  readonly random: () => number
  /** Told of the choice, which is learned from once it is judged. */
  readonly chosen: (choice: RouterChoice) => void
}
