import type { GgufValue } from '../../../electron/model-files/gguf/format.ts'
import { soundSettings, whole, withSettings, word, type BrokenFile } from './sound-model.ts'

const TOKENS = 'tokenizer.ggml.tokens'
const MODEL = 'tokenizer.ggml.model'
const TEMPLATE = 'tokenizer.chat_template'
const stored = soundSettings.get(TOKENS)
const tokens = stored?.kind === 'array' ? stored.items.map(String) : []

const broken = (what: string, changes: Readonly<Record<string, GgufValue | null>>): BrokenFile => {
  return { what, code: 'model-file-broken', bytes: () => withSettings(changes) }
}
const words = (items: readonly string[]): GgufValue => ({ kind: 'array', of: 'string', items })

/** Vocabularies and templates that llama.cpp, or whoever renders a prompt, would trip over. */
export const brokenVocabularies: readonly BrokenFile[] = [
  broken('no word on how it splits text', { [MODEL]: null }),
  {
    what: 'a tokenizer that nobody knows',
    code: 'unknown-tokenizer',
    bytes: () => withSettings({ [MODEL]: word('tiktoken-9') }),
  },
  { what: 'no tokenizer', code: 'not-a-chat-model', bytes: () => withSettings({ [MODEL]: word('none') }) },
  broken('no tokens', { [TOKENS]: null }),
  broken('an empty list of tokens', { [TOKENS]: words([]) }),
  broken('tokens that are numbers', { [TOKENS]: { kind: 'array', of: 'int32', items: [1, 2, 3] } }),
  broken('the same token again and again', { [TOKENS]: words(tokens.map(() => 'abc')) }),
  broken('scores for half of its tokens', {
    'tokenizer.ggml.scores': { kind: 'array', of: 'float32', items: tokens.slice(0, 100).map(() => 0) },
  }),
  broken('scores that are bytes', {
    'tokenizer.ggml.scores': { kind: 'array', of: 'uint8', items: tokens.map(() => 0) },
  }),
  broken('types for one token only', {
    'tokenizer.ggml.token_type': { kind: 'array', of: 'int32', items: [1] },
  }),
  broken('types that are one number', { 'tokenizer.ggml.token_type': whole(1) }),
  broken('merges that are numbers', {
    'tokenizer.ggml.merges': { kind: 'array', of: 'uint32', items: [1, 2] },
  }),
  broken('another tokenizer than its tokens are for', { [MODEL]: word('llama') }),
  broken('a tokenizer of bytes without bytes', { [MODEL]: word('rwkv') }),
  {
    what: 'an unknown way to split words',
    code: 'unknown-tokenizer',
    foundBy: 'llama.cpp',
    bytes: () => withSettings({ 'tokenizer.ggml.pre': word('nonsense') }),
  },
  {
    what: 'fewer tokens than its embedding has',
    code: 'model-file-broken',
    foundBy: 'llama.cpp',
    bytes: () =>
      withSettings({
        [TOKENS]: words(tokens.slice(0, 200)),
        'tokenizer.ggml.token_type': { kind: 'array', of: 'int32', items: tokens.slice(0, 200).map(() => 1) },
      }),
  },
  {
    what: 'a template of two million letters',
    code: 'model-header-too-large',
    bytes: () => withSettings({ [TEMPLATE]: word('{% if a %}'.repeat(200_000)) }),
  },
  broken('a template that is a list', { [TEMPLATE]: words(['a', 'b']) }),
]
