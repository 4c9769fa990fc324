import { SAID } from './sample-conversations.ts'
import { endingOf, isWorded, marksAround, namedMarks } from './thought-marks.ts'
import type { Marks } from './thought-marks.ts'
import { between } from './understand-template.ts'
import type { Sample, TurnTexts } from './understand-template.ts'

type Read = Sample & { readonly turns: TurnTexts }

/**
 * The marks a template thinks between: those it writes at the end of a prompt or around a thought, else those it names,
 * else whatever stands around a thought only. null: it knows of no thought.
 */
export function chooseMarks(source: string, settings: readonly Read[]): Marks | null {
  const written = settings.flatMap(({ texts }) => [
    texts.system,
    texts.question,
    texts.thought,
    texts['thought-part'],
  ])
  const all = [source, ...written].join('\n')
  const named = namedMarks(all)
  const scores = named.map((marks) => score(marks, source, settings))
  const best = named[scores.indexOf(Math.max(0, ...scores))]
  if (best !== undefined && all.includes(best.close)) return best
  // Only half of it stands there: what is seen around a thought is believed before the shape of a name.
  return unknownMarks(settings) ?? best ?? null
}

function score(marks: Marks, source: string, settings: readonly Read[]): number {
  const ends = settings.some(({ turns }) => endingOf(turns.opening, marks) !== 'bare')
  const surrounds = settings.some(({ texts }) => {
    const [, before, after] = aroundThought(texts) ?? []
    return before?.includes(marks.open) === true || after?.includes(marks.close) === true
  })
  const isWhole = source.includes(marks.close) && (source.includes(marks.open) || isWorded(marks))
  return (ends ? 4 : 0) + (surrounds ? 4 : 0) + (isWhole ? 2 : 1)
}

/**
 * Behind what all prompts for an answer begin with alike, whatever they were asked for. Example: they end in "<a>[think]"
 * and "<a>[reply]", and a thought stands between "<a>[think]" and "[end][reply]": the marks are "[think]" and "[end][reply]".
 */
function unknownMarks(settings: readonly Read[]): Marks | null {
  const shared = settings.map(({ turns }) => turns.opening).reduce(commonBeginning)
  const head = settings.length === 1 ? shared : shared.replace(/[<[◁][^>\]▷]*$/, '')
  for (const { texts } of settings) {
    const [, before, after] = aroundThought(texts) ?? []
    if (before === undefined || after === undefined || !before.startsWith(head)) continue
    const marks = marksAround(before.slice(head.length), after)
    if (marks !== null) return marks
  }
  return null
}

function commonBeginning(one: string, other: string): string {
  let length = 0
  while (length < one.length && one[length] === other[length]) length += 1
  return one.slice(0, length)
}

/** What a template writes before, in front of and behind a thought; null where it shows none. */
export function aroundThought(texts: Sample['texts']): readonly string[] | null {
  const words = [SAID.question, SAID.thought, SAID.answer]
  return between(texts.thought, words) ?? between(texts['thought-part'], words)
}
