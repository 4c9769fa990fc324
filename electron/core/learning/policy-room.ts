import type { PolicyOrigin, PolicyVersion } from '../../contract/learning.ts'
import type { Problem } from '../../contract/ponder-error.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import type { RoutePolicy, RouterChoice, RouterSeat } from '../../capabilities/router-seat.ts'
import { updateByOpo, type PolicySample } from '../../capabilities/learn-from-grades/index.ts'
import {
  MARGIN,
  probabilityOfThinking,
  startWeights,
  unknownRecord,
  untaught,
  weightsSchema,
} from '../../capabilities/think-when-needed/index.ts'
import { entropy, type Weights } from '../../math/logistic-policy.ts'
import type { Interval } from '../../math/mean-interval.ts'
import type { Thumb } from '../../contract/thumbs.ts'
import type { Answer, ModeAsked } from '../../contract/turns.ts'
import type { KeptSample, RewardFrom } from '../../store/policy-samples.ts'
import type { Store } from '../../store/store.ts'

/** Judged answers that make one step of learning. One alone is its own baseline and teaches nothing. */
export const BATCH = 4
/** So many judged answers back a model's record reaches, and the mean entropy looks. */
const RECENT = 50

const unreadable: Problem = {
  code: 'learning-unreadable',
  message: 'What Auto had learned on this model could not be read, so it begins anew.',
  remedy: 'Calibrate it on the page Learning, or go back to an older version there.',
}

type Parts = {
  readonly store: Store
  /** Hybrid Accuracy of these weights on the questions of the model's last calibration; null when there was none. */
  readonly measure: (modelKey: string, weights: Weights) => Interval | null
  readonly changed: () => void
}

export type PolicyRoom = ReturnType<typeof createPolicyRoom>

type Policy = { readonly version: number; readonly weights: Weights }

