import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { probability, type Weights } from '../../math/logistic-policy.ts'
import { seededRandom } from '../../math/seeded-random.ts'
import { OPO_RATE, updateByOpo, type PolicySample, type VersionedPolicy } from './update-by-opo.ts'

const fresh: VersionedPolicy = { version: 3, weights: {} }
const sample = (changes: Partial<PolicySample>): PolicySample => ({
  version: 3,
  features: { a: 1 },
  action: 1,
  taken: 0.5,
  reward: 1,
  length: 10,
  ...changes,
})

test('the worked example', () => {
  const { policy, baseline, advantages } = updateByOpo(fresh, [sample({}), sample({ reward: 0, length: 30 })])
  expect(baseline).toBe(0.25)
  expect(advantages).toEqual([0.75, -0.25])
  expect(policy.version).toBe(4)
  expect(policy.weights['a']).toBeCloseTo(OPO_RATE / 8, 12)
})

describe('exactly on-policy', () => {
  test('samples of an older or a newer version are rejected, and change nothing', () => {
    const own = [sample({}), sample({ reward: 0, length: 30 })]
    const others = [sample({ version: 2, reward: 9 }), sample({ version: 4, reward: -9 })]
    const both = updateByOpo(fresh, [others[0] ?? sample({}), ...own, others[1] ?? sample({})])
    expect(both.rejected).toEqual(others)
    expect(both.policy).toEqual(updateByOpo(fresh, own).policy)
  })

  test('a batch of nothing but stale samples leaves the policy and its version alone', () => {
    expect(updateByOpo(fresh, [sample({ version: 2 })]).policy).toBe(fresh)
  })

  test('a sample that has served is stale for the policy it made', () => {
    const samples = [sample({}), sample({ reward: 0, length: 30 })]
    const once = updateByOpo(fresh, samples).policy
    expect(updateByOpo(once, samples)).toMatchObject({ policy: once, used: [] })
  })
})

const number = fc.double({ min: -1.5, max: 1.5, noNaN: true })
const vector = fc.record({ a: number, b: number })
const anySample = fc.record({
  version: fc.constant(3),
  features: vector,
  action: fc.constantFrom<0 | 1>(0, 1),
  taken: fc.constant(1),
  reward: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 100 }),
})

test('the step is the slope of Σ A π / n and of nothing else: no KL, no entropy, measured with small steps', () => {
  fc.assert(
    fc.property(fc.array(anySample, { minLength: 1, maxLength: 5 }), vector, (samples, weights) => {
      const { policy, advantages } = updateByOpo({ version: 3, weights }, samples, 1)
      // With `taken` 1, ρ ∇ log π is ∇ π.
      const gain = (by: Weights): number =>
        samples.reduce((sum, { features, action }, at) => {
          const p = probability(by, features)
          return sum + ((advantages[at] ?? 0) * (action === 1 ? p : 1 - p)) / samples.length
        }, 0)
      for (const name of ['a', 'b'] as const) {
        const at = (by: number): number => gain({ ...weights, [name]: weights[name] + by })
        expect((policy.weights[name] ?? 0) - weights[name]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 5)
      }
    }),
  )
})

test.each([1, 2, 3])('improves on a hidden bandit, acting on its own choices alone (seed %i)', (seed) => {
  const random = seededRandom(seed)
  let policy: VersionedPolicy = { version: 1, weights: {} }
  const kinds: readonly Weights[] = [
    { always: 1, red: 1 },
    { always: 1, blue: 1 },
  ]
  for (let step = 0; step < 400; step += 1) {
    const samples = Array.from({ length: 8 }, (): PolicySample => {
      const features = kinds[random() < 0.5 ? 0 : 1] ?? {}
      const p = probability(policy.weights, features)
      const action = random() < p ? 1 : 0
      const isRight = (action === 1) === 'red' in features
      return {
        version: policy.version,
        features,
        action,
        taken: action === 1 ? p : 1 - p,
        reward: isRight ? 1 : 0,
        length: action === 1 ? 40 : 10,
      }
    })
    policy = updateByOpo(policy, samples).policy
  }
  expect(probability(policy.weights, kinds[0] ?? {})).toBeGreaterThan(0.8)
  expect(probability(policy.weights, kinds[1] ?? {})).toBeLessThan(0.2)
})
