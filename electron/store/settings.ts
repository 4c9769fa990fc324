import { z } from 'zod'
import { defaultSettings, settingsSchema, type Settings } from '../contract/settings.ts'
import type { Database } from './database.ts'

/** A missing field stays as it is; undefined, as a parsed partial object may have it, means missing. */
export type SettingsChange = { readonly [Name in keyof Settings]?: Settings[Name] | undefined }

/** The person's settings, one row each, so that one bad value costs only itself. */
export function settingsIn(database: Database) {
  // json_valid: a value that is no JSON counts as not set. With a colon: what is kept of single models, which may be long.
  const all = database.query(
    z.object({ name: z.string(), value: z.string() }),
    `SELECT name, value FROM settings WHERE instr(name, ':') = 0 AND json_valid(value)`,
  )
  const set = database.command(
    `INSERT INTO settings (name, value) VALUES (:name, :value)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
  )

  function settings(): Settings {
    return all().reduce<Settings>((known, { name, value }) => {
      const parsed = settingsSchema.safeParse({ ...known, [name]: JSON.parse(value) })
      return parsed.success ? parsed.data : known
    }, defaultSettings)
  }

  return {
    /** Unknown names and values that do not fit fall back to their defaults. */
    settings,

    changeSettings(change: SettingsChange): Settings {
      return database.transaction(() => {
        for (const [name, value] of Object.entries(change)) {
          if (value !== undefined) set({ name, value: JSON.stringify(value) })
        }
        return settings()
      })
    },
  }
}
