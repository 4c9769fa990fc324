import { z } from 'zod'
import { tournamentSchema, type Tournament } from '../contract/tournaments.ts'
import type { Database } from './database.ts'

/** Tournaments between answers, whole or broken off. */
export function tournamentsIn(database: Database) {
  const row = z.object({
    tournament: z
      .string()
      .transform((text): unknown => JSON.parse(text))
      .pipe(tournamentSchema),
  })
  const one = database.query(row, `SELECT tournament FROM tournaments WHERE id = :id`)
  const all = database.query(
    row,
    `SELECT tournament FROM tournaments WHERE conversation_id = :conversationId`,
  )
  const save = database.command(
    `INSERT INTO tournaments (id, conversation_id, tournament) VALUES (:id, :conversationId, :tournament)
     ON CONFLICT (id) DO UPDATE SET tournament = excluded.tournament`,
  )

  return {
    tournament: (id: string): Tournament | null => one({ id })[0]?.tournament ?? null,
    /** Oldest first. */
    tournamentsOf: (conversationId: string): Tournament[] =>
      all({ conversationId })
        .map(({ tournament }) => tournament)
        .toSorted((a, b) => a.createdAt - b.createdAt),
    saveTournament(tournament: Tournament): void {
      const { id, conversationId } = tournament
      save({ id, conversationId, tournament: JSON.stringify(tournament) })
    },
  }
}
