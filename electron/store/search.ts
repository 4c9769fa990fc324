import { z } from 'zod'
import { conversationSchema } from '../contract/turns.ts'
import type { Found } from '../contract/window-calls.ts'
import { CONVERSATION_COLUMNS } from './conversations.ts'
import type { Database } from './database.ts'
import { searchWords } from './search-words.ts'
import { snippetOf } from './snippet.ts'

const MOST_FOUND = 50

const foundRow = conversationSchema.extend({ sequence: z.number() })
type FoundRow = z.infer<typeof foundRow>
type Finds = { readonly byTitle: readonly FoundRow[]; readonly byText: readonly FoundRow[] }

/**
 * Finds conversations by their title, questions and answers, never by thoughts: those whose title matches first,
 * then the others, each newest first, with a snippet of the newest turn that matches.
 */
export function searchIn(database: Database) {
  const byIndex = findsWhere(database, (words) => `${words} MATCH :asked`)
  const byScan = findsWhere(
    database,
    (words) => `NOT EXISTS (SELECT 1 FROM json_each(:asked) WHERE ${words}.text NOT LIKE value ESCAPE '\\')`,
  )
  const textOf = database.query(
    z.object({ text: z.string(), turnId: z.string() }),
    `SELECT turn_words.text, turns.id AS turnId FROM turn_words JOIN turns ON turns.sequence = turn_words.rowid
     WHERE turn_words.rowid = :sequence`,
  )

  /** SQLite's own snippet() would search again for each row, which takes seconds for a short beginning. */
  function matchAt(sequence: number | undefined, marks: string): Pick<Found, 'snippet' | 'turnId'> {
    const row = sequence === undefined ? undefined : textOf({ sequence })[0]
    return row ? { snippet: snippetOf(row.text, marks), turnId: row.turnId } : { snippet: null, turnId: null }
  }

  return {
    search(text: string): Found[] {
      const asked = searchWords(text)
      if (asked.kind === 'nothing') return []
      const { byTitle, byText } =
        asked.kind === 'index' ? byIndex(asked.match) : byScan(JSON.stringify(asked.patterns))
      const sequences = new Map(byText.map((row) => [row.id, row.sequence]))
      const titled = new Set(byTitle.map((row) => row.id))
      const rows = [...byTitle, ...byText.filter((row) => !titled.has(row.id))].slice(0, MOST_FOUND)
      return rows.map(({ id, title, updatedAt }) => ({
        conversation: { id, title, updatedAt },
        ...matchAt(sequences.get(id), asked.marks),
      }))
    },
  }
}

/** `condition` says which rows of an index table match `:asked`. */
function findsWhere(database: Database, condition: (words: string) => string): (asked: string) => Finds {
  const titles = database.query(
    foundRow,
    `SELECT ${CONVERSATION_COLUMNS}, 0 AS sequence
     FROM title_words JOIN conversations ON conversations.number = title_words.rowid
     WHERE ${condition('title_words')} AND deleted = 0 ORDER BY activity DESC LIMIT ${MOST_FOUND}`,
  )
  const texts = database.query(
    foundRow,
    `SELECT ${CONVERSATION_COLUMNS}, max(turns.sequence) AS sequence
     FROM turn_words JOIN turns ON turns.sequence = turn_words.rowid
       JOIN conversations ON conversations.id = turns.conversation_id
     WHERE ${condition('turn_words')} AND deleted = 0
     GROUP BY conversations.number ORDER BY activity DESC LIMIT ${MOST_FOUND}`,
  )
  return (asked) => ({ byTitle: titles({ asked }), byText: texts({ asked }) })
}
