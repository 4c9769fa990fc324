import type { Mode } from '../../contract/turns.ts'
import type { ChatMessage, Engine } from '../../engine/engine.ts'
import { collectWords, type Words } from './collect-words.ts'

export type HowToJudge = {
  /** 0 = the likeliest words. */
  readonly temperature: number
  readonly seed: number
  /** Words of the judge's own that it is to go on from, by one token, telling how sure it is of that. */
  readonly goesOn?: { readonly thought: string; readonly text: string }
}

/** Puts a prompt to a judge. Rejects with the signal's reason when it was stopped. */
export type AskJudge = (messages: readonly ChatMessage[], how: HowToJudge) => Promise<Words>

/** A thought about a pair that is longer than this goes round in circles on small machines; the verdict is then asked for. */
const THOUGHT_BUDGET = 2048
const ANSWER_LIMIT = 1024
/** What is to be said behind a thought is short; a judge that is lost may write line breaks till its context is full. */
const ANSWER_LIMIT_AFTER_THOUGHT = 512

/** The judge that an engine's open model is. */
export function judgeOn(engine: Pick<Engine, 'generate'>, mode: Mode, signal: AbortSignal): AskJudge {
  return (messages, { goesOn, ...how }) => {
    const request = { messages, mode, thoughtBudget: THOUGHT_BUDGET, ...how }
    const answerLimit = mode === 'think' ? ANSWER_LIMIT_AFTER_THOUGHT : ANSWER_LIMIT
    if (goesOn === undefined) return collectWords(engine, { ...request, begun: null, answerLimit }, signal)
    const begun = { ...goesOn, thoughtEnded: true }
    // Its thought is over, and only in this mode an engine tells how sure it was.
    const quick = mode === 'think' ? 'quick' : mode
    const next = { ...request, mode: quick, begun, answerLimit: 1, tellsConfidence: true } as const
    return collectWords(engine, next, signal)
  }
}
