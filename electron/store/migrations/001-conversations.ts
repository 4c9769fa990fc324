import type { DatabaseSync } from 'node:sqlite'

/** The first form of the store. Never edited once released: a change is the next migration. */
export function conversationsAndSettings(sqlite: DatabaseSync): void {
  sqlite.exec(TABLES)
  sqlite.exec(SEARCH)
}

const TABLES = `
  CREATE TABLE conversations (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    updated_at REAL NOT NULL,
    -- Grows with every question and answer: the list's order, whatever the clock does.
    activity INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    -- The end of the path that is shown; null while there is no turn.
    shown_leaf_id TEXT,
    FOREIGN KEY (id, shown_leaf_id) REFERENCES turns (conversation_id, id)
  ) STRICT;
  CREATE INDEX conversations_by_activity ON conversations (activity);

  CREATE TABLE turns (
    -- Order of making: siblings stand in it, and the newest leaf has the highest.
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    parent_id TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('question', 'answer')),
    mode_asked TEXT NOT NULL,
    created_at REAL NOT NULL,
    -- A question's content, JSON in the person's order.
    parts TEXT,
    -- From here on only answers have values; the long ones stand last, so that the tree is read without them.
    status TEXT,
    model_name TEXT,
    thought_end TEXT,
    route TEXT,
    tokens TEXT,
    ms TEXT,
    problem TEXT,
    notes TEXT,
    text TEXT,
    thought TEXT,
    UNIQUE (conversation_id, id),
    -- With the conversation in the key, a turn cannot hang in another conversation's tree.
    FOREIGN KEY (conversation_id, parent_id) REFERENCES turns (conversation_id, id),
    CHECK ((kind = 'question') = (parts IS NOT NULL)),
    CHECK (kind = 'question' OR (parent_id IS NOT NULL AND status IS NOT NULL AND text IS NOT NULL))
  ) STRICT;
  CREATE INDEX turns_by_parent ON turns (conversation_id, parent_id, sequence, id);
  CREATE INDEX turns_running ON turns (id) WHERE status = 'running';

  CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`

/**
 * The words a person can search: titles, questions, and answers once they are no longer being written (an index
 * entry per flush would cost more than the flush). Thoughts are never in it. U+E000 and U+E001 are left out because
 * they mark the matches in what is found.
 */
const SEARCH = `
  CREATE VIRTUAL TABLE title_words USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2');
  -- prefix: beginnings of two letters, which stand in very many words, have entries of their own.
  CREATE VIRTUAL TABLE turn_words USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2', prefix = '2');

  CREATE TRIGGER title_added AFTER INSERT ON conversations BEGIN
    INSERT INTO title_words (rowid, text)
      VALUES (new.number, replace(replace(new.title, char(0xE000), ''), char(0xE001), ''));
  END;
  CREATE TRIGGER title_changed AFTER UPDATE OF title ON conversations BEGIN
    UPDATE title_words SET text = replace(replace(new.title, char(0xE000), ''), char(0xE001), '')
      WHERE rowid = new.number;
  END;
  CREATE TRIGGER title_removed AFTER DELETE ON conversations BEGIN
    DELETE FROM title_words WHERE rowid = old.number;
  END;

  CREATE TRIGGER question_added AFTER INSERT ON turns WHEN new.kind = 'question' BEGIN
    INSERT INTO turn_words (rowid, text)
      SELECT new.sequence,
        replace(replace(group_concat(value ->> 'text', char(10)), char(0xE000), ''), char(0xE001), '')
      FROM json_each(new.parts) WHERE value ->> 'kind' = 'text';
  END;
  CREATE TRIGGER answer_written AFTER UPDATE OF text, status ON turns
    WHEN new.status <> 'running' AND (new.text <> old.text OR new.status <> old.status) BEGIN
    DELETE FROM turn_words WHERE rowid = new.sequence;
    INSERT INTO turn_words (rowid, text)
      VALUES (new.sequence, replace(replace(new.text, char(0xE000), ''), char(0xE001), ''));
  END;
  CREATE TRIGGER turn_removed AFTER DELETE ON turns BEGIN
    DELETE FROM turn_words WHERE rowid = old.sequence;
  END;
`
