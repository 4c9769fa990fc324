import { LlamaText, SpecialTokensText } from 'node-llama-cpp'
import type { ChatWrapper, LlamaModel, Token } from 'node-llama-cpp'

/** Types of tokens in a GGUF file. */
const CONTROL = 3
const USER_DEFINED = 4

/**
 * Makes a wrapper write tags that stand in a text, whoever typed it, as ordinary characters; only its own tags stay
 * tags. Files mark `<think>` or `<tool_call>` as user-defined tokens, and llama.cpp finds those even in text that it is
 * told to take literally; control tokens it leaves alone there. Changes the wrapper itself: llama.cpp renders with it too,
 * and both must come to the same tokens.
 */
export function breakTypedTags(wrapper: ChatWrapper, model: LlamaModel): void {
  const tags = tagSet(tokenTexts(model, [USER_DEFINED]))
  if (tags.size === 0) return
  const render = wrapper.generateContextState.bind(wrapper)
  wrapper.generateContextState = (options) => {
    const state = render(options)
    return { ...state, contextText: LlamaText(state.contextText.values.map((value) => broken(value, tags))) }
  }
}

/** Everything that is a token of its own wherever it is read as part of a template, control tokens included. */
export function tagsOf(model: LlamaModel): TagSet {
  return tagSet(tagTexts(model))
}

export function tagTexts(model: LlamaModel): readonly string[] {
  return tokenTexts(model, [CONTROL, USER_DEFINED])
}

/**
 * The tokens of these types, as they are written. Not those of white space alone, of which some vocabularies have many:
 * they mean nothing but themselves.
 */
function tokenTexts(model: LlamaModel, wanted: readonly number[]): string[] {
  const types: readonly number[] = model.fileInfo.metadata.tokenizer?.ggml?.token_type ?? []
  const texts = types.flatMap((type, id) =>
    // The number of a token is its place in the list.
    wanted.includes(type) ? [model.detokenize([id as Token], true)] : [],
  )
  // A single character cannot be broken up, and is no tag.
  return texts.filter((text) => text.trim() !== '' && Array.from(text).length > 1)
}

export type TagSet = {
  readonly size: number
  /** Lengths of all tags that begin here. */
  readonly lengthsAt: (text: string, at: number) => readonly number[]
}

/** Vocabularies may hold thousands of tags: looked up by first character and length instead of tried one by one. */
function tagSet(tags: readonly string[]): TagSet {
  const known = new Set(tags)
  const lengths = new Map<string, Set<number>>()
  for (const tag of known) {
    const first = tag.charAt(0)
    lengths.set(first, (lengths.get(first) ?? new Set()).add(tag.length))
  }
  return {
    size: known.size,
    lengthsAt: (text, at) =>
      [...(lengths.get(text.charAt(at)) ?? [])].filter((length) => known.has(text.slice(at, at + length))),
  }
}

type Value = LlamaText['values'][number]

/** Example: "a <think> b" is tokenized in three pieces, "a ", "<" and "think> b". */
function broken(value: Value, tags: TagSet): Value | LlamaText {
  if (typeof value !== 'string') return value
  const pieces: Value[] = []
  let from = 0
  for (let at = 0; at < value.length; at++) {
    if (tags.lengthsAt(value, at).length === 0) continue
    const first = String.fromCodePoint(value.codePointAt(at) ?? 0)
    // One character alone is no tag; marked as special only so that it is not joined with the text behind it again.
    pieces.push(value.slice(from, at), new SpecialTokensText(first))
    from = at + first.length
  }
  return pieces.length === 0 ? value : LlamaText([...pieces, value.slice(from)])
}
