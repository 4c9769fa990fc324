import { sameWords } from './same-words.ts'

/** One answer to a question, with what is thought of it. */
export type Judged = {
  readonly text: string
  readonly thumb: 'up' | 'down' | null
  /** 1 to 5; null where it has no grade, or the judge was unsure. */
  readonly score: number | null
}

/** Two answers that a judge has compared; `better` and `worse` are places among the answers. */
export type JudgedPair = { readonly better: number; readonly worse: number }

export type Preference = {
  readonly chosen: string
  readonly rejected: string
  /** Whose it is. */
  readonly by: 'person' | 'judge'
}

/** Grades are far apart where their intervals of a few rivals hardly meet. */
const FAR_APART = 1

/**
 * What is known to be better than what, of all answers to one question. The person's thumbs win: where one answer has a
 * thumb up and another a thumb down, nothing a judge said of the two counts. Otherwise comparisons count before grades, and
 * grades count where they are a whole point apart, unless they go against the one thumb there is. Answers that say the same are no pair.
 *
 * Example: of three answers, the first with a thumb up, the second with a thumb down, and a judge who found the third better
 * than the second: first over second by the person, third over second by the judge.
 */
export function preferencesOf(answers: readonly Judged[], compared: readonly JudgedPair[]): Preference[] {
  const preferences: Preference[] = []
  for (const [at, one] of answers.entries()) {
    for (const [other, two] of answers.entries()) {
      if (at >= other || one.text === '' || two.text === '' || sameWords(one.text, two.text)) continue
      const order = byPerson(one, two) ?? byJudge(one, two, at, other, compared)
      if (order === null) continue
      const [chosen, rejected] = order.isFirst ? [one, two] : [two, one]
      preferences.push({ chosen: chosen.text, rejected: rejected.text, by: order.by })
    }
  }
  return preferences
}

type Order = { readonly isFirst: boolean; readonly by: Preference['by'] }

function byPerson(one: Judged, two: Judged): Order | null {
  if (one.thumb === null || two.thumb === null || one.thumb === two.thumb) return null
  return { isFirst: one.thumb === 'up', by: 'person' }
}

function byJudge(
  one: Judged,
  two: Judged,
  at: number,
  other: number,
  compared: readonly JudgedPair[],
): Order | null {
  const last = compared.findLast(
    ({ better, worse }) => (better === at && worse === other) || (better === other && worse === at),
  )
  const isFirst = last === undefined ? byGrades(one, two) : last.better === at
  if (isFirst === null) return null
  const [chosen, rejected] = isFirst ? [one, two] : [two, one]
  const isAgainst = chosen.thumb !== rejected.thumb && (chosen.thumb === 'down' || rejected.thumb === 'up')
  return isAgainst ? null : { isFirst, by: 'judge' }
}

function byGrades(one: Judged, two: Judged): boolean | null {
  if (one.score === null || two.score === null || Math.abs(one.score - two.score) < FAR_APART) return null
  return one.score > two.score
}

export type PreferenceShape = 'chosen-rejected' | 'sharegpt' | 'reward-model'

type Message = { readonly role: 'system' | 'user' | 'assistant'; readonly text: string }

const SPEAKERS = { system: 'system', user: 'human', assistant: 'gpt' } as const

/**
 * One preference as a line of JSON. chosen-rejected: messages, as TRL's DPO trainer takes them. sharegpt: conversations with
 * "from" and "value". reward-model: input, output_1, output_2 and label, as in LLMBar; which of the two stands first
 * changes from line to line, so that the place says nothing.
 */
export function preferenceLine(
  messages: readonly Message[],
  { chosen, rejected, by }: Preference,
  shape: PreferenceShape,
  lineNumber: number,
): string {
  switch (shape) {
    case 'chosen-rejected': {
      const answer = (content: string) => [{ role: 'assistant', content }]
      const prompt = messages.map(({ role, text }) => ({ role, content: text }))
      return JSON.stringify({ prompt, chosen: answer(chosen), rejected: answer(rejected), by })
    }
    case 'sharegpt': {
      const said = messages.map(({ role, text }) => ({ from: SPEAKERS[role], value: text }))
      const answer = (value: string) => ({ from: 'gpt', value })
      return JSON.stringify({ conversations: said, chosen: answer(chosen), rejected: answer(rejected), by })
    }
    case 'reward-model': {
      const isFirst = lineNumber % 2 === 0
      const [one, two] = isFirst ? [chosen, rejected] : [rejected, chosen]
      const input = messages.map(({ text }) => text).join('\n\n')
      return JSON.stringify({ input, output_1: one, output_2: two, label: isFirst ? 1 : 2, by })
    }
  }
  return shape satisfies never
}
