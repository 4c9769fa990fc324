import type { ChatModelResponse, ChatModelSegment } from 'node-llama-cpp'
import type { Mode } from '../../contract/turns.ts'
import type { BegunAnswer } from '../engine.ts'
import { rawThought } from './thought-style.ts'
import type { ThoughtStyle } from './thought-style.ts'

/** The end of the prompt: the part of the model's own message that is already written. */
export type Tail = ChatModelResponse['response']

/**
 * Forces the mode by what the prompt ends with: an open thought makes the model think, a closed one makes it answer.
 * No other message changes, so flipping the mode keeps everything before the tail in the KV cache.
 */
export function tailFor(mode: Mode, begun: BegunAnswer | null, style: ThoughtStyle): Tail {
  if (style.kind === 'none') return begunText(begun)
  // Never without a part where llama.cpp would open a thought for an answer that is not begun.
  if (mode === 'plain') return begun === null && style.marks !== null ? [''] : begunText(begun)
  if (begun !== null) return begunTail(begun, style)
  if (mode === 'think') return [openThought('')]
  return style.quickTail === 'begun-answer' ? [''] : [closedThought('', style)]
}

export function openThought(text: string): ChatModelSegment {
  return { type: 'segment', segmentType: 'thought', text, ended: false }
}

export function closedThought(text: string, style: ThoughtStyle): ChatModelSegment {
  const raw = rawThought(style, text)
  const segment = { type: 'segment', segmentType: 'thought', text, ended: true } as const
  return raw === null ? segment : { ...segment, raw: raw.toJSON() }
}

/** After a thought was broken off: all of it closed, then the answer as far as it was written before or between. */
export function cutTail(thought: string, answer: string, style: ThoughtStyle): Tail {
  // A thought of a model without a channel for it was plain text, and is closed as such.
  if (style.kind === 'none') return [`<think>\n${thought}\n</think>\n\n${answer}`]
  const closed = closedThought(thought, style)
  return answer === '' ? [closed] : [closed, answer]
}

/** True when the model goes on in the middle of a thought. */
export function opensThought(tail: Tail): boolean {
  const last = tail.at(-1)
  return typeof last === 'object' && last.type === 'segment' && !last.ended
}

function begunTail(begun: BegunAnswer, style: ThoughtStyle): Tail {
  if (!begun.thoughtEnded && begun.text === '') return [openThought(begun.thought)]
  if (begun.thought === '' && style.kind === 'segments' && style.quickTail === 'begun-answer')
    return [begun.text]
  const thought = closedThought(begun.thought, style)
  return begun.text === '' ? [thought] : [thought, begun.text]
}

function begunText(begun: BegunAnswer | null): Tail {
  return begun === null || begun.text === '' ? [] : [begun.text]
}
