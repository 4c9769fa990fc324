import type { ChatHistoryItem, Token } from 'node-llama-cpp'
import { PonderError } from '../../contract/ponder-error.ts'
import type { Mode } from '../../contract/turns.ts'
import type { ChatMessage } from '../engine.ts'
import { askedForSteps } from '../think-modes/step-by-step.ts'
import { closedThought, tailFor } from '../think-modes/tails.ts'
import type { Tail } from '../think-modes/tails.ts'
import type { ThoughtStyle } from '../think-modes/thought-style.ts'
import type { OpenModel } from './open-model.ts'

/** Kept free behind the prompt, so that an accepted question gets at least a short answer. */
const RESERVED_TOKENS = 32

type Model = Pick<OpenModel, 'model' | 'chat' | 'style'>

/** Ponder's messages as the wrapper takes them; whether old thoughts are shown again is the template's choice. */
export function chatHistory(messages: readonly ChatMessage[], style: ThoughtStyle): ChatHistoryItem[] {
  return messages.map((message) => {
    if (message.role === 'assistant') {
      const thought =
        style.kind === 'none' || message.thought === ''
          ? []
          : [closedThought(message.thought.trimEnd(), style)]
      return { type: 'model', response: [...thought, message.text] }
    }
    return { type: message.role, text: message.text }
  })
}

/** The exact tokens the model reads before it writes the first of its own. */
export function renderPrompt(open: Model, messages: readonly ChatMessage[], tail: Tail): Token[] {
  const history: ChatHistoryItem[] = [...chatHistory(messages, open.style), { type: 'model', response: tail }]
  const { contextText } = open.chat.chatWrapper.generateContextState({ chatHistory: history })
  return contextText.tokenize(open.model.tokenizer)
}

/**
 * The tokens that the next question will stand on, whatever it is: the common beginning of two different questions.
 * Needs no knowledge of the template, not even of which old thoughts it drops. `mode`: the likely one; some models are
 * told of it before the conversation.
 */
export function renderFoundation(
  open: Model,
  messages: readonly ChatMessage[],
  mode: Mode = 'plain',
): Token[] {
  const tail = mode === 'quick' ? tailFor(mode, null, open.style) : []
  const [first, second] = ['A', '1'].map((text) =>
    renderPrompt(open, askedForSteps([...messages, { role: 'user', text }], mode, open.style), tail),
  )
  return commonPrefix(first ?? [], second ?? [])
}

export function commonPrefix<Item>(one: readonly Item[], other: readonly Item[]): Item[] {
  const end = one.findIndex((item, index) => item !== other[index])
  return end === -1 ? [...one] : one.slice(0, end)
}

/** llama.cpp would silently drop the middle of a prompt that is too long; Ponder refuses it. */
export function refuseIfTooLong(promptTokens: number, contextSize: number): void {
  if (promptTokens + RESERVED_TOKENS <= contextSize) return
  throw new PonderError({
    code: 'prompt-too-long',
    message: `This conversation needs ${promptTokens} tokens, but only ${contextSize - RESERVED_TOKENS} fit before an answer.`,
    remedy: 'Shorten the message, start a new conversation, or open the model with a larger context.',
  })
}
