import type { DatabaseSync } from 'node:sqlite'

/** Blind pairs and what was made of them. They belong to no conversation. */
export function roundsOfArena(sqlite: DatabaseSync): void {
  sqlite.exec(`
    CREATE TABLE arena_rounds (
      sequence INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      -- JSON.
      round TEXT NOT NULL
    ) STRICT;
  `)
}
