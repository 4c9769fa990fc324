import type { Thumb } from '../contract/thumbs.ts'
import type { Answer } from '../contract/turns.ts'
import type { Database } from './database.ts'
import { TURN_COLUMNS, turnRow } from './turn-row.ts'
import { turnNotFound } from './turns.ts'

/** What the person thinks of single answers. They are read with the answers themselves. */
export function thumbsIn(database: Database) {
  const one = database.query(turnRow, `SELECT ${TURN_COLUMNS} FROM turns WHERE id = :answerId`)
  const remove = database.command(`DELETE FROM thumbs WHERE answer_id = :answerId`)
  const insert = database.command(
    `INSERT INTO thumbs (answer_id, thumb, given_at) VALUES (:answerId, :thumb, :givenAt)`,
  )

  return {
    /** Null takes it back. Returns the answer as it is now. */
    keepThumb(answerId: string, thumb: Thumb | null): Answer {
      return database.transaction(() => {
        const turn = one({ answerId })[0]
        if (turn?.kind !== 'answer') throw turnNotFound()
        remove({ answerId })
        if (thumb !== null) insert({ answerId, thumb, givenAt: Date.now() })
        return { ...turn, thumb }
      })
    },
  }
}
