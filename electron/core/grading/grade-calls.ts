import type { Implementation } from '../../contract/define.ts'
import type { gradeCalls } from '../../contract/grading-calls.ts'
import type { Store } from '../../store/store.ts'
import type { GradeFollowers } from './grade-followers.ts'
import type { GradeRoom } from './grade-room.ts'
import type { OtherModels } from '../models/other-models.ts'
import type { PersonNotes } from './person-notes.ts'
import { readPreferences } from '../read-preferences.ts'
import type { TournamentRoom } from './tournament-room.ts'

export type Grading = {
  readonly grades: GradeRoom
  readonly notes: PersonNotes
  readonly tournaments: TournamentRoom
  readonly followers: GradeFollowers
  readonly describeJudge: OtherModels['describeJudge']
}

/** What a window can ask about grades. */
export function createGradeCalls(
  store: Store,
  { grades, notes, tournaments, followers, describeJudge }: Grading,
): Implementation<typeof gradeCalls> {
  return {
    followGrades: ({ conversationId }, signal) => {
      const first = {
        kind: 'all' as const,
        grades: grades.statesOf(conversationId),
        notes: store.personNotes(conversationId),
        tournaments: tournaments.of(conversationId),
      }
      return followers.follow(conversationId, first, signal)
    },
    gradeAnswer: ({ answerId }) => {
      grades.start(answerId)
      return {}
    },
    stopGrading: ({ answerId }) => {
      grades.stop(answerId)
      return {}
    },
    noteAnswer: (change) => {
      notes.write(change)
      return {}
    },
    describeJudge: ({ modelId }, signal) => describeJudge(modelId, signal),
    readPreferences: (wanted) => readPreferences(store, wanted),
    findBest: ({ answerId, count, kind, modelIds }) => tournaments.findBest(answerId, count, kind, modelIds),
    compareAnswers: ({ answerId, otherId }) => tournaments.compare(answerId, otherId),
    stopTournament: async ({ tournamentId }) => {
      await tournaments.stop(tournamentId)
      return {}
    },
    resumeTournament: ({ tournamentId }) => {
      tournaments.resume(tournamentId)
      return {}
    },
  }
}
