import { TokenBias } from 'node-llama-cpp'
import type { LlamaModel, Token } from 'node-llama-cpp'
import type { ThoughtStyle } from './thought-style.ts'

/** White space a model may write before it closes a thought that it does not want. */
const BLANKS = ['\n', '\n\n', '\n\n\n', ' ', ' \n', '  ']

/**
 * The tokens by which a model that was made to open a thought closes it at once: the closing tag itself and blank
 * text before it. Their summed probability right after the opening is how likely the model would rather not think;
 * forbidding them for the first token is what makes "think" think.
 */
export function closingTokens(model: LlamaModel, style: ThoughtStyle): readonly Token[] {
  if (style.kind === 'none') return []
  const texts = [
    style.close.tokenize(model.tokenizer),
    ...BLANKS.map((blank) => model.tokenize(blank, false)),
  ]
  const first = texts.flatMap((tokens) => (tokens[0] === undefined ? [] : [tokens[0]]))
  const tag = style.close
    .tokenize(model.tokenizer)
    .find((token) => model.detokenize([token], true).trim() !== '')
  return [...new Set(tag === undefined ? first : [...first, tag])]
}

/** A bias that forbids these tokens. */
export function forbid(model: LlamaModel, tokens: readonly Token[]): TokenBias {
  const bias = TokenBias.for(model)
  for (const token of tokens) bias.set(token, 'never')
  return bias
}
