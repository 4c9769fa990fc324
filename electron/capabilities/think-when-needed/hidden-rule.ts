import { betterWay, hybridAccuracy, type Way } from '../../math/hybrid-accuracy.ts'
import type { Interval } from '../../math/mean-interval.ts'
import { oneOf, seededRandom, shuffled, type Random } from '../../math/seeded-random.ts'
import { DEFAULT_MARGIN, probabilityOfThinking, startWeights } from './policy.ts'
import { featuresOf, signalsOf, unknownRecord } from './signals.ts'
import { trainByHgpo, type SampledQuestion } from './train-by-hgpo.ts'

const TRAINED_ON = 120
const HELD_OUT = 200
const ANSWERS_PER_MODE = 2

/** Which mode a question of the made-up world is answered right in. */
export type Rule = 'think-with-marker' | 'quick-with-marker' | 'none'

const WORDS =
  'please tell me what you know about the old river and its seven bridges or name one town near there that has a green tower with bells count all boats which passed today show how far north they went'.split(
    ' ',
  )

/**
 * Whether the router learns a rule that nobody told it. In a made-up world of random questions thinking is right only
 * where a marker stands, invented from the seed (a word, a run of signs, another script, or a layout), and answering at
 * once only where it does not. The router is trained on some of them, from the rewards alone, and its Hybrid Accuracy
 * is measured on others. With the rule "none" rewards fall by chance, and nothing can be learned.
 */
export function hiddenRule({ seed, rule }: { readonly seed: number; readonly rule: Rule }): Interval {
  const random = seededRandom(seed)
  const world = hiddenRuleWorld(random)
  const sample = (): { question: SampledQuestion; better: Way } => {
    const { text, isMarked } = world.ask()
    const right = rightMode(rule, isMarked, random)
    const answers = (['think', 'quick'] as const).flatMap((mode) =>
      Array.from({ length: ANSWERS_PER_MODE }, () => ({ mode, reward: mode === right ? 1 : 0 })),
    )
    const signals = signalsOf({ text, hasImages: false, earlier: 0 }, null, unknownRecord)
    const of = (mode: Way) =>
      answers.filter((answer) => answer.mode === mode).map((one) => ({ ...one, tokens: 9 }))
    return {
      question: { features: featuresOf(signals), answers },
      better: betterWay({ think: of('think'), quick: of('quick') }, 0),
    }
  }
  const training = Array.from({ length: TRAINED_ON }, () => sample().question)
  const weights = trainByHgpo(training, startWeights)
  const heldOut = Array.from({ length: HELD_OUT }, sample)
  return hybridAccuracy(
    heldOut.map(({ better }) => better),
    heldOut.map(({ question }) =>
      probabilityOfThinking(weights, question.features, DEFAULT_MARGIN) >= 0.5 ? 'think' : 'quick',
    ),
  )
}

function rightMode(rule: Rule, isMarked: boolean, random: Random): Way {
  if (rule === 'none') return random() < 0.5 ? 'think' : 'quick'
  return isMarked === (rule === 'think-with-marker') ? 'think' : 'quick'
}

/** Questions of random words, half of them with the world's marker somewhere in them. */
export function hiddenRuleWorld(random: Random) {
  const marker = inventMarker(random)
  return {
    marker,
    ask: (): { readonly text: string; readonly isMarked: boolean } => {
      const words = shuffled(WORDS, random).slice(0, 6 + Math.floor(random() * 8))
      const isMarked = random() < 0.5
      if (isMarked) words.splice(Math.floor(random() * (words.length + 1)), 0, marker)
      return { text: `${words.join(' ')}?`, isMarked }
    },
  }
}

function inventMarker(random: Random): string {
  const syllable = () => `${oneOf('bdfgklmnprstvz'.split(''), random)}${oneOf('aeiou'.split(''), random)}`
  const kind = oneOf(['word', 'signs', 'script', 'layout'], random)
  const three = (signs: string) => Array.from({ length: 3 }, () => oneOf(Array.from(signs), random)).join('')
  switch (kind) {
    case 'word':
      return `${syllable()}${syllable()}${syllable()}x`
    case 'signs':
      return three('~^%§#¤¦‡※◊')
    case 'script':
      return three('абвгдежзαβγδεζηθひらがなकखगघ')
    default:
      return oneOf(['\n\n', '\n\n\n', '\t\t', '\t'], random)
  }
}
