import { z } from 'zod'
import { contextChoiceSchema, type ContextChoice } from '../contract/context-choice.ts'
import { templateChoiceSchema, type TemplateChoice } from '../contract/models.ts'
import type { Database } from './database.ts'

/**
 * What is remembered of single models, by the key of their file: the template, the context and the
 * image half a person chose for it, and how often in a
 * row it ended the engine. Kept beside the settings but not among them: windows follow those, and these may be long.
 */
export function modelMemoryIn(database: Database) {
  const read = database.query(
    z.object({ value: z.string() }),
    `SELECT value FROM settings WHERE name = :name AND json_valid(value)`,
  )
  const write = database.command(
    `INSERT INTO settings (name, value) VALUES (:name, :value)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
  )
  const remove = database.command(`DELETE FROM settings WHERE name = :name`)

  /** Null where nothing is kept, or what is kept makes no sense any more. */
  function kept<Value extends z.ZodType>(name: string, schema: Value): z.output<Value> | null {
    const [row] = read({ name })
    return row === undefined ? null : (schema.safeParse(JSON.parse(row.value)).data ?? null)
  }
  const templateName = (key: string): string => `modelTemplate:${key}`
  const contextName = (key: string): string => `modelContext:${key}`
  const projectorName = (key: string): string => `modelProjector:${key}`
  const crashesName = (key: string): string => `modelCrashes:${key}`

  return {
    modelTemplate: (key: string): TemplateChoice | null => kept(templateName(key), templateChoiceSchema),
    /** Null: its own one again. */
    keepModelTemplate(key: string, template: TemplateChoice | null): void {
      if (template === null) remove({ name: templateName(key) })
      else write({ name: templateName(key), value: JSON.stringify(template) })
    },

    modelContext: (key: string): ContextChoice | null => kept(contextName(key), contextChoiceSchema),
    /** Null: what Ponder decides again. */
    keepModelContext(key: string, context: ContextChoice | null): void {
      if (context === null) remove({ name: contextName(key) })
      else write({ name: contextName(key), value: JSON.stringify(context) })
    },

    /** The path of the image half that a person chose for it. */
    modelProjector: (key: string): string | null => kept(projectorName(key), z.string().min(1).max(32_768)),
    /** Null: the one that lies beside it again. */
    keepModelProjector(key: string, path: string | null): void {
      if (path === null) remove({ name: projectorName(key) })
      else write({ name: projectorName(key), value: JSON.stringify(path) })
    },

    modelCrashes: (key: string): number => kept(crashesName(key), z.int().nonnegative()) ?? 0,
    keepModelCrashes(key: string, crashes: number): void {
      if (crashes === 0) remove({ name: crashesName(key) })
      else write({ name: crashesName(key), value: String(crashes) })
    },
  }
}
