import { expect, test } from 'vitest'
import type { Route } from '../../contract/turns.ts'
import { untaught } from './index.ts'
import { sureEnough, thinkAfterAll } from './think-after-all.ts'

const quick: Route = { mode: 'quick', by: 'router', pThink: 0.1, ms: 1 }
const policy = { ...untaught, version: 1, weights: { unsure: 0.6 } }

test('an unsure quick answer is thought about after all (the worked example)', () => {
  expect(thinkAfterAll(quick, 0.42, 0.6)).toEqual({
    ...quick,
    mode: 'think',
    unsure: { confidence: 0.42, threshold: 0.6 },
  })
})

test.each([
  ['it is sure', 0.9],
  ['it is just sure enough', 0.6],
  ['nobody knows how sure it is', undefined],
])('a quick answer stands where %s', (_reason, confidence) =>
  expect(thinkAfterAll(quick, confidence, 0.6)).toBeNull(),
)

test.each<[string, Route | null, typeof policy | undefined, number | null]>([
  ['a quick answer of Auto has to be sure', quick, policy, 0.6],
  ['one that the person chose stands', { ...quick, by: 'person' }, policy, null],
  ['one that was tried to learn from it stands', { ...quick, explored: true }, policy, null],
  ['a thought is a thought', { ...quick, mode: 'think' }, policy, null],
  ['where nothing was learned it stands', quick, undefined, null],
  ['where thinking is never worth it, it stands', quick, { ...policy, margin: 1.1 }, null],
  ['while the engine still chooses, it may become one', null, policy, 0.6],
])('%s', (_reason, route, policy, threshold) => expect(sureEnough(route, policy)).toBe(threshold))
