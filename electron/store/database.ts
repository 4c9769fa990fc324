import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { z } from 'zod'
import { storeDamaged, storeProblem } from './problems.ts'

export type Values = Readonly<Record<string, SQLInputValue>>

/** SQLite as the rooms of the store use it: rows are parsed when read, and errors are words for a person. */
export type Database = {
  readonly query: <Row extends z.ZodType>(row: Row, sql: string) => (values?: Values) => z.output<Row>[]
  /** Returns the number of rows changed. */
  readonly command: (sql: string) => (values?: Values) => number
  /** All of `work` or nothing; may be called inside another transaction. `work` must not be async. */
  readonly transaction: <T>(work: () => T) => T
  readonly close: () => void
}

export function databaseOver(sqlite: DatabaseSync, file: string): Database {
  /** Runs `work` and rethrows SQLite's errors in words. */
  function inWords<T>(work: () => T): T {
    try {
      return work()
    } catch (thrown) {
      throw storeProblem(thrown, file)
    }
  }

  return {
    query(row, sql) {
      const statement = inWords(() => sqlite.prepare(sql))
      return (values = {}) => {
        const found = inWords(() => statement.all(values))
        return found.map((columns) => {
          const parsed = row.safeParse(columns)
          if (!parsed.success) throw storeDamaged(file, parsed.error)
          return parsed.data
        })
      }
    },

    command(sql) {
      const statement = inWords(() => sqlite.prepare(sql))
      return (values = {}) => inWords(() => Number(statement.run(values).changes))
    },

    transaction(work) {
      // Immediate: takes the write lock at once, so a busy store is known before any work is done.
      const [begin, commit, rollback] = sqlite.isTransaction
        ? ['SAVEPOINT step', 'RELEASE step', 'ROLLBACK TO step; RELEASE step']
        : ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK']
      inWords(() => sqlite.exec(begin))
      try {
        const result = work()
        inWords(() => sqlite.exec(commit))
        return result
      } catch (thrown) {
        // On a full disk SQLite may have rolled everything back by itself.
        if (sqlite.isTransaction) inWords(() => sqlite.exec(rollback))
        throw thrown
      }
    },

    close() {
      if (sqlite.isOpen) inWords(() => sqlite.close())
    },
  }
}
