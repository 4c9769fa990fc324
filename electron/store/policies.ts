import { z } from 'zod'
import { policyVersionSchema, type PolicyVersion } from '../contract/learning.ts'
import type { Database } from './database.ts'
import { json, readable } from './json-column.ts'

const aboutSchema = policyVersionSchema.omit({ version: true, origin: true, madeAt: true })
const versionRow = z
  .object({ version: z.int(), origin: z.string(), madeAt: z.number(), about: json.pipe(aboutSchema) })
  .transform(({ about, ...row }): unknown => ({ ...about, ...row }))
  .pipe(policyVersionSchema)

/** Every version of what a model's router knows, and what the person has to be told of it. */
export function policiesIn(database: Database) {
  const list = database.query(
    z.unknown(),
    `SELECT version, origin, made_at AS madeAt, about FROM policies
     WHERE model_key = :modelKey ORDER BY version DESC`,
  )
  // As text: what makes no sense any more must cost what was learned, and never a question.
  const weightsOf = database.query(
    z.object({ version: z.int(), weights: z.string() }),
    `SELECT version, weights FROM policies
     WHERE model_key = :modelKey AND (version = :version OR :version IS NULL) ORDER BY version DESC LIMIT 1`,
  )
  const highest = database.query(
    z.object({ version: z.int() }),
    `SELECT coalesce(max(version), 0) AS version FROM policies WHERE model_key = :modelKey`,
  )
  const insert = database.command(
    `INSERT INTO policies (model_key, version, origin, made_at, weights, about)
     VALUES (:modelKey, :version, :origin, :madeAt, :weights, :about)`,
  )
  const remove = database.command(`DELETE FROM policies WHERE model_key = :modelKey`)

  return {
    /** Newest first. */
    policyVersions: (modelKey: string): readonly PolicyVersion[] => readable(versionRow, list({ modelKey })),
    /** Of this version, or of the newest for null; undefined where there is none. Weights that are no JSON are null. */
    policyWeights(modelKey: string, version: number | null) {
      const [row] = weightsOf({ modelKey, version })
      if (row === undefined) return undefined
      const read = json.safeParse(row.weights)
      return { version: row.version, weights: read.success ? read.data : null }
    },
    /** The number of the next version. */
    nextPolicyVersion: (modelKey: string): number => (highest({ modelKey })[0]?.version ?? 0) + 1,
    keepPolicy(modelKey: string, weights: Readonly<Record<string, number>>, about: PolicyVersion): void {
      const { version, origin, madeAt, ...rest } = about
      insert({
        modelKey,
        version,
        origin,
        madeAt,
        weights: JSON.stringify(weights),
        about: JSON.stringify(rest),
      })
    },
    removePolicies(modelKey: string): void {
      remove({ modelKey })
    },
  }
}
