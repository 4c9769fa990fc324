import { describe, expect, test } from 'vitest'
import type { Engine } from '../../engine/engine.ts'
import { scriptedEngine } from '../../engine/scripted-engine.ts'
import { modeByChoice } from '../../engine/think-modes/mode-by-choice.ts'
import { betterWay, hybridAccuracy } from '../../math/hybrid-accuracy.ts'
import type { Weights } from '../../math/logistic-policy.ts'
import { seededRandom } from '../../math/seeded-random.ts'
import type { RoutePolicy } from '../router-seat.ts'
import { placeAt, placeCount, sampleAnswer } from './calibrate.ts'
import { chooseByRouter } from './choose-by-router.ts'
import { hiddenRuleWorld, type Rule } from './hidden-rule.ts'
import { untaught } from './index.ts'
import { learnFromCalibration, type CalibratedQuestion } from './report-calibration.ts'

// The whole way of a calibration: an engine is asked in both modes, its texts are checked, and what is learned chooses.

const never = new AbortController().signal
const MARGINS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.01, 1.2]

type World = ReturnType<typeof hiddenRuleWorld>

/** Right in the mode that the rule asks for, wrong in the other; of no opinion of its own. */
function engineOf({ marker }: World, rule: Rule, random: () => number): Engine {
  const luck = new Map<string, boolean>()
  return scriptedEngine({
    decision: { pThink: 0.5, by: 'own-decision', ms: 0 },
    pieces: ({ messages, mode }) => {
      const text = messages.at(-1)?.text ?? ''
      if (!luck.has(text)) luck.set(text, random() < 0.5)
      const thinks =
        rule === 'none' ? luck.get(text) : text.includes(marker) === (rule === 'think-with-marker')
      const isRight = (mode === 'think') === thinks
      const answer = { kind: 'answer', text: isRight ? 'It is 42.' : 'It is 7.', tokens: 4 } as const
      return mode === 'think' ? [{ kind: 'thought', text: 'Hm.', tokens: 20 }, answer] : [answer]
    },
  })
}

async function calibrate(engine: Engine, world: World, count: number): Promise<CalibratedQuestion[]> {
  const plan = { questions: count, answersPerMode: 2, seed: 1 }
  const asked = Array.from({ length: count }, () => ({
    question: { kind: 'made up', text: world.ask().text, answers: ['42'] },
    view: null as CalibratedQuestion['view'],
    sampled: {
      think: [] as CalibratedQuestion['sampled']['think'][number][],
      quick: [] as CalibratedQuestion['sampled']['quick'][number][],
    },
  }))
  for (let at = 0; at < placeCount(plan); at += 1) {
    const place = placeAt(plan, at)
    const one = asked[place.question]
    if (one === undefined) throw new Error('no such question')
    const answer = await sampleAnswer(engine, one.question, place, never)
    if (answer === null) throw new Error('it was stopped')
    one.view ??= answer.view
    one.sampled[place.mode].push(answer)
  }
  return asked
}

/** How Auto would take each question, by the line that it gives the engine. */
function waysOf(weights: Weights, questions: readonly CalibratedQuestion[], margin = untaught.margin) {
  const router: RoutePolicy = { ...untaught, version: 1, weights, margin }
  return questions.map(({ question: { text }, view }) => {
    const asked = { text, hasImages: false, earlier: 0 }
    const { choice } = chooseByRouter(router, asked, 'own-decision', () => 1)
    return modeByChoice(choice, view?.pThink ?? 0.5)
  })
}

async function learn(seed: number, rule: Rule) {
  const random = seededRandom(seed)
  const world = hiddenRuleWorld(random)
  const engine = engineOf(world, rule, random)
  const weights = learnFromCalibration(await calibrate(engine, world, 120))
  const heldOut = await calibrate(engine, world, 150)
  const better = heldOut.map(({ sampled }) => betterWay(sampled, 0.1))
  return { weights, heldOut, accuracy: hybridAccuracy(better, waysOf(weights, heldOut)).value }
}

describe.each([11, 12, 13])('an engine that is right where nobody knows (seed %i)', (seed) => {
  test('is found out by calibrating it, swapped too, and is chance where there is no rule', async () => {
    const { weights, heldOut, accuracy } = await learn(seed, 'think-with-marker')
    expect(accuracy).toBeGreaterThanOrEqual(0.9)
    const thinks = MARGINS.map(
      (margin) => waysOf(weights, heldOut, margin).filter((way) => way === 'think').length,
    )
    expect(thinks).toEqual(thinks.toSorted((one, two) => two - one))
    expect(thinks[0]).toBeGreaterThan(0)
    expect(thinks.slice(-2)).toEqual([0, 0])

    expect((await learn(seed, 'quick-with-marker')).accuracy).toBeGreaterThanOrEqual(0.9)
    const none = await learn(seed, 'none')
    expect(none.accuracy).toBeGreaterThan(0.35)
    expect(none.accuracy).toBeLessThan(0.65)
  })
})
