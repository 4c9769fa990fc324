import { expect, test } from 'vitest'
import type { RouterChoice } from '../../capabilities/router-seat.ts'
import { answer, ask } from '../../store/fixtures/talk.ts'
import { temporaryStore } from '../../store/fixtures/temporary.ts'
import { createPolicyRoom } from './policy-room.ts'

const choice: RouterChoice = {
  mode: 'quick',
  pThink: 0.3,
  taken: 1,
  explored: false,
  features: { always: 1, margin: 0 },
  signals: [],
  ms: 1,
}

function openRoom() {
  const store = temporaryStore()
  const { id } = store.createConversation('Tea')
  const room = createPolicyRoom({ store, measure: () => null, changed: () => {} })
  const answered = (mode: 'think' | 'quick', tokens: number) => {
    const given = answer(store, ask(store, id, null, 'Which?'), 'Green.')
    const { seat, ended } = room.seatFor('model')
    seat.chosen({ ...choice, mode })
    ended({ ...given, tokens: { ...given.tokens, answer: tokens } })
    return given
  }
  return { store, room, answered }
}

test('grades teach as thumbs do, and a thumb says more than a grade, whenever it comes', () => {
  const { store, room, answered } = openRoom()
  const [one, two] = [answered('quick', 10), answered('think', 30)]
  room.graded(one.id, 0.75)
  room.thumbed(two.id, 'up')
  room.graded(two.id, 0)
  expect(store.policySample(one.id)).toMatchObject({ reward: 0.75, rewardFrom: 'grade' })
  expect(store.policySample(two.id)).toMatchObject({ reward: 1, rewardFrom: 'thumb' })
})

test('four judged answers make a step whose baseline is weighted by length; alike ones make none', () => {
  const { store, room, answered } = openRoom()
  const answers = [answered('quick', 10), answered('quick', 10), answered('think', 30), answered('think', 30)]
  for (const { id } of answers) room.graded(id, 0.5)
  expect(room.current('model').version).toBe(0)
  for (const { id } of answers.slice(2)) room.thumbed(id, 'up')
  expect(room.current('model').version).toBe(1)
  // (10 · ½ + 10 · ½ + 30 · ½ + 30 · 1) / 80: learned as soon as the third differed.
  expect(store.policyVersions('model')[0]).toMatchObject({ origin: 'answers', samples: 4, baseline: 0.6875 })
  expect(room.current('model').weights['always']).toBeGreaterThan(0)
})

test('an answer of a policy that has moved on teaches nothing', () => {
  const { room, answered } = openRoom()
  const stale = answered('think', 30)
  room.undo('model', 0)
  for (const given of [answered('quick', 10), answered('quick', 10), answered('quick', 10)])
    room.thumbed(given.id, 'up')
  room.thumbed(stale.id, 'down')
  expect(room.current('model').version).toBe(1)
  expect(room.judgedOf('model')).toBe(3)
})

test('it explores once something was learned, and no more after going back to before that', () => {
  const { store, room, answered } = openRoom()
  store.changeSettings({ exploration: 0.05 })
  const exploration = () => room.seatFor('model').seat.policy.exploration
  const answers = [answered('quick', 10), answered('quick', 10), answered('think', 30), answered('think', 30)]
  for (const [at, { id }] of answers.entries()) room.thumbed(id, at < 2 ? 'down' : 'up')
  expect(room.current('model').version).toBe(1)
  expect(exploration()).toBe(0.05)
  room.undo('model', 0)
  expect(room.current('model').version).toBe(2)
  expect(exploration()).toBe(0)
})
