import { z } from 'zod'
import { calibrationReportSchema, type CalibrationReport } from '../contract/learning.ts'
import type { Database } from './database.ts'
import { json, readable } from './json-column.ts'

const planSchema = z.object({
  modelName: z.string(),
  seed: z.int(),
  questions: z.int(),
  answersPerMode: z.int(),
  /** Answers to questions the person asked, which are asked again behind the made-up ones. */
  own: z.array(z.string()).default([]),
})
const calibrationRow = z
  .object({ id: z.string(), modelKey: z.string(), startedAt: z.number(), plan: json.pipe(planSchema) })
  .transform(({ plan, ...rest }) => ({ ...rest, ...plan }))
export type KeptCalibration = Readonly<z.infer<typeof calibrationRow>>

const answerSchema = z.object({
  reward: z.number(),
  tokens: z.int(),
  ms: z.number(),
  /** What the model said of the question, with the first answer to it. */
  view: z.object({ pThink: z.number(), by: z.enum(['own-decision', 'yes-no']) }).nullable(),
  /** Mean token probability of a quick answer, where it is known. */
  confidence: z.number().nullable().default(null),
})
/** One sampled answer. */
export type CalibrationAnswer = Readonly<z.infer<typeof answerSchema>>

const answerRow = z.object({ place: z.int(), answer: json.pipe(answerSchema) })

/** Calibrations: what they are to sample, what they have so far, and what came out. */
export function calibrationsIn(database: Database) {
  const open = database.query(
    z.unknown(),
    `SELECT id, model_key AS modelKey, started_at AS startedAt, plan FROM calibrations
     WHERE model_key = :modelKey AND report IS NULL ORDER BY started_at DESC LIMIT 1`,
  )
  const insert = database.command(
    `INSERT INTO calibrations (id, model_key, started_at, plan) VALUES (:id, :modelKey, :startedAt, :plan)`,
  )
  const finish = database.command(`UPDATE calibrations SET report = :report WHERE id = :id`)
  const remove = database.command(`DELETE FROM calibrations WHERE id = :id`)
  const removeAll = database.command(`DELETE FROM calibrations WHERE model_key = :modelKey`)
  const reports = database.query(
    z.object({ report: z.string() }),
    `SELECT report FROM calibrations WHERE report IS NOT NULL ORDER BY started_at DESC`,
  )
  const answers = database.query(
    z.unknown(),
    `SELECT place, answer FROM calibration_answers WHERE calibration_id = :id`,
  )
  const lastAnswers = database.query(
    z.unknown(),
    `SELECT place, answer FROM calibration_answers JOIN calibrations ON calibrations.id = calibration_id
     WHERE model_key = :modelKey ORDER BY started_at DESC, place DESC LIMIT 60`,
  )
  const addAnswer = database.command(
    `INSERT INTO calibration_answers (calibration_id, place, answer) VALUES (:id, :place, :answer)
     ON CONFLICT (calibration_id, place) DO UPDATE SET answer = excluded.answer`,
  )

  return {
    /** The one that was begun for this model and not finished. */
    openCalibration: (modelKey: string): KeptCalibration | null =>
      readable(calibrationRow, open({ modelKey }))[0] ?? null,
    beginCalibration(begun: Omit<KeptCalibration, 'id' | 'startedAt'>): KeptCalibration {
      const { modelKey, ...plan } = begun
      const kept = { id: crypto.randomUUID(), modelKey, startedAt: Date.now() }
      insert({ ...kept, plan: JSON.stringify(plan) })
      return { ...kept, ...plan }
    },
    finishCalibration(report: CalibrationReport): void {
      finish({ id: report.id, report: JSON.stringify(report) })
    },
    removeCalibration(id: string): void {
      remove({ id })
    },
    removeCalibrations(modelKey: string): void {
      removeAll({ modelKey })
    },
    /** Newest first. One of a form that is no longer known is left out. */
    calibrationReports: (): readonly CalibrationReport[] =>
      readable(
        json.pipe(calibrationReportSchema),
        reports().map(({ report }) => report),
      ),

    /** Milliseconds of each of the last sampled answers of a model, both modes. */
    calibrationTimes: (modelKey: string): readonly number[] =>
      readable(answerRow, lastAnswers({ modelKey })).map(({ answer }) => answer.ms),

    /** By their places in the plan. */
    calibrationAnswers: (id: string): ReadonlyMap<number, CalibrationAnswer> =>
      new Map(readable(answerRow, answers({ id })).map(({ place, answer }) => [place, answer] as const)),
    keepCalibrationAnswer(id: string, place: number, answer: CalibrationAnswer): void {
      addAnswer({ id, place, answer: JSON.stringify(answer) })
    },
  }
}
