import type { LearningPage, LearningSample, MarginPreview } from '../../contract/learning.ts'
import { compareBaselines, optimalBaseline } from '../../capabilities/learn-from-grades/index.ts'
import { signalsOf, unknownRecord } from '../../capabilities/think-when-needed/index.ts'
import { logGradient, type Weights } from '../../math/logistic-policy.ts'
import { meanInterval, type Interval } from '../../math/mean-interval.ts'
import type { KeptSample } from '../../store/policy-samples.ts'
import type { Store } from '../../store/store.ts'
import { asPolicySample, chanceOf, type PolicyRoom } from './policy-room.ts'

const MOST_SAMPLES = 200
const MOST_WEIGHTS = 16
/** "On your last 50 questions". */
const PREVIEWED = 50
const LONGEST_QUESTION = 160

/** Everything the page Learning shows of one model. */
export function learningPage(
  store: Store,
  policies: PolicyRoom,
  modelKey: string,
  modelName: string,
): LearningPage {
  const { version, weights } = policies.current(modelKey)
  const samples = store.policySamples(modelKey, MOST_SAMPLES)
  const judged = samples.filter(({ reward }) => reward !== null)
  const waiting = judged.filter((sample) => sample.version === version && sample.usedFor === null)
  const shares = samples.flatMap(({ mode, ms, firstTokenMs }) =>
    mode === 'quick' && firstTokenMs !== null && firstTokenMs > 0 ? [Math.min(1, ms / firstTokenMs)] : [],
  )
  return {
    modelKey,
    modelName,
    version,
    versions: [...store.policyVersions(modelKey)],
    samples: samples.map((sample) => shownSample(sample, version)),
    baseline: waiting.length === 0 ? null : optimalBaseline(waiting.map(asPolicySample)),
    variance: varianceOf(judged, weights),
    weights: shownWeights(weights, samples),
    decisionShare: shares.length === 0 ? null : withinShares(meanInterval(shares)),
  }
}

function withinShares({ low, high, ...rest }: Interval): Interval {
  return { ...rest, low: Math.max(0, low), high: Math.min(1, high) }
}

/** What another margin would have meant for the last questions asked in Auto. */
export function marginPreview(
  store: Store,
  policies: PolicyRoom,
  modelKey: string,
  margin: number,
): MarginPreview {
  const samples = store.policySamples(modelKey, PREVIEWED)
  const { weights } = policies.current(modelKey)
  const thinksAt = (at: number) => samples.filter((sample) => chanceOf(weights, sample, at) >= 0.5).length
  const [now, then] = [thinksAt(store.settings().margin), thinksAt(margin)]
  const share = (count: number) => (samples.length === 0 ? 0 : count / samples.length)
  const tokensSaved = (now - then) * costOfThinking(store, modelKey)
  return { questions: samples.length, thinksNow: share(now), thinksThen: share(then), tokensSaved }
}

/** How many more tokens an answer takes with a thought, by the last answers, else by the last calibration. */
function costOfThinking(store: Store, modelKey: string): number {
  const samples = store.policySamples(modelKey, MOST_SAMPLES)
  const report = store.calibrationReports().find((each) => each.modelKey === modelKey)
  const tokens = (mode: KeptSample['mode']): number | null => {
    const lengths = samples.flatMap((sample) => (sample.mode === mode ? [sample.length] : []))
    if (lengths.length > 0) return lengths.reduce((sum, length) => sum + length, 0) / lengths.length
    const always = mode === 'think' ? 'always-think' : 'always-quick'
    return report?.choosers.find(({ chooser }) => chooser === always)?.tokens.value ?? null
  }
  const [think, quick] = [tokens('think'), tokens('quick')]
  return think === null || quick === null ? 0 : think - quick
}

function shownSample(sample: KeptSample, version: number): LearningSample {
  const { answerId, conversationId, mode, pThink, explored, reward, rewardFrom, length, usedFor } = sample
  const isWaiting = sample.version === version
  const state = usedFor !== null ? 'used' : !isWaiting ? 'stale' : reward === null ? 'unjudged' : 'waiting'
  return {
    answerId,
    conversationId,
    question: sample.question.slice(0, LONGEST_QUESTION),
    version: sample.version,
    mode,
    pThink,
    explored,
    reward,
    rewardFrom,
    length,
    advantage: sample.advantage,
    state,
    usedFor,
  }
}

function varianceOf(judged: readonly KeptSample[], weights: Weights): LearningPage['variance'] {
  if (judged.length < 2) return null
  const names = [...new Set(judged.flatMap(({ features }) => Object.keys(features)))]
  const withGradients = judged.map((sample) => {
    const gradient = logGradient(weights, sample.features, sample.mode === 'think' ? 1 : 0)
    return { ...asPolicySample(sample), gradient: names.map((name) => gradient[name] ?? 0) }
  })
  return { ...compareBaselines(withGradients), n: judged.length }
}

/** The strongest weights, by what a person would call them; words are known from the questions they stood in. */
function shownWeights(weights: Weights, samples: readonly KeptSample[]): LearningPage['weights'] {
  const words = new Map<string, string>()
  for (const { question } of samples) {
    const asked = { text: question, hasImages: true, earlier: 1 }
    for (const { name, says } of signalsOf(asked, { pThink: 1, by: 'own-decision' }, unknownRecord))
      if (!words.has(name)) words.set(name, says)
  }
  return Object.entries(weights)
    .filter(([, weight]) => Math.abs(weight) >= 0.005)
    .toSorted(([, one], [, two]) => Math.abs(two) - Math.abs(one))
    .slice(0, MOST_WEIGHTS)
    .map(([name, weight]) => ({ name: words.get(name) ?? name, weight }))
}
