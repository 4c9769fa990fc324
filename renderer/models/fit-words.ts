import type { CacheType } from '../../electron/contract/context-choice.ts'
import type { Fit, ModelFacts } from '../../electron/contract/model-facts.ts'
import { bytes, count, shortCount } from '../parts/amounts.ts'
import type { ModelFact } from './model-words.ts'

/** What a model's file says of itself, before it is opened. */
export function factsBefore(facts: ModelFacts): readonly ModelFact[] {
  const { title, trainedContext, thinking, templateProblem, licence } = facts
  return [
    ...(title === null ? [] : [{ name: 'Made as', value: title }]),
    { name: 'Architecture', value: facts.architecture },
    { name: 'Parameters', value: shortCount(facts.parameters) },
    { name: 'Quantisation', value: facts.quantisation },
    { name: 'Size', value: bytes(facts.sizeBytes) },
    {
      name: 'Trained for',
      value: trainedContext === null ? 'not stated' : `${count(trainedContext)} tokens`,
    },
    {
      name: 'Thinking',
      value: thinking === null ? (templateProblem?.message ?? 'not known') : expectedWords(thinking),
    },
    { name: 'Template', value: facts.hasTemplate ? 'its own' : 'none in its file' },
    { name: 'Licence', value: licence ?? 'not stated' },
  ]
}

/** How it will think: "thinks or answers at once, as you ask; efforts: low, high". */
function expectedWords({
  canThink,
  style,
  efforts,
  decidesItself,
}: NonNullable<ModelFacts['thinking']>): string {
  if (!canThink) return 'has no thoughts of its own: plain answers, or step by step'
  const how = {
    tail: 'thinks or answers at once, as you ask',
    option: 'thinks or answers at once, as you ask; switching makes it read the conversation again',
    always: `${decidesItself === true ? '' : 'always thinks: '}its template cannot switch that off, Quick only closes the thought by force`,
    none: 'thinks',
  }[style]
  const parts = [
    decidesItself === true ? 'decides when to think' : null,
    how,
    efforts.length > 0 ? `efforts: ${efforts.join(', ')}` : null,
  ]
  return parts.filter((part) => part !== null).join('; ')
}

/** Ways to store the context, the exact one first. */
export const cacheNames: readonly { readonly type: CacheType; readonly name: string }[] = [
  { type: 'f16', name: '16 bits, exact' },
  { type: 'q8_0', name: '8 bits' },
  { type: 'q4_0', name: '4 bits, coarse' },
]

/** "fits", "only just fits" or what would. */
export function fitWords({ kind, largestContext }: Fit): string {
  if (kind === 'fits') return 'fits'
  if (kind === 'tight') return 'only just fits'
  if (largestContext === null) return 'does not fit'
  return `does not fit; ${count(largestContext)} tokens would`
}

const SMALLEST_OFFERED = 1024

/** Contexts to choose from, doubling, up to what the model was trained for, with the present one among them. */
export function contextsToOffer(trainedContext: number | null, present: number): readonly number[] {
  const most = trainedContext ?? present
  const sizes = new Set([most, present])
  for (let size = SMALLEST_OFFERED; size < most; size *= 2) sizes.add(size)
  return [...sizes].sort((one, other) => one - other)
}
