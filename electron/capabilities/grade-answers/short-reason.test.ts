import { expect, test } from 'vitest'
import { shortReason } from './short-reason.ts'

const boxed = String.raw`\boxed{Assistant 2}`

test('names the graded answer (the worked example)', () => {
  const thought = '4 + 1 = 5\nAssistant 2 is right.'
  expect(shortReason({ thought, text: boxed, swapped: true })).toBe('This answer is right.')
  expect(shortReason({ thought, text: boxed, swapped: false })).toBe('The other answer is right.')
})

test('prefers what was said before the verdict to the thought', () => {
  const text = `Assistant 1 forgot the unit, assistant 2 did not.\n\n${boxed}`
  expect(shortReason({ thought: 'Hm.', text, swapped: false })).toBe(
    'This answer forgot the unit, the other answer did not.',
  )
})

test.each([
  ['set as text', '', String.raw`Assistant 1 adds right. \boxed{\text{Assistant 1}}`],
  [
    'set twice',
    '',
    String.raw`Assistant 1 adds right.` + '\n' + String.raw`\boxed{\text{\mathrm{Assistant 1}}}`,
  ],
  ['in the thought', 'Assistant 1 adds right.\n' + String.raw`\boxed{Assistant 1}`, ''],
  ['broken off', '', 'Assistant 1 adds right.\n' + String.raw`\boxed{\text{Assist`],
])('holds nothing of a verdict that is %s', (_how, thought, text) => {
  expect(shortReason({ thought, text, swapped: false })).toBe('This answer adds right.')
})

test('is null where nothing was said', () => {
  expect(shortReason({ thought: '', text: boxed, swapped: false })).toBeNull()
})

test('is short', () => {
  const text = `${'Long. '.repeat(60)}So assistant 1 wins. ${boxed}`
  expect(shortReason({ thought: '', text, swapped: false })).toBe('So this answer wins.')
  expect(shortReason({ thought: 'x'.repeat(900), text: '', swapped: false })?.length).toBe(200)
})
