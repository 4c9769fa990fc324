import { z } from 'zod'
import { questionText, partSchema } from '../contract/turns.ts'
import type { Database } from './database.ts'

const MOST = 100

/** What the person has asked before. */
export function pastQuestionsIn(database: Database) {
  const row = z.object({
    parts: z
      .string()
      .transform((text): unknown => JSON.parse(text))
      .pipe(z.array(partSchema)),
  })
  const newest = database.query(
    row,
    `SELECT parts FROM turns JOIN conversations ON conversations.id = turns.conversation_id
      WHERE kind = 'question' AND conversations.deleted = 0
      ORDER BY sequence DESC LIMIT 400`,
  )
  return {
    /** Questions of words alone, the newest first, each once. */
    pastQuestions(): string[] {
      const texts = newest()
        .filter(({ parts }) => parts.every(({ kind }) => kind === 'text'))
        .map(({ parts }) => questionText({ parts }).trim())
      return [...new Set(texts)].filter((text) => text !== '').slice(0, MOST)
    },
  }
}
