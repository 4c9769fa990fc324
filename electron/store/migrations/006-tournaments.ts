import type { DatabaseSync } from 'node:sqlite'

/** Tournaments between answers to one question, whole or broken off. They go with their conversation. */
export function tournamentsOfAnswers(sqlite: DatabaseSync): void {
  sqlite.exec(`
    CREATE TABLE tournaments (
      id TEXT PRIMARY KEY,
      conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
      tournament TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tournaments_by_conversation ON tournaments (conversation_id);
  `)
}
