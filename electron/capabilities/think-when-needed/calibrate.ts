import type { Way } from '../../math/hybrid-accuracy.ts'
import type { Engine } from '../../engine/engine.ts'
import { isRightAnswer, type CalibrationQuestion } from './calibration-questions.ts'
import type { ModelsView } from './signals.ts'

/** The paper's; at 0 every answer of a mode would be the same. */
const TEMPERATURE = 0.6
/** Longer thoughts and answers are cut: a calibration has to come to an end on slow computers too. */
const MOST_THOUGHT = 1024
const MOST_ANSWER = 256

const MODES: readonly Way[] = ['think', 'quick']

export type CalibrationPlan = {
  readonly questions: number
  readonly answersPerMode: number
  readonly seed: number
}

/** One answer that is to be sampled. The model's view is asked for once for each question, with its first answer. */
export type Place = {
  readonly question: number
  readonly mode: Way
  /** Of the question's answers in this mode, from 0. */
  readonly sample: number
  readonly isFirst: boolean
}

export type SampledAnswer = {
  readonly reward: number
  /** Of thought and answer. */
  readonly tokens: number
  readonly ms: number
  readonly view: ModelsView
  /** Mean token probability of a quick answer; null where it is not known. */
  readonly confidence: number | null
}

export function placeCount({ questions, answersPerMode }: CalibrationPlan): number {
  return questions * answersPerMode * MODES.length
}

/** What place `at` of a plan stands for: question by question, its thoughts first. */
export function placeAt({ answersPerMode }: CalibrationPlan, at: number): Place {
  const perQuestion = answersPerMode * MODES.length
  const rest = at % perQuestion
  const mode = rest < answersPerMode ? 'think' : 'quick'
  return { question: Math.floor(at / perQuestion), mode, sample: rest % answersPerMode, isFirst: rest === 0 }
}

/** Samples one answer with its mode forced; null when it was broken off. */
export async function sampleAnswer(
  engine: Pick<Engine, 'generate' | 'decideThinking'>,
  question: CalibrationQuestion,
  place: Place,
  signal: AbortSignal,
): Promise<SampledAnswer | null> {
  const started = performance.now()
  const messages = question.own?.messages ?? [{ role: 'user' as const, text: question.text }]
  const view = place.isFirst ? await engine.decideThinking(messages, signal, null, 'background') : null
  let text = ''
  let tokens = 0
  let confidence: number | null = null
  const request = {
    messages,
    mode: place.mode,
    begun: null,
    thoughtBudget: MOST_THOUGHT,
    answerLimit: MOST_ANSWER,
    temperature: TEMPERATURE,
    seed: 1 + place.sample,
    lane: 'background' as const,
    tellsConfidence: place.mode === 'quick',
  }
  for await (const piece of engine.generate(request, signal)) {
    if (piece.kind === 'answer') text += piece.text
    // What stood before a late closing tag was thought.
    if (piece.kind === 'answer-was-thought') text = ''
    if (piece.kind === 'thought' || piece.kind === 'answer') tokens += piece.tokens
    if (piece.kind !== 'finished') continue
    if (piece.why === 'stopped') return null
    confidence = piece.confidence ?? null
  }
  if (signal.aborted) return null
  const reward = await (question.own?.rewardOf(text, signal) ?? (isRightAnswer(question, text) ? 1 : 0))
  return {
    reward,
    tokens,
    ms: performance.now() - started,
    view: view === null ? null : { pThink: view.pThink, by: view.by },
    confidence,
  }
}
