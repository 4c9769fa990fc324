import { z } from 'zod'
import type { Database } from './database.ts'

const pathsSchema = z.array(z.string().min(1).max(32_768))

/** More than anyone adds by hand; the oldest go first. */
const MOST_PATHS = 200

/**
 * Model files the person has added, which stay where they are. Kept beside the settings but not among them: settings
 * go to the windows and come from them, and a window neither sees nor names a path.
 */
export function chosenModelsIn(database: Database) {
  const read = database.query(
    z.object({ value: z.string() }),
    `SELECT value FROM settings WHERE name = 'chosenModels' AND json_valid(value)`,
  )
  const write = database.command(
    `INSERT INTO settings (name, value) VALUES ('chosenModels', :value)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
  )

  /** Paths, in the order in which they were added. */
  function chosenModels(): readonly string[] {
    const paths = pathsSchema.safeParse(JSON.parse(read()[0]?.value ?? '[]'))
    return paths.success ? paths.data : []
  }

  function keep(paths: readonly string[]): void {
    write({ value: JSON.stringify(paths.slice(-MOST_PATHS)) })
  }

  return {
    chosenModels,
    keepChosenModel: (path: string): void => keep([...chosenModels().filter((each) => each !== path), path]),
    forgetChosenModel: (path: string): void => keep(chosenModels().filter((each) => each !== path)),
  }
}
