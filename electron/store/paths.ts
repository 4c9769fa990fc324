import { z } from 'zod'
import { shownTurnSchema, type ShownTurn, type Turn } from '../contract/turns.ts'
import { conversationNotFound } from './conversations.ts'
import type { Database } from './database.ts'
import { turnNotFound } from './turns.ts'
import { TURN_COLUMNS, turnRow } from './turn-row.ts'

export type ShownPath = { readonly turns: ShownTurn[]; readonly hasOlder: boolean }

/** From the turn `:last` up to its root, at most `:limit` turns. */
const PATH = `
  WITH RECURSIVE path (id, parent_id, step) AS (
    SELECT id, parent_id, 1 FROM turns WHERE id = :last
    UNION ALL
    SELECT turns.id, turns.parent_id, path.step + 1
      FROM path CROSS JOIN turns ON turns.id = path.parent_id WHERE path.step < :limit
  )`

const NO_LIMIT = Number.MAX_SAFE_INTEGER

const shownRow = z
  .object({ siblingIds: z.string().transform((text): unknown => JSON.parse(text)) })
  .loose()
  .transform(({ siblingIds, ...turn }) => ({ siblingIds, turn }))
  .pipe(z.object({ turn: turnRow, siblingIds: shownTurnSchema.shape.siblingIds }))

/** The tree of turns, read one path at a time; the walk happens inside SQLite. */
export function pathsIn(database: Database) {
  const wholePath = database.query(
    turnRow,
    `${PATH} SELECT ${TURN_COLUMNS} FROM path CROSS JOIN turns USING (id) ORDER BY step DESC`,
  )
  const endOfPath = database.query(
    shownRow,
    `${PATH} SELECT ${TURN_COLUMNS},
       (SELECT json_group_array(sibling.id ORDER BY sibling.sequence) FROM turns AS sibling
         WHERE sibling.conversation_id = turns.conversation_id AND sibling.parent_id IS turns.parent_id
       ) AS siblingIds
     FROM path CROSS JOIN turns USING (id) ORDER BY step DESC`,
  )
  const shownLeaf = database.query(
    z.object({ leafId: z.string().nullable() }),
    `SELECT shown_leaf_id AS leafId FROM conversations WHERE id = :conversationId AND deleted = 0`,
  )
  const parentOf = database.query(
    z.object({ parentId: z.string().nullable() }),
    `SELECT parent_id AS parentId FROM turns WHERE id = :id AND conversation_id = :conversationId`,
  )
  // A child is always newer than its parent, so the newest turn below has no children. CROSS JOIN keeps the order of
  // the loops: the other one reads the whole conversation at every step.
  const newestBelow = database.query(
    z.object({ id: z.string() }),
    `WITH RECURSIVE below (id, sequence) AS (
       SELECT id, sequence FROM turns WHERE id = :turnId AND conversation_id = :conversationId
       UNION ALL
       SELECT turns.id, turns.sequence FROM below
         CROSS JOIN turns ON turns.conversation_id = :conversationId AND turns.parent_id = below.id
     )
     SELECT id FROM below ORDER BY sequence DESC LIMIT 1`,
  )
  const show = database.command(`UPDATE conversations SET shown_leaf_id = :leafId WHERE id = :conversationId`)

  /** The last turn to give: the end of the shown path, or the one before `beforeId`. */
  function lastTurn(conversationId: string, beforeId: string | null): string | null {
    if (beforeId === null) {
      const found = shownLeaf({ conversationId })[0]
      if (!found) throw conversationNotFound()
      return found.leafId
    }
    const found = parentOf({ id: beforeId, conversationId })[0]
    if (!found) throw turnNotFound()
    return found.parentId
  }

  return {
    /** Root first, the turn itself last; empty when there is no such turn. */
    pathTo: (turnId: string): Turn[] => wholePath({ last: turnId, limit: NO_LIMIT }),

    /** The end of the shown path, or of what stands before `beforeId`; oldest first. */
    shownPath(
      conversationId: string,
      { beforeId, limit }: { readonly beforeId: string | null; readonly limit: number },
    ): ShownPath {
      const last = lastTurn(conversationId, beforeId)
      const turns = last === null ? [] : endOfPath({ last, limit })
      const first = turns[0]
      return { turns, hasOlder: first !== undefined && first.turn.parentId !== null }
    },

    /** Shows the path through this turn, down to the newest leaf below it. */
    showBranch(conversationId: string, turnId: string): void {
      const leaf = newestBelow({ conversationId, turnId })[0]
      if (!leaf) throw turnNotFound()
      show({ conversationId, leafId: leaf.id })
    },
  }
}
