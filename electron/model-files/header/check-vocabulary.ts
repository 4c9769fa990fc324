import { TOKENIZERS } from './known-architectures.ts'
import { shown, type Refusals } from './refusals.ts'
import type { Settings } from './settings.ts'

export const TOKENS_KEY = 'tokenizer.ggml.tokens'
/** The largest vocabularies have a quarter of this. */
export const MOST_TOKENS = 2 ** 20
/** Every byte must have its token, or text of that byte ends llama.cpp. */
const BYTES = 256

/** How a vocabulary spells the token of a single byte, where llama.cpp takes it for granted that there is one. */
const BYTE_TOKENS: Readonly<Record<string, RegExp>> = {
  llama: /^<0x[0-9A-F]{2}>$/,
  rwkv: /^(?:[^\\]|\\[^x]|\\x[0-9a-f]{2})$/,
}

/**
 * Holds the vocabulary together: llama.cpp reads scores and types of as many tokens as there are, whether their lists
 * are that long or not, and ends the process when a token stands there twice. Gives the number of tokens.
 */
export function checkVocabulary(settings: Settings, refuse: Refusals): number {
  const tokenizer = settings.text('tokenizer.ggml.model')
  if (tokenizer === null) throw refuse.broken('it does not say how it splits text')
  if (tokenizer === 'none' || tokenizer === 'no_vocab') throw refuse.notForChat('has no vocabulary')
  if (!TOKENIZERS.includes(tokenizer)) throw refuse.unknownTokenizer(tokenizer)
  const tokens = settings.find(TOKENS_KEY)
  if (tokens?.kind !== 'array' || tokens.of !== 'string' || tokens.length === 0)
    throw refuse.broken('its vocabulary is missing')
  if (tokens.length > MOST_TOKENS) throw refuse.tooLarge(`${tokens.length} tokens`)
  checkTokens(tokens.items.map(String), tokenizer, refuse)
  checkList('tokenizer.ggml.scores', ['float32'], tokens.length)
  checkList('tokenizer.ggml.token_type', ['int32', 'uint32'], tokens.length)
  checkList('tokenizer.ggml.merges', ['string'], null)
  return tokens.length

  function checkList(key: string, types: readonly string[], length: number | null): void {
    const list = settings.find(key)
    if (list === undefined) return
    if (list.kind !== 'array' || !types.includes(list.of))
      throw refuse.broken(`its setting "${key}" is of no use`)
    if (length !== null && list.length !== length)
      throw refuse.broken(`its setting "${key}" has ${list.length} items for ${length} tokens`)
  }
}

function checkTokens(tokens: readonly string[], tokenizer: string, refuse: Refusals): void {
  const seen = new Set<string>()
  const spelling = BYTE_TOKENS[tokenizer]
  let bytes = 0
  for (const token of tokens) {
    const [read = ''] = token.split('\0', 1) // as C reads it
    // llama.cpp names empty ones itself; bytes that are no UTF-8 all look the same here.
    if (read === '' || read.includes('\ufffd')) continue
    if (seen.has(read)) throw refuse.broken(`its token ${shown(read)} stands there twice`)
    seen.add(read)
    if (spelling?.test(read) === true) bytes += 1
  }
  if (spelling !== undefined && bytes < BYTES)
    throw refuse.broken('its vocabulary has no tokens for single bytes')
}
