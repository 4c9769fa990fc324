import type { Mode } from '../../contract/turns.ts'
import type { ChatMessage, Engine } from '../../engine/engine.ts'
import { collectWords, type Words } from './collect-words.ts'

export type HowToJudge = {
  /** 0 = the likeliest words. */
  readonly temperature: number
  readonly seed: number
}

/** Puts a prompt to a judge. Rejects with the signal's reason when it was stopped. */
export type AskJudge = (messages: readonly ChatMessage[], how: HowToJudge) => Promise<Words>

/** A thought about a pair that is longer than this goes round in circles on small machines; the verdict is then asked for. */
const THOUGHT_BUDGET = 2048
const ANSWER_LIMIT = 1024

/** The judge that an engine's open model is. */
export function judgeOn(engine: Pick<Engine, 'generate'>, mode: Mode, signal: AbortSignal): AskJudge {
  return (messages, how) =>
    collectWords(
      engine,
      { messages, mode, begun: null, thoughtBudget: THOUGHT_BUDGET, answerLimit: ANSWER_LIMIT, ...how },
      signal,
    )
}
