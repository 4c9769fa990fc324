import type { ChatMessage } from '../../engine/engine.ts'
import { oneOf, seededRandom, shuffled, type Random } from '../../math/seeded-random.ts'
import {
  CAPITALS,
  COLOURS,
  DAYS,
  GREETINGS,
  MONTHS,
  MONTH_LENGTHS,
  NAMES,
  OPPOSITES,
  PLURALS,
  SOUNDS,
  THINGS,
  WORDS,
} from './known-things.ts'

/** A question with a definite answer. */
export type CalibrationQuestion = {
  readonly kind: string
  readonly text: string
  /** Any of these makes an answer right: a whole number, or words. None: anything said politely is right. */
  readonly answers: readonly string[]
  /** Given for a question that the person asked: no answer to it is known. */
  readonly own?: {
    /** In its place in a report. */
    readonly says: string
    /** Ends with the question, as it was asked. */
    readonly messages: readonly ChatMessage[]
    /** 0 to 1; rejects with the signal's reason. */
    readonly rewardOf: (text: string, signal: AbortSignal) => Promise<number>
  }
}

type Maker = (random: Random) => CalibrationQuestion

/**
 * The built-in questions, drawn from a seed. Four of fifteen are of kinds that take steps (larger sums and products,
 * stories, letter counts, days), the others of kinds that are known or not, as most of what people ask is. On which a
 * thought pays off is not written here: it depends on the model, and is what is measured.
 *
 * Example: seed 1 always gives the same questions; no text comes twice.
 */
export function calibrationQuestions(count: number, seed: number): CalibrationQuestion[] {
  const random = seededRandom(seed)
  const found = new Map<string, CalibrationQuestion>()
  // Each kind in turn, so that all are there even where few are asked for; some kinds have few different questions.
  for (let turn = 0; found.size < count && turn < count * 20; turn += 1) {
    const question = MAKERS[turn % MAKERS.length]?.(random)
    if (question !== undefined && !found.has(question.text)) found.set(question.text, question)
  }
  return shuffled([...found.values()], random)
}

/**
 * Whether an answer is right: the last whole number in it, or the words, are among the accepted ones. Case, marks and
 * words around them do not matter.
 *
 * Example: "The capital of France is **Paris**." is right for "Paris"; "1,932 it is" is right for 1932.
 */
export function isRightAnswer({ answers }: CalibrationQuestion, text: string): boolean {
  if (answers.length === 0) return text.trim() !== ''
  return answers.some((answer) =>
    /^-?\d+$/.test(answer) ? lastNumber(text) === answer : plain(text).includes(plain(answer)),
  )
}

function lastNumber(text: string): string | undefined {
  const found = text
    .replaceAll(/(?<=\d)[,\u00a0\u202f](?=\d{3}\b)/g, '')
    .replaceAll('−', '-')
    .match(/(?<![\d\p{L}])-?\d+|\d+/gu)
  return found?.at(-1)
}

function plain(text: string): string {
  return ` ${text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `
}

const between = (low: number, high: number, random: Random): number =>
  low + Math.floor(random() * (high - low + 1))

const sum: Maker = (random) => {
  const [a, b] = [between(21, 999, random), between(21, 999, random)]
  const text = oneOf([`What is ${a} + ${b}?`, `Calculate ${a} + ${b}`, `How much is ${a} plus ${b}?`], random)
  return { kind: 'sums', text, answers: [String(a + b)] }
}

const difference: Maker = (random) => {
  const b = between(21, 500, random)
  const a = b + between(11, 499, random)
  const text = oneOf([`What is ${a} - ${b}?`, `Subtract ${b} from ${a}`, `What is ${a} minus ${b}?`], random)
  return { kind: 'differences', text, answers: [String(a - b)] }
}

const product: Maker = (random) => {
  const [a, b] = [between(12, 99, random), between(3, 9, random)]
  const text = oneOf([`What is ${a} times ${b}?`, `Calculate ${a} * ${b}`, `Multiply ${a} by ${b}`], random)
  return { kind: 'products', text, answers: [String(a * b)] }
}

