import { expect, test } from 'vitest'
import { bytes, count, percent, seconds, shortCount, tokens } from './amounts.ts'

test.each([
  [count(1234), '1,234'],
  [shortCount(999), '999'],
  [shortCount(1234), '1.2k'],
  [shortCount(8192), '8.2k'],
  [shortCount(131_072), '131.1k'],
  [shortCount(4_020_000_000), '4B'],
  [tokens(1), '1 token'],
  [tokens(41), '41 tokens'],
  [seconds(0), '0 s'],
  [seconds(12.4), '12 ms'],
  [seconds(432), '0.4 s'],
  [seconds(2600), '3 s'],
  [seconds(59_700), '1 min 0 s'],
  [seconds(125_000), '2 min 5 s'],
  [percent(0.964), '96 %'],
  [percent(0.9996), '99 %'],
  [percent(0.001), '1 %'],
  [percent(1), '100 %'],
  [bytes(4_500_000_000), '4.5 GB'],
  [bytes(21_400_000), '21.4 MB'],
])('%s', (written, expected) => {
  expect(written).toBe(expected)
})
