import fc from 'fast-check'
import { expect, test } from 'vitest'
import { localPlace, ownName } from './local-place.ts'

test.each([
  ['Q8_0/a:b.gguf', ['Q8_0', 'a_b~6783a3.gguf'], 'the example of the doc comment'],
  ['Qwen3-4B-Q4_K_M.gguf', ['Qwen3-4B-Q4_K_M.gguf'], 'a plain name stays'],
  ['UD/m-00002-of-00003.gguf', ['UD', 'm-00002-of-00003.gguf'], 'a part keeps its number'],
])('%s lies at %j (%s)', (path, expected) => {
  expect(localPlace('org/repo', path)).toEqual(['org', 'repo', ...expected])
})

test('parts of one model keep one name before their numbers', () => {
  const names = [1, 2].map((part) => localPlace('o/r', `größe-0000${part}-of-00002.gguf`).at(-1))
  expect(names[0]?.replace('-00001-', '-')).toBe(names[1]?.replace('-00002-', '-'))
})

test.each([
  ['größe 漢字 مرحبا (1).gguf', 'größe 漢字 مرحبا (1).gguf', 'letters of any language stay'],
  ['gro\u0308ße.gguf', 'größe.gguf', 'however they are written'],
  ['a/b:c.gguf', 'a_b_c~', 'what a file system could misread does not'],
  ['🙂\u202efugg.gguf', '__fugg~', 'nor what would turn the text around it'],
  ['漢'.repeat(100), '漢'.repeat(37), 'and bytes are counted'],
])('%j of a person is called %j (%s)', (name, expected) => {
  const kept = ownName(name)
  expect(kept.startsWith(expected)).toBe(true)
  expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(120)
})

test('no name can leave its folder, name a device, hide, or fall together with another', () => {
  const pieces = fc.constantFrom(
    '..',
    '.',
    'con',
    'NUL',
    'a',
    ' ',
    ':',
    '\\',
    '\0',
    '.gguf',
    '-00001-of-00002',
    '\u202e',
  )
  const segment = fc
    .oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 6 }).map((list) => list.join('')),
    )
    .map((text) => text.replaceAll('/', ''))
    .filter((text) => text !== '')
  fc.assert(
    fc.property(segment, segment, (one, other) => {
      const [a, b] = [one, other].map((path) => localPlace('org/repo', path).at(-1) ?? '')
      for (const name of [a, b]) {
        expect(name).toMatch(/^[\w+~][\w.\-+ ~]*$/)
        expect(name).not.toMatch(/[. ]$/)
        expect(name).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i)
        expect(name?.length).toBeLessThanOrEqual(120)
      }
      if (one !== other) expect(a).not.toBe(b)
      const own = ownName(one)
      expect(own).not.toMatch(/[/\\:*?"<>|\p{Cc}\p{Cf}]|^[.\s]|[. ]$/u)
      expect(own).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i)
      expect(Buffer.byteLength(own)).toBeLessThanOrEqual(120)
    }),
    { numRuns: 3000 },
  )
})
