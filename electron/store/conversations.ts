import { z } from 'zod'
import { conversationSchema, type Conversation } from '../contract/turns.ts'
import { PonderError } from '../contract/ponder-error.ts'
import type { Database } from './database.ts'

export const CONVERSATION_COLUMNS =
  'conversations.id, conversations.title, conversations.updated_at AS updatedAt'

/** The list of conversations: made, renamed, deleted and, until they are forgotten, restored. */
export function conversationsIn(database: Database) {
  const list = database.query(
    conversationSchema,
    `SELECT ${CONVERSATION_COLUMNS} FROM conversations WHERE deleted = 0 ORDER BY activity DESC`,
  )
  const one = database.query(
    conversationSchema,
    `SELECT ${CONVERSATION_COLUMNS} FROM conversations WHERE deleted = 0 AND id = :id`,
  )
  const insert = database.command(
    `INSERT INTO conversations (id, title, updated_at, activity)
     VALUES (:id, :title, :updatedAt, (SELECT coalesce(max(activity), 0) + 1 FROM conversations))`,
  )
  const rename = database.command(`UPDATE conversations SET title = :title WHERE deleted = 0 AND id = :id`)
  const setDeleted = database.command(`UPDATE conversations SET deleted = :deleted WHERE id = :id`)

  return {
    listConversations: () => list(),
    conversation: (id: string): Conversation | null => one({ id })[0] ?? null,
    createConversation(title: string): Conversation {
      const conversation = { id: crypto.randomUUID(), title, updatedAt: Date.now() }
      insert(conversation)
      return conversation
    },
    renameConversation(id: string, title: string): void {
      if (rename({ id, title }) === 0) throw conversationNotFound()
    },
    deleteConversation(id: string): void {
      if (setDeleted({ id, deleted: 1 }) === 0) throw conversationNotFound()
    },
    restoreConversation(id: string): void {
      if (setDeleted({ id, deleted: 0 }) === 0) throw conversationNotFound()
    },
    forgetDeleted: forgetDeletedIn(database),
  }
}

/** Removes the deleted conversations for good, from the file and from SQLite's log beside it. */
function forgetDeletedIn(database: Database): () => void {
  const count = database.query(z.object({}), `SELECT 1 FROM conversations WHERE deleted = 1 LIMIT 1`)
  const clearLeaves = database.command(`UPDATE conversations SET shown_leaf_id = NULL WHERE deleted = 1`)
  const removeTurns = database.command(
    `DELETE FROM turns WHERE conversation_id IN (SELECT id FROM conversations WHERE deleted = 1)`,
  )
  const remove = database.command(`DELETE FROM conversations WHERE deleted = 1`)
  // Merged, the index drops the words of removed turns; removing them one by one takes a hundred times longer.
  const mergeTitles = database.command(`INSERT INTO title_words (title_words) VALUES ('optimize')`)
  const mergeTurns = database.command(`INSERT INTO turn_words (turn_words) VALUES ('optimize')`)
  const emptyLog = database.query(z.object({}), `PRAGMA wal_checkpoint(TRUNCATE)`)

  return () => {
    if (count().length === 0) return
    database.transaction(() => {
      clearLeaves()
      removeTurns()
      remove()
      mergeTitles()
      mergeTurns()
    })
    emptyLog()
  }
}

export function conversationNotFound(): PonderError {
  return new PonderError({
    code: 'conversation-not-found',
    message: 'This conversation is no longer there.',
    remedy: 'Choose another one from the list, or start a new one.',
  })
}