const letterCount: Maker = (random) => {
  const word = oneOf(WORDS, random)
  const letter = oneOf(word.split(''), random)
  const text = oneOf(
    [
      `How many ${letter}'s are in ${word}?`,
      `Count the ${letter}'s in ${word}`,
      `How often does ${letter} appear in ${word}?`,
    ],
    random,
  )
  return {
    kind: 'letter counts',
    text,
    answers: [String(word.split('').filter((one) => one === letter).length)],
  }
}

const story: Maker = (random) => {
  const [name, thing] = [oneOf(NAMES, random), oneOf(THINGS, random)]
  const [one, two] = [between(2, 9, random), between(2, 9, random)]
  const asks = oneOf([`How many ${thing} does ${name} have now?`, `How many ${thing} are there now?`], random)
  if (random() < 0.5) {
    const start = between(12, 40, random)
    const text = `${name} has ${start} ${thing} and buys ${one} more then ${name} gives ${two} away. ${asks}`
    return { kind: 'stories', text, answers: [String(start + one - two)] }
  }
  const boxes = oneOf(['boxes', 'bags', 'baskets'], random)
  const third = between(2, 9, random)
  const text = `${name} has ${one} ${boxes} with ${two} ${thing} each and ${third} more ${thing}. ${asks}`
  return { kind: 'stories', text, answers: [String(one * two + third)] }
}

const daysLater: Maker = (random) => {
  const [start, steps] = [between(0, 6, random), between(3, 6, random)]
  const day = DAYS[start] ?? ''
  const text = oneOf(
    [
      `Which day comes ${steps} days after ${day}?`,
      `If today is ${day}, what day will it be in ${steps} days?`,
    ],
    random,
  )
  return { kind: 'days', text, answers: [DAYS[(start + steps) % 7] ?? ''] }
}

const smallSum: Maker = (random) => {
  const a = between(1, 12, random)
  const b = between(1, 20 - a, random)
  return { kind: 'small sums', text: `What is ${a} + ${b}?`, answers: [String(a + b)] }
}

const comparison: Maker = (random) => {
  const a = between(1, 98, random)
  const b = a + between(1, 99 - a, random)
  const [first, second] = random() < 0.5 ? [a, b] : [b, a]
  const text = oneOf(
    [`Which number is larger, ${first} or ${second}?`, `What is larger, ${first} or ${second}?`],
    random,
  )
  return { kind: 'comparisons', text, answers: [String(b)] }
}

/** A kind whose questions are about pairs of a list. */
const about =
  (kind: string, pairs: readonly (readonly [string, string])[], wordings: readonly string[]): Maker =>
  (random) => {
    const [asked, answer] = oneOf(pairs, random)
    return { kind, text: oneOf(wordings, random).replace('X', asked), answers: [answer] }
  }

const greeting: Maker = (random) => ({ kind: 'greetings', text: oneOf(GREETINGS, random), answers: [] })

const calendar: Maker = (random) => {
  const [names, kind] = random() < 0.5 ? [DAYS, 'day'] : [MONTHS, 'month']
  const at = between(0, names.length - 1, random)
  const after = random() < 0.6
  const other = names[(at + (after ? 1 : names.length - 1)) % names.length] ?? ''
  const text = `Which ${kind} comes ${after ? 'after' : 'before'} ${names[at] ?? ''}?`
  return { kind: 'calendar', text, answers: [other] }
}

const arithmetic: Maker = (random) => oneOf([sum, difference, product], random)(random)

const MAKERS: readonly Maker[] = [
  arithmetic,
  about('capitals', CAPITALS, ['What is the capital of X?', 'Name the capital of X', 'Capital of X?']),
  about('sounds', SOUNDS, ['What sound does a X make?', 'What does a X say?']),
  about('opposites', OPPOSITES, ['What is the opposite of X?', 'Tell me the opposite of X']),
  story,
  smallSum,
  letterCount,
  about('colours', COLOURS, ['What colour is X?', 'Which colour has X?']),
  about('months', MONTH_LENGTHS, ['How many days has X?', 'How many days are in X?']),
  about('plurals', PLURALS, ['What is the plural of X?', 'Plural of X?']),
  daysLater,
  comparison,
  calendar,
  greeting,
]
