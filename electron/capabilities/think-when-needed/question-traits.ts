import type { AskedQuestion, Signal } from './signals.ts'

/** Long texts are judged by their ends, where questions stand. */
const MOST_CHARACTERS = 2000

const SCRIPTS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['latin', /\p{Script=Latin}/gu],
  ['cyrillic', /\p{Script=Cyrillic}/gu],
  ['greek', /\p{Script=Greek}/gu],
  ['arabic', /\p{Script=Arabic}/gu],
  ['hebrew', /\p{Script=Hebrew}/gu],
  ['devanagari', /\p{Script=Devanagari}/gu],
  ['chinese', /\p{Script=Han}/gu],
  ['japanese', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['korean', /\p{Script=Hangul}/gu],
  ['thai', /\p{Script=Thai}/gu],
]

/** The most frequent words of English: a cheap look at the language. */
const ENGLISH = new Set(
  'the a an of to in is are was what which who how many much do does did you i it me my your and or for with on at from that this can please'.split(
    ' ',
  ),
)

/** Simple traits of a question: its length, numbers, layout, script and language, and whether images came along. */
export function questionTraits({ text, hasImages, earlier }: AskedQuestion): Signal[] {
  const read = ends(text)
  const words = read.match(/\p{L}+/gu) ?? []
  const numbers = read.match(/\d+/g) ?? []
  const traits: Signal[] = [
    trait('image', hasImages, 'an image came along'),
    trait('follow-up', earlier > 0, 'it follows an earlier question'),
    graded('length', Math.log2(1 + text.length / 40) / 4, 'how long it is'),
    graded('numbers', Math.min(1, numbers.length / 4), 'how many numbers it holds'),
    graded('digits', Math.min(1, longest(numbers) / 4), 'how long its numbers are'),
    trait('sign', /\d\s*[-+*/×÷^=<>]\s*\d/.test(read), 'it calculates'),
    trait('question-mark', read.includes('?'), 'it has a question mark'),
    trait('several-sentences', (read.match(/[.?!]\s+\S/g) ?? []).length > 0, 'it has several sentences'),
    trait('several-lines', /\S\s*\n\s*\S/.test(read), 'it has several lines'),
    trait('code', /```|\bfunction\b|=>|[{};]\s*$/m.test(read), 'it holds code'),
    trait('quotes', /["“”'‘’«»`]\p{L}+["“”'‘’«»`]/u.test(read), 'it quotes a word'),
    trait('capitals', /\p{Lu}{3}/u.test(read), 'it shouts'),
    ...scripts(read),
  ]
  if (words.length > 0) {
    const english = words.filter((word) => ENGLISH.has(word.toLowerCase())).length
    traits.push(graded('english', Math.min(1, (2 * english) / words.length), 'it is in English'))
  }
  return traits
}

function scripts(text: string): Signal[] {
  const counts = SCRIPTS.map(([name, pattern]) => ({ name, count: (text.match(pattern) ?? []).length }))
  const all = counts.reduce((sum, { count }) => sum + count, 0)
  return counts
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => graded(`script:${name}`, count / all, `${name} letters`))
}

function trait(name: string, holds: boolean, says: string): Signal {
  return { name: `trait:${name}`, value: holds ? 1 : 0, says }
}

function graded(name: string, value: number, says: string): Signal {
  return { name: `trait:${name}`, value, says }
}

function longest(numbers: readonly string[]): number {
  return Math.max(0, ...numbers.map(({ length }) => length))
}

/** The beginning and the end of a text that is too long to be looked at whole. */
export function ends(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text
  return `${text.slice(0, MOST_CHARACTERS / 2)}\n${text.slice(-MOST_CHARACTERS / 2)}`
}
