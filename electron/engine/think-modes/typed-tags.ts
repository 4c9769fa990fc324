import { LlamaText, SpecialTokensText } from 'node-llama-cpp'
import type { ChatWrapper, LlamaModel } from 'node-llama-cpp'
import type { ThoughtStyle } from './thought-style.ts'

/**
 * Makes a wrapper write tags that stand in a text, whoever typed it, as ordinary characters; only its own tags stay
 * tags. Files mark `<think>` as a user-defined token, and llama.cpp finds those even in text that it is told to take
 * literally. Changes the wrapper itself: llama.cpp renders with it too, and both must come to the same tokens.
 */
export function breakTypedTags(wrapper: ChatWrapper, model: LlamaModel, style: ThoughtStyle): void {
  const tags = tagsOf(model, style)
  if (tags.length === 0) return
  const render = wrapper.generateContextState.bind(wrapper)
  wrapper.generateContextState = (options) => {
    const state = render(options)
    return { ...state, contextText: LlamaText(state.contextText.values.map((value) => broken(value, tags))) }
  }
}

/** The style's tags that llama.cpp would find in plain text. */
function tagsOf(model: LlamaModel, style: ThoughtStyle): string[] {
  if (style.kind === 'none') return []
  const tokens = [style.open, style.close].flatMap((tag) => tag.tokenize(model.tokenizer))
  const found = tokens.filter((token) => model.getTokenAttributes(token).userDefined)
  return [...new Set(found.map((token) => model.detokenize([token], true)))].filter((tag) => tag.length > 1)
}

type Value = LlamaText['values'][number]

/** Example: "a <think> b" is tokenized in three pieces, "a ", "<" and "think> b". */
function broken(value: Value, tags: readonly string[]): Value | LlamaText {
  if (typeof value !== 'string' || !tags.some((tag) => value.includes(tag))) return value
  const pieces: Value[] = []
  let from = 0
  for (let at = 0; at < value.length; at++) {
    if (!tags.some((tag) => value.startsWith(tag, at))) continue
    // One character alone is no tag; marked as special only so that it is not joined with the text behind it again.
    pieces.push(value.slice(from, at), new SpecialTokensText(value.charAt(at)))
    from = at + 1
  }
  return LlamaText([...pieces, value.slice(from)])
}
