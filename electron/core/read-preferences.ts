import { preferenceLine, preferencesOf, sameWords } from '../capabilities/grade-answers/index.ts'
import type { Preferences, PreferenceShape } from '../contract/preferences.ts'
import type { Tournament } from '../contract/tournaments.ts'
import { isDoubtful, isUndecided } from '../contract/undecided.ts'
import type { Answer } from '../contract/turns.ts'
import type { Store } from '../store/store.ts'
import { toMessages } from '../turn/messages.ts'

type Wanted = {
  readonly conversationId: string | null
  readonly shape: PreferenceShape
  readonly withJudge: boolean
}

/** Every pair of answers to one question of which one is known to be better, as JSON Lines. */
export function readPreferences(store: Store, { conversationId, shape, withJudge }: Wanted): Preferences {
  const conversations =
    conversationId === null ? store.listConversations().map(({ id }) => id) : [conversationId]
  const lines: string[] = []
  const counts = { person: 0, judge: 0 }
  for (const id of conversations) {
    const tournaments = store.tournamentsOf(id)
    for (const answers of store.answersByQuestion(id)) {
      const [first] = answers
      if (first === undefined || answers.length < 2) continue
      const judged = answers.map((answer) => ({
        text: answer.text,
        thumb: answer.thumb,
        score: scoreOf(store, answer),
      }))
      const wanted = preferencesOf(judged, comparedIn(tournaments, answers)).filter(
        ({ by }) => withJudge || by === 'person',
      )
      if (wanted.length === 0) continue
      const path = store.pathTo(first.parentId)
      const messages = toMessages(store.settings().systemPrompt, path, null)
      for (const preference of wanted) {
        counts[preference.by] += 1
        lines.push(preferenceLine(messages.map(withText), preference, shape, lines.length))
      }
    }
  }
  return { byPerson: counts.person, byJudge: counts.judge, lines: lines.map((line) => `${line}\n`).join('') }
}

function withText(message: ReturnType<typeof toMessages>[number]) {
  return { role: message.role, text: message.text }
}

function scoreOf(store: Store, { id }: Answer): number | null {
  const grade = store.grade(id)
  return grade === null || grade.isUnsure ? null : grade.score
}

/** Matches that a judge decided, by places among `answers`. One that has gone on since was not judged as it stands now. */
function comparedIn(tournaments: readonly Tournament[], answers: readonly Answer[]) {
  const placeOf = (candidate: Tournament['candidates'][number] | undefined) =>
    answers.findIndex(({ id, text }) => id === candidate?.answerId && sameWords(text, candidate.text))
  return tournaments.flatMap(({ candidates, matches }) =>
    matches.flatMap(({ first, second, pFirst, comparison }) => {
      const [one, two] = [placeOf(candidates[first]), placeOf(candidates[second])]
      if (comparison === null || isDoubtful(comparison) || isUndecided(pFirst) || one < 0 || two < 0)
        return []
      return [pFirst > 0.5 ? { better: one, worse: two } : { better: two, worse: one }]
    }),
  )
}