/** What each model's router knows, and how it learns from answers that were judged. */
export function createPolicyRoom({ store, measure, changed }: Parts) {
  const notices = new Map<string, Problem>()

  const current = (modelKey: string): Policy => {
    const kept = store.policyWeights(modelKey, null)
    if (kept === undefined) return untaught
    const read = weightsSchema.safeParse(kept.weights)
    if (read.success) return { version: kept.version, weights: read.data }
    // Never in the way of a question: it begins anew and says so.
    notices.set(modelKey, unreadable)
    keep(modelKey, startWeights, { origin: 'reset', samples: 0, baseline: null, from: null })
    return { version: store.nextPolicyVersion(modelKey) - 1, weights: startWeights }
  }

  const keep = (
    modelKey: string,
    weights: Weights,
    how: Pick<PolicyVersion, 'samples' | 'baseline' | 'from'> & {
      readonly origin: PolicyOrigin
      readonly hybridAccuracy?: Interval
    },
  ) => {
    const version = store.nextPolicyVersion(modelKey)
    const hybridAccuracy = how.hybridAccuracy ?? measure(modelKey, weights)
    const about = {
      ...how,
      version,
      hybridAccuracy,
      madeAt: Date.now(),
      entropy: entropyOf(modelKey, weights),
    }
    store.keepPolicy(modelKey, weights, about)
    changed()
  }

  const entropyOf = (modelKey: string, weights: Weights): number | null => {
    const samples = store.policySamples(modelKey, RECENT)
    if (samples.length === 0) return null
    const sum = samples.reduce((total, sample) => total + entropy(chanceOf(weights, sample)), 0)
    return sum / samples.length
  }

  const router = (modelKey: string): RoutePolicy => {
    const { margin, exploration, learns } = store.settings()
    if (!learns) return untaught
    const policy = current(modelKey)
    return {
      ...policy,
      margin,
      exploration: isUntaught(policy.weights) ? 0 : exploration,
      record: recordOf(store.policySamples(modelKey, RECENT)),
    }
  }

  const waiting = (modelKey: string, version: number): readonly KeptSample[] =>
    store
      .policySamples(modelKey, 200)
      .filter((sample) => sample.version === version && sample.reward !== null && sample.usedFor === null)

  const reward = (answerId: string, value: number | null, from: RewardFrom | null) => {
    if (!store.settings().learns || !store.rewardPolicySample(answerId, value, from)) return
    const modelKey = store.policySample(answerId)?.modelKey
    if (modelKey !== undefined) learn(modelKey)
    changed()
  }

  /** One step of OPO, once enough answers of this version are judged and not all alike. */
  const learn = (modelKey: string) => {
    const policy = current(modelKey)
    const batch = waiting(modelKey, policy.version)
    const rewards = batch.map((sample) => sample.reward ?? 0)
    if (batch.length < BATCH || Math.max(...rewards) === Math.min(...rewards)) return
    const update = updateByOpo(policy, batch.map(asPolicySample))
    const weights = { ...update.policy.weights, [MARGIN]: Math.max(0, update.policy.weights[MARGIN] ?? 0) }
    store.transaction(() => {
      const made = store.nextPolicyVersion(modelKey)
      for (const [at, { answerId }] of batch.entries())
        store.usePolicySample(answerId, made, update.advantages[at] ?? 0)
      keep(modelKey, weights, {
        origin: 'answers',
        samples: update.used.length,
        baseline: update.baseline,
        from: null,
      })
    })
  }

  return {
    router,
    current,
    judgedOf: (modelKey: string): number => waiting(modelKey, current(modelKey).version).length,
    notice: (modelKey: string): Problem | null => notices.get(modelKey) ?? null,
    dismissNotice: (modelKey: string) => {
      if (notices.delete(modelKey)) changed()
    },

    /** A seat for one answer, and what to do when it has ended. */
    seatFor: (modelKey: string): { seat: RouterSeat; ended: (answer: Answer) => void } => {
      let made: RouterChoice | null = null
      const policy = router(modelKey)
      const ended = (answer: Answer) => {
        if (made === null || answer.status !== 'complete' || !store.settings().learns) return
        // What it is judged for is then the thought, which the router did not choose.
        if (answer.route?.unsure !== undefined) return
        const { mode, pThink, taken, explored, features, ms } = made
        const choice = { mode, pThink, taken, explored, features, ms, margin: policy.margin }
        store.keepPolicySample({
          answerId: answer.id,
          modelKey,
          version: policy.version,
          length: answer.tokens.thought + answer.tokens.answer,
          choice: { ...choice, firstTokenMs: answer.ms.firstToken },
        })
        changed()
      }
      return { seat: { policy, random: Math.random, chosen: (choice) => (made = choice) }, ended }
    },

    thumbed: (answerId: string, thumb: Thumb | null) =>
      thumb === null ? reward(answerId, null, null) : reward(answerId, thumb === 'up' ? 1 : 0, 'thumb'),
    /** `grade`: 0 to 1. A thumb says more, and stays. */
    graded: (answerId: string, grade: number) => {
      if (store.policySample(answerId)?.rewardFrom !== 'thumb') reward(answerId, grade, 'grade')
    },
    /** The person asked for the other mode after all. */
    overruled: (answer: Answer, modeAsked: ModeAsked) => {
      const sample = store.policySample(answer.id)
      if (sample === null || modeAsked === 'auto' || modeAsked === sample.mode) return
      if (sample.rewardFrom !== 'thumb') reward(answer.id, 0, 'overruled')
    },

    /** What a calibration taught. */
    calibrated: (modelKey: string, weights: Weights, samples: number, hybridAccuracy: Interval | null) =>
      keep(modelKey, weights, {
        origin: 'calibration',
        samples,
        baseline: null,
        from: null,
        ...(hybridAccuracy === null ? {} : { hybridAccuracy }),
      }),

    undo: (modelKey: string, version: number) => {
      const kept = version === 0 ? { weights: startWeights } : store.policyWeights(modelKey, version)
      const read = weightsSchema.safeParse(kept?.weights)
      if (!read.success) throw noVersion(version)
      notices.delete(modelKey)
      keep(modelKey, read.data, { origin: 'undo', samples: 0, baseline: null, from: version })
    },

    reset: (modelKey: string) => {
      notices.delete(modelKey)
      store.transaction(() => {
        store.removePolicies(modelKey)
        store.removePolicySamples(modelKey)
        store.removeCalibrations(modelKey)
      })
      changed()
    },
  }
}

/** P(think) of a sample's question under other weights, with the margin it was asked with or another. */
export function chanceOf(weights: Weights, sample: KeptSample, margin = sample.margin): number {
  const { [MARGIN]: _, ...features } = sample.features
  return probabilityOfThinking(weights, features, margin)
}

/** Also of a version that was begun anew or went back to before anything was learned. */
function isUntaught(weights: Weights): boolean {
  const names = new Set([...Object.keys(weights), ...Object.keys(startWeights)])
  return [...names].every((name) => weights[name] === startWeights[name])
}

function recordOf(samples: readonly KeptSample[]): RoutePolicy['record'] {
  const meanOf = (mode: KeptSample['mode']): number => {
    const rewards = samples.flatMap((sample) => (sample.mode === mode ? (sample.reward ?? []) : []))
    return rewards.length === 0
      ? unknownRecord[mode]
      : rewards.reduce((sum, one) => sum + one, 0) / rewards.length
  }
  return { think: meanOf('think'), quick: meanOf('quick') }
}

export function asPolicySample(sample: KeptSample): PolicySample {
  const { version, features, mode, taken, reward, length } = sample
  return { version, features, action: mode === 'think' ? 1 : 0, taken, reward: reward ?? 0, length }
}

function noVersion(version: number): PonderError {
  return new PonderError({
    code: 'no-such-version',
    message: `Version ${version} of what Auto learned is no longer there.`,
    remedy: 'Choose another version on the page Learning.',
  })
}
