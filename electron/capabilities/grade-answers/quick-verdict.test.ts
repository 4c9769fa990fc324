import { expect, test } from 'vitest'
import { isSettledQuickly } from './quick-verdict.ts'
import type { Vote } from './voting.ts'

const judged = (vote: Vote, chance: number | null = null) => ({ vote, chance })

test.each([
  ['the example: sure in both orders', [judged('first', 0.95), judged('first', 0.92)], true],
  ['for the second as well', [judged('second', 0.9), judged('second', 0.99)], true],
  ['the example: unsure in one order', [judged('first', 0.95), judged('first', 0.6)], false],
  ['the example: for whoever stands first', [judged('first', 0.95), judged('second', 0.95)], false],
  ['one order gave no verdict', [judged('first', 0.95), judged(null)], false],
  ['the first order, asked first, is sure', [judged('first', 0.95)], true],
  ['the first order, asked first, is unsure', [judged('first', 0.6)], false],
  ['nothing was judged', [], false],
  ['no order gave one', [judged(null), judged(null)], false],
  ['the engine tells no probabilities', [judged('first'), judged('first')], false],
])('quick verdicts, %s', (_reason, judgements, settled) => {
  expect(isSettledQuickly(judgements)).toBe(settled)
})
