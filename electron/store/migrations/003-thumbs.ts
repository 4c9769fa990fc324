import type { DatabaseSync } from 'node:sqlite'

/**
 * What a person thinks of answers. A table of its own: writing on a running answer cannot touch it, and it goes with the
 * answer. `sequence` grows with every thumb, also with one that replaces another, so learning can go on where it was.
 */
export function thumbsOnAnswers(sqlite: DatabaseSync): void {
  sqlite.exec(`
    CREATE TABLE thumbs (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      answer_id TEXT NOT NULL UNIQUE REFERENCES turns (id) ON DELETE CASCADE,
      thumb TEXT NOT NULL CHECK (thumb IN ('up', 'down')),
      given_at REAL NOT NULL
    ) STRICT;
  `)
}
