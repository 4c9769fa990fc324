import { z } from 'zod'
import { turnSchema, type Answer } from '../contract/turns.ts'
import type { Values } from './database.ts'
import { json } from './json-column.ts'

/** The columns of `turns` under the contract's names, for a SELECT. */
export const TURN_COLUMNS = `
  turns.kind, turns.id, turns.conversation_id AS conversationId, turns.parent_id AS parentId,
  turns.mode_asked AS modeAsked, turns.created_at AS createdAt, turns.parts, turns.status,
  turns.model_name AS modelName, turns.route, turns.thought, turns.thought_end AS thoughtEnd, turns.text,
  turns.tokens, turns.ms, turns.notes, turns.problem,
  (SELECT thumbs.thumb FROM thumbs WHERE thumbs.answer_id = turns.id) AS thumb`

/** A row of `turns`, read as the question or answer it holds. */
export const turnRow = z
  .object({
    kind: z.enum(['question', 'answer']),
    parts: json.nullable(),
    route: json.nullable(),
    tokens: json.nullable(),
    ms: json.nullable(),
    notes: json.nullable(),
    problem: json.nullable(),
  })
  .loose()
  // Columns that only the other kind of turn uses fall away in the pipe.
  .transform((row): unknown => row)
  .pipe(turnSchema)

/** What writing an answer changes, as values for the columns. */
export function answerValues(answer: Answer): Values {
  return {
    id: answer.id,
    status: answer.status,
    modelName: answer.modelName,
    route: answer.route && JSON.stringify(answer.route),
    thought: answer.thought,
    thoughtEnd: answer.thoughtEnd,
    text: answer.text,
    tokens: JSON.stringify(answer.tokens),
    ms: JSON.stringify(answer.ms),
    notes: JSON.stringify(answer.notes),
    problem: answer.problem && JSON.stringify(answer.problem),
  }
}
