import { z } from 'zod'
import type { Database } from './database.ts'

// The same words as in the index of migrations/002-images.ts. Typed text cannot hold them: its quotes are escaped.
export const USED_IMAGES = `
  SELECT DISTINCT part.value ->> '$.image.id' AS id
    FROM turns JOIN conversations ON conversations.id = turns.conversation_id, json_each(turns.parts) AS part
   WHERE instr(turns.parts, '"kind":"image"') > 0 AND part.value ->> '$.kind' = 'image'`

/** Which images the questions hold; their files lie in a folder of their own, see image-files.ts. */
export function usedImagesIn(database: Database) {
  const row = z.object({ id: z.string() })
  const all = database.query(row, USED_IMAGES)
  const ofDeleted = database.query(
    row,
    `${USED_IMAGES} AND conversations.deleted = 1 EXCEPT ${USED_IMAGES} AND conversations.deleted = 0`,
  )
  return {
    /** Of every conversation, the deleted ones included: those can be restored until they are forgotten. */
    usedImages: (): ReadonlySet<string> => new Set(all().map(({ id }) => id)),
    /** Those that only deleted conversations hold: what `forgetDeleted` leaves without a use. */
    imagesOfDeleted: (): readonly string[] => ofDeleted().map(({ id }) => id),
  }
}
