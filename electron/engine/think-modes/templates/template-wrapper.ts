import { ChatWrapper, LlamaText, SpecialToken, SpecialTokensText } from 'node-llama-cpp'
import type {
  ChatHistoryItem,
  ChatModelResponse,
  ChatWrapperGenerateContextStateOptions,
  ChatWrapperGeneratedContextState,
  ChatWrapperSettings,
} from 'node-llama-cpp'
import type { TemplateReading, ThoughtTexts, TurnTexts } from './understand-template.ts'

export type WrapperOptions = {
  readonly name: string
  readonly reading: TemplateReading
  /** The text of the token that begins every prompt; '' = the model knows none. */
  readonly bos: string
  /** The model wants that token whether its template writes it or not. */
  readonly alwaysBegins: boolean
  /** The mark that opens a thought is a token without text of its own. */
  readonly opensUnseen: boolean
  /** Texts at which an answer is at its end. */
  readonly ends: readonly LlamaText[]
}

type Response = ChatModelResponse['response']

/**
 * Writes prompts as a model's own template does, from what was read off it. The template itself is not run again: what
 * people say can set nothing off in it, and the prompt of a follow-up begins with the one before.
 *
 * Which of the texts for think and quick are used is read off the answer that is begun: one that begins with a thought,
 * be it still empty and open, was asked to think.
 */
export class TemplateWrapper extends ChatWrapper {
  public override readonly wrapperName: string
  public override readonly settings: ChatWrapperSettings
  readonly #options: WrapperOptions

  public constructor(options: WrapperOptions) {
    super()
    this.#options = options
    this.wrapperName = options.name
    const { thought } = options.reading
    this.settings = {
      ...ChatWrapper.defaultSettings,
      supportsSystemMessages: options.reading.think.system !== null,
      segments: thought === null ? {} : { thought: segmentSettings(thought, options.opensUnseen) },
    }
  }

  public override generateContextState({
    chatHistory,
  }: ChatWrapperGenerateContextStateOptions): ChatWrapperGeneratedContextState {
    const { reading, ends } = this.#options
    const last = chatHistory.at(-1)
    const turns = last?.type === 'model' && isQuick(last.response) ? reading.quick : reading.think
    return {
      contextText: this.#beginning(LlamaText(this.#conversation(merged(chatHistory), turns))),
      stopGenerationTriggers: [LlamaText(new SpecialToken('EOS')), ...ends],
    }
  }

  public override generateModelResponseText(response: Response): LlamaText {
    const { thought } = this.#options.reading
    const parts = response.map((part) => {
      if (typeof part === 'string') return part
      if (part.type !== 'segment' || thought === null) return ''
      if (part.raw !== undefined) return LlamaText.fromJSON(part.raw)
      const opened = [new SpecialTokensText(thought.open), part.text]
      return LlamaText(
        part.ended ? [...opened, new SpecialTokensText(thought.close + thought.separator)] : opened,
      )
    })
    return LlamaText(parts)
  }

  #conversation(messages: readonly Message[], turns: TurnTexts): (LlamaText | string)[] {
    const parts: (LlamaText | string)[] = []
    const firstSystem = messages[0]?.type === 'system' ? messages[0].text : ''
    let folded = turns.system === null ? firstSystem : ''
    let hasBegun = false
    for (const [index, message] of messages.entries()) {
      const isLast = index === messages.length - 1
      if (message.type === 'system') {
        // One that does not come first, or has no place in this template, is said with the next question.
        if (index > 0) folded = message.text
        continue
      }
      if (!hasBegun) parts.push(...beginning(turns, firstSystem))
      hasBegun = true
      if (message.type === 'user') {
        parts.push(folded === '' ? message.text : `${folded}\n\n${message.text}`)
        folded = ''
      } else if (isLast) parts.push(special(turns.opening), this.generateModelResponseText(message.response))
      else parts.push(...this.#pastAnswer(message.response, turns))
    }
    return parts
  }

  #pastAnswer(response: Response, turns: TurnTexts): LlamaText[] {
    const keeps = this.#options.reading.thought?.kept === true
    const shown = keeps ? response : response.filter((part) => typeof part === 'string')
    // Before an answer without a thought some write an empty one.
    const before =
      shown.length < response.length || typeof shown[0] === 'string' ? turns.beforeAnswer : turns.opening
    return [special(before), this.generateModelResponseText(shown), special(turns.afterAnswer)]
  }

  /** The token that begins a prompt, once and as a token. */
  #beginning(text: LlamaText): LlamaText {
    const { bos, alwaysBegins } = this.#options
    const [first, ...rest] = text.values
    if (bos !== '' && first instanceof SpecialTokensText && first.value.startsWith(bos))
      return LlamaText([new SpecialToken('BOS'), special(first.value.slice(bos.length)), ...rest])
    return bos !== '' && alwaysBegins ? LlamaText([new SpecialToken('BOS'), text]) : text
  }
}

type Message =
  | { readonly type: 'system'; readonly text: string }
  | { readonly type: 'user'; readonly text: string }
  | { readonly type: 'model'; readonly response: Response }

/**
 * What llama.cpp looks for. An opening mark that can be seen is left to the parser behind it, which knows it from one in
 * code; "openedOnStart" only keeps llama.cpp from looking, since no answer of ours begins without a part.
 */
function segmentSettings({ marks }: ThoughtTexts, opensUnseen: boolean) {
  const prefix = opensUnseen ? special(marks.open) : ({ type: 'openedOnStart' } as const)
  return { prefix, suffix: special(marks.close) }
}

function beginning(turns: TurnTexts, system: string): LlamaText[] {
  if (turns.system === null || system === '') return [special(turns.beforeQuestion)]
  return [special(turns.system.before), LlamaText(system), special(turns.system.after)]
}

/** Asked for no thought: the answer does not begin with one, or with one that was closed before it held a word. */
function isQuick(response: Response): boolean {
  const first = response[0]
  if (first === undefined) return false
  return typeof first === 'string' || (first.type === 'segment' && first.ended && first.text === '')
}

/** Messages of one role in a row as one: templates know no other conversations than questions and answers in turn. */
function merged(history: readonly ChatHistoryItem[]): readonly Message[] {
  const messages: Message[] = []
  for (const item of history) {
    const message = messageOf(item)
    const last = messages.at(-1)
    if (last?.type === 'model' && message.type === 'model')
      messages[messages.length - 1] = { type: 'model', response: [...last.response, ...message.response] }
    else if (last !== undefined && last.type === message.type && 'text' in last && 'text' in message)
      messages[messages.length - 1] = { type: last.type, text: `${last.text}\n\n${message.text}` }
    else messages.push(message)
  }
  return messages
}

function messageOf(item: ChatHistoryItem): Message {
  if (item.type === 'model') return { type: 'model', response: item.response }
  if (item.type === 'user') return { type: 'user', text: item.text }
  return { type: 'system', text: LlamaText.fromJSON(item.text).toString() }
}

function special(text: string): LlamaText {
  return LlamaText(new SpecialTokensText(text))
}
