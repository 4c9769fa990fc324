import type { Mode } from '../../electron/contract/turns.ts'
import type { ChatMessage, Engine } from '../../electron/engine/engine.ts'
import { isRight } from './items.ts'
import type { Item } from './items.ts'

export type Answered = {
  readonly text: string
  readonly right: boolean
  readonly thought: boolean
  /** Tokens of thought and answer. */
  readonly tokens: number
  /** Ended by itself, in one line, with nothing of a thought in it. */
  readonly clean: boolean
}

export type HowToAsk = {
  /** 0 = greedy. */
  readonly temperature?: number
  readonly seed?: number
  /** Tokens of thought after which it is cut. */
  readonly thoughtBudget?: number
}

const MOST_TOKENS = 400
const never = new AbortController().signal

/** One question to the engine, as the window asks it. */
export async function ask(engine: Engine, item: Item, mode: Mode, how: HowToAsk = {}): Promise<Answered> {
  const written = { text: '', tokens: 0, thought: false, complete: false }
  const request = {
    messages: messagesOf(item),
    mode,
    begun: null,
    thoughtBudget: how.thoughtBudget ?? MOST_TOKENS,
    answerLimit: MOST_TOKENS,
    temperature: how.temperature ?? 0,
    seed: how.seed ?? 1,
  }
  for await (const piece of engine.generate(request, never)) {
    if (piece.kind === 'thought' || piece.kind === 'answer') written.tokens += piece.tokens
    if (piece.kind === 'thought' && piece.text.trim() !== '') written.thought = true
    if (piece.kind === 'answer') written.text += piece.text
    if (piece.kind === 'finished') written.complete = piece.why === 'complete'
  }
  const text = written.text.trim()
  const clean = written.complete && text !== '' && !/[\n=+]|<\/?think>/.test(text)
  return { text, right: isRight(item, text), thought: written.thought, tokens: written.tokens, clean }
}

/** 0 to 1: how likely the model holds a thought to be needed. */
export async function probabilityOfThinking(engine: Engine, item: Item): Promise<number> {
  return (await engine.decideThinking(messagesOf(item), never)).pThink
}

function messagesOf(item: Item): ChatMessage[] {
  return item.turns.map(([role, text]) =>
    role === 'assistant' ? { role, thought: '', text } : { role, text },
  )
}
