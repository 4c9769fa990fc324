import type { Answer } from '../../electron/contract/turns.ts'
import { count, seconds } from '../parts/amounts.ts'

export type Fact = { readonly name: string; readonly value: string; readonly why: string }

/** What an answer cost, in exact counts from the engine. */
export function tokenFacts({ tokens }: Answer): readonly Fact[] {
  return [
    {
      name: 'Read',
      value: count(Math.max(0, tokens.prompt - tokens.reused)),
      why: 'tokens of the prompt that were new to the model',
    },
    { name: 'Reused', value: count(tokens.reused), why: 'tokens it still remembered from before' },
    ...(tokens.images === undefined
      ? []
      : [{ name: 'Images', value: count(tokens.images), why: 'tokens of the prompt that are images' }]),
    { name: 'Thought', value: count(tokens.thought), why: 'tokens of thought' },
    { name: 'Written', value: count(tokens.answer), why: 'tokens of answer' },
  ]
}

export function timeFacts(answer: Answer): readonly Fact[] {
  const speed = tokensPerSecond(answer)
  return [
    {
      name: 'First token',
      value: answer.ms.firstToken === null ? '–' : seconds(answer.ms.firstToken),
      why: 'from sending to the first token of thought or answer',
    },
    {
      name: 'In all',
      value: answer.ms.total === 0 ? '–' : seconds(answer.ms.total),
      why: 'until it was done',
    },
    {
      name: 'Speed',
      value: speed === null ? '–' : `${speed < 10 ? speed.toFixed(1) : count(speed)} tok/s`,
      why: 'thought and answer tokens per second after the first',
    },
  ]
}

/** Tokens after the first over the time from the first to the last, measured where they are made; null until known. */
export function tokensPerSecond({ tokens, ms }: Answer): number | null {
  const made = tokens.thought + tokens.answer - 1
  return made > 0 && ms.generate > 0 ? (made * 1000) / ms.generate : null
}
