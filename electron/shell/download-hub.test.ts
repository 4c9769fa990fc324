import { expect, test } from 'vitest'
import { downloadHub } from './download-hub.ts'

const baseAndToken = (environment: Record<string, string>) => {
  const { base, token } = downloadHub(environment)
  return [base.href, token]
}

test.each<[Record<string, string>, string, string | null, string]>([
  [{}, 'https://huggingface.co/', null, 'nothing said'],
  [{ HF_TOKEN: ' hf_abc\n' }, 'https://huggingface.co/', 'hf_abc', 'a token, as it was pasted'],
  [{ HF_TOKEN: 'two words' }, 'https://huggingface.co/', null, 'no token'],
  [{ PONDER_HUB: 'http://127.0.0.1:4000', HF_TOKEN: 'hf_abc' }, 'http://127.0.0.1:4000/', null, 'a stand-in'],
  [{ PONDER_HUB: 'https://example.org' }, 'https://huggingface.co/', null, 'another machine is no stand-in'],
  [
    { PONDER_HUB: 'http://127.0.0.1:4000@example.org' },
    'https://huggingface.co/',
    null,
    'nor one in disguise',
  ],
])('%j means %s with token %s (%s)', (environment, base, token) => {
  expect(baseAndToken(environment)).toEqual([base, token])
})
