import type { DatabaseSync } from 'node:sqlite'

/**
 * What is learned of when to think, per model file: every version of the policy, the answers it learns from, and
 * calibrations with what was sampled so far. Samples go with their answers.
 */
export function whatIsLearned(sqlite: DatabaseSync): void {
  sqlite.exec(`
    CREATE TABLE policies (
      model_key TEXT NOT NULL,
      version INTEGER NOT NULL,
      origin TEXT NOT NULL,
      made_at REAL NOT NULL,
      -- JSON: a number for each signal.
      weights TEXT NOT NULL,
      -- JSON: how it came about and how good it was.
      about TEXT NOT NULL,
      PRIMARY KEY (model_key, version)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE policy_samples (
      sequence INTEGER PRIMARY KEY,
      answer_id TEXT NOT NULL UNIQUE REFERENCES turns (id) ON DELETE CASCADE,
      model_key TEXT NOT NULL,
      -- Of the policy that chose.
      version INTEGER NOT NULL,
      -- JSON: what was chosen, from what, how likely.
      choice TEXT NOT NULL,
      length INTEGER NOT NULL,
      reward REAL,
      reward_from TEXT,
      used_for INTEGER,
      advantage REAL
    ) STRICT;
    CREATE INDEX policy_samples_by_model ON policy_samples (model_key, sequence);

    CREATE TABLE calibrations (
      id TEXT PRIMARY KEY,
      model_key TEXT NOT NULL,
      started_at REAL NOT NULL,
      -- JSON: seed, number of questions, answers per mode, name of the model.
      plan TEXT NOT NULL,
      -- JSON; null until it is finished.
      report TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE calibration_answers (
      calibration_id TEXT NOT NULL REFERENCES calibrations (id) ON DELETE CASCADE,
      place INTEGER NOT NULL,
      -- JSON.
      answer TEXT NOT NULL,
      PRIMARY KEY (calibration_id, place)
    ) STRICT, WITHOUT ROWID;
  `)
}
