import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PonderError } from '../../contract/ponder-error.ts'
import { isPlainPath, parseAddress } from './address.ts'

const whole = { revision: null, quantisation: null, path: null }

test.each([
  ['https://huggingface.co/org/repo/blob/main/Q8_0/a.gguf', { revision: 'main', path: 'Q8_0/a.gguf' }],
  ['org/repo', {}],
  ['  org/repo/ ', {}],
  ['org/repo:Q4_K_M', { quantisation: 'Q4_K_M' }],
  ['hf.co/org/repo:UD-Q4_K_XL', { quantisation: 'UD-Q4_K_XL' }],
  ['huggingface.co/org/repo', {}],
  ['https://huggingface.co/org/repo', {}],
  ['https://huggingface.co/org/repo?not-for-all-audiences=true#files', {}],
  ['https://huggingface.co/org/repo/tree/main', { revision: 'main' }],
  ['https://huggingface.co/org/repo/tree/v1.0/BF16', { revision: 'v1.0', path: 'BF16' }],
  ['https://huggingface.co/org/repo/tree/refs%2Fpr%2F3', { revision: 'refs/pr/3' }],
  [
    'https://huggingface.co/org/repo/resolve/main/a%20b.gguf?download=true',
    { revision: 'main', path: 'a b.gguf' },
  ],
  ['https://huggingface.co/org/repo?show_file_info=a.gguf', { path: 'a.gguf' }],
  [
    'https://huggingface.co/org/repo/tree/main?show_file_info=b/a.gguf',
    { revision: 'main', path: 'b/a.gguf' },
  ],
  ['org/repo/Q8_0/a.gguf', { path: 'Q8_0/a.gguf' }],
])('reads %s', (text, expected) => {
  expect(parseAddress(text)).toEqual({ ...whole, repository: 'org/repo', ...expected })
})

test.each([
  ['', 'not-an-address', 'nothing'],
  ['repo', 'not-an-address', 'no organisation'],
  ['/etc/passwd.gguf/x', 'not-an-address', 'a path that is no file of a repository'],
  ['../..', 'not-an-address', 'a way up'],
  ['org/..', 'not-an-address', 'a way up as the name'],
  ['org/re--po', 'not-an-address', 'the hub allows no "--"'],
  ['org/repo:', 'not-an-address', 'a mark without a quantisation'],
  ['org/repo:../../x', 'not-an-address', 'a quantisation that climbs'],
  ['org\\repo', 'not-an-address', 'a backslash'],
  ['org/repo/blob/main', 'not-an-address', 'a page of a file without the file'],
  ['org/repo/blob/main/../../x.gguf', 'not-an-address', 'a file that climbs'],
  ['org/repo/blob/main/%2e%2e/x.gguf', 'not-an-address', 'a file that climbs in disguise'],
  ['org/repo/blob/main/%zz.gguf', 'not-an-address', 'a stray percent sign'],
  ['org/repo/discussions/1', 'not-an-address', 'a page that holds no files'],
  ['https://huggingface.co/datasets/org/repo', 'not-a-model-address', 'a data set'],
  ['https://example.org/org/repo', 'another-host', 'somebody else’s address'],
  ['https://huggingface.co.example.org/org/repo', 'another-host', 'a name that begins alike'],
  ['https://huggingface.co@example.org/org/repo', 'another-host', 'a name before the host'],
  ['https://huggingface.co:8443/org/repo', 'another-host', 'another port'],
  ['file:///etc/passwd', 'another-host', 'a file'],
  [`org/${'r'.repeat(2000)}`, 'not-an-address', 'far too long'],
])('refuses %j as %s (%s)', (text, code) => {
  expect(() => parseAddress(text)).toThrow(expect.objectContaining({ code }))
})

test('any text is an address of plain names or one clear refusal', () => {
  const pieces = fc.constantFrom(
    'org',
    'repo',
    '/',
    ':',
    '..',
    '%2F',
    'https://',
    'huggingface.co',
    'tree',
    'blob',
    '\\',
    '\0',
    '?',
    '#',
    'a.gguf',
  )
  const texts = fc.oneof(
    fc.string(),
    fc.array(pieces, { maxLength: 12 }).map((list) => list.join('')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      try {
        const { repository, path, revision } = parseAddress(text)
        expect(repository).toMatch(/^[\w.-]+\/[\w.-]+$/)
        expect(`${repository}/${revision ?? ''}`.split('/')).not.toContain('..')
        expect(path === null || isPlainPath(path)).toBe(true)
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(PonderError)
      }
    }),
    { numRuns: 2000 },
  )
})
