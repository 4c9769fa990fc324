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
type Finds = {
  readonly byTitle: readonly FoundRow[]
  readonly byText: readonly FoundRow[]
  readonly snippet: (sequence: number) => string | null
}

/**
 * Finds conversations by their title, questions and answers, never by thoughts: those whose title matches first,
 * then the others, each newest first, with a snippet of the newest turn that matches.
 */
export function searchIn(database: Database) {
  const byIndex = indexSearchIn(database)
  const byScan = scanSearchIn(database)

  return {
    search(text: string): Found[] {
      const asked = searchWords(text)
      switch (asked.kind) {
        case 'nothing':
          return []
        case 'index':
          return foundFrom(byIndex(asked.match))
        case 'scan':
          return foundFrom(byScan(asked.words))
        default:
          return asked satisfies never
      }
    },
  }
}

function indexSearchIn(database: Database): (match: string) => Finds {
  const titles = database.query(foundRow, titlesWhere('title_words MATCH :match'))
  const texts = database.query(foundRow, textsWhere('turn_words MATCH :match'))
  const snippet = database.query(
    z.object({ snippet: z.string() }),
    `SELECT snippet(turn_words, 0, char(0xE000), char(0xE001), '…', 20) AS snippet
     FROM turn_words WHERE turn_words MATCH :match AND rowid = :sequence`,
  )
  return (match) => ({
    byTitle: titles({ match }),
    byText: texts({ match }),
    snippet: (sequence) => snippet({ match, sequence })[0]?.snippet ?? null,
  })
}

function scanSearchIn(database: Database): (words: readonly string[]) => Finds {
  const titles = database.query(foundRow, titlesWhere(hasAllPatterns('title_words.text')))
  const texts = database.query(foundRow, textsWhere(hasAllPatterns('turn_words.text')))
  const textOf = database.query(
    z.object({ text: z.string() }),
    `SELECT text FROM turn_words WHERE rowid = :sequence`,
  )
  return (words) => {
    const patterns = JSON.stringify(words.map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`))
    return {
      byTitle: titles({ patterns }),
      byText: texts({ patterns }),
      snippet(sequence) {
        const row = textOf({ sequence })[0]
        return row ? snippetOf(row.text, words) : null
      },
    }
  }
}

function hasAllPatterns(column: string): string {
  return `NOT EXISTS (SELECT 1 FROM json_each(:patterns) WHERE ${column} NOT LIKE value ESCAPE '\\')`
}

function titlesWhere(condition: string): string {
  return `SELECT ${CONVERSATION_COLUMNS}, 0 AS sequence
    FROM title_words JOIN conversations ON conversations.number = title_words.rowid
    WHERE ${condition} AND deleted = 0 ORDER BY activity DESC LIMIT ${MOST_FOUND}`
}

function textsWhere(condition: string): string {
  return `SELECT ${CONVERSATION_COLUMNS}, max(turns.sequence) AS sequence
    FROM turn_words JOIN turns ON turns.sequence = turn_words.rowid
      JOIN conversations ON conversations.id = turns.conversation_id
    WHERE ${condition} AND deleted = 0
    GROUP BY conversations.number ORDER BY activity DESC LIMIT ${MOST_FOUND}`
}

function foundFrom({ byTitle, byText, snippet }: Finds): Found[] {
  const sequences = new Map(byText.map((row) => [row.id, row.sequence]))
  const titled = new Set(byTitle.map((row) => row.id))
  const rows = [...byTitle, ...byText.filter((row) => !titled.has(row.id))].slice(0, MOST_FOUND)
  return rows.map(({ id, title, updatedAt }) => {
    const sequence = sequences.get(id)
    return {
      conversation: { id, title, updatedAt },
      snippet: sequence === undefined ? null : snippet(sequence),
    }
  })
}
