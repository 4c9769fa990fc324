import type { DatabaseSync } from 'node:sqlite'

/**
 * Grades of answers, what people wrote about them, and work of judges that need not be done twice. All of it goes with the
 * conversation it belongs to.
 */
export function gradesOfAnswers(sqlite: DatabaseSync): void {
  sqlite.exec(`
    CREATE TABLE answer_grades (
      answer_id TEXT PRIMARY KEY REFERENCES turns (id) ON DELETE CASCADE,
      grade TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE person_notes (
      answer_id TEXT PRIMARY KEY REFERENCES turns (id) ON DELETE CASCADE,
      note TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- A judgement or a sampled answer by the hash of everything it depends on.
    CREATE TABLE judge_work (
      conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
      key TEXT NOT NULL,
      work TEXT NOT NULL,
      PRIMARY KEY (conversation_id, key)
    ) STRICT, WITHOUT ROWID;
  `)
}
