import { z } from 'zod'
import { call, stream } from './define.ts'
import { problemSchema } from './ponder-error.ts'
import { modeSchema } from './turns.ts'

/** What the router learns, how it is calibrated and how well it does. Everything belongs to one model, by its file. */

const share = z.number().min(0).max(1)

/** A measured value with its 95 % interval. */
export const measuredSchema = z.object({
  value: z.number(),
  low: z.number(),
  high: z.number(),
  n: z.int().nonnegative(),
})
export type Measured = Readonly<z.infer<typeof measuredSchema>>

/** How far a calibration is. */
export const calibrationProgressSchema = z.object({
  /** paused: by the person, or because Ponder was closed or killed; `calibrate` goes on with it. */
  state: z.enum(['running', 'waiting', 'paused', 'done', 'failed']),
  /** Answers sampled so far, of all. `waiting`: the person's chat goes first. */
  done: z.int().nonnegative(),
  total: z.int().nonnegative(),
  /** From the answers so far; null until that can be said. */
  msLeft: z.number().nonnegative().nullable(),
  problem: problemSchema.nullable(),
})
export type CalibrationProgress = Readonly<z.infer<typeof calibrationProgressSchema>>

/** The router of the open model, as it is now. */
export const learningSchema = z.object({
  /** Names a model by its file; null while no model is open, or none that can think. */
  modelKey: z.string().nullable(),
  modelName: z.string(),
  /** Of the policy in use; 0 = nothing learned yet. */
  version: z.int().nonnegative(),
  isCalibrated: z.boolean(),
  /** Auto answers of this version that were judged, and how many make the next step of learning. */
  judged: z.int().nonnegative(),
  needed: z.int().positive(),
  /** What a sampled answer takes on this machine by the last ones of this model, in ms; null while none is known. */
  msPerAnswer: z.number().nonnegative().nullable(),
  /** Questions of the person's own that a calibration could ask again. */
  ownQuestions: z.int().nonnegative(),
  calibration: calibrationProgressSchema.nullable(),
  /** What the person has to know, for example that what was learned could not be read and begins anew. */
  notice: problemSchema.nullable(),
})
export type Learning = Readonly<z.infer<typeof learningSchema>>

/** Ways to choose the mode that a report compares. own-choice: the likelier of what the model itself says. */
export const chooserSchema = z.enum(['router', 'own-choice', 'always-think', 'always-quick', 'random'])
export type Chooser = z.infer<typeof chooserSchema>

export const calibrationReportSchema = z.object({
  id: z.string(),
  modelKey: z.string(),
  modelName: z.string(),
  finishedAt: z.number(),
  seed: z.int(),
  questions: z.int(),
  answersPerMode: z.int(),
  /** Questions of the person's own beside these. */
  own: z.int().nonnegative().default(0),
  /** Hybrid Accuracy (equation 13) and, of the answers each would have given, how many were right and their tokens. */
  choosers: z.array(
    z.object({
      chooser: chooserSchema,
      hybridAccuracy: measuredSchema,
      accuracy: measuredSchema,
      tokens: measuredSchema,
      thinkShare: measuredSchema,
    }),
  ),
  /** One row for each mode and kind of question. */
  kinds: z.array(
    z.object({
      kind: z.string(),
      questions: z.int(),
      think: z.object({ accuracy: measuredSchema, tokens: measuredSchema }),
      quick: z.object({ accuracy: measuredSchema, tokens: measuredSchema }),
      /** How often the router thought. */
      thinkShare: share,
    }),
  ),
  /** The router's accuracy against its tokens, from thorough to thrifty. */
  curve: z.array(
    z.object({ margin: z.number(), accuracy: measuredSchema, tokens: measuredSchema, thinkShare: share }),
  ),
  /** Questions on which the router did not choose the better mode. */
  wrong: z.array(
    z.object({
      question: z.string(),
      kind: z.string(),
      chosen: z.enum(['think', 'quick']),
      pThink: share,
      /** Mean rewards of its answers. */
      think: z.number(),
      quick: z.number(),
      thinkTokens: z.number(),
      quickTokens: z.number(),
    }),
  ),
})
export type CalibrationReport = Readonly<z.infer<typeof calibrationReportSchema>>

/** What moved the policy from one version to the next. */
export const policyOriginSchema = z.enum(['calibration', 'answers', 'undo', 'reset'])
export type PolicyOrigin = z.infer<typeof policyOriginSchema>

export const policyVersionSchema = z.object({
  version: z.int().positive(),
  origin: policyOriginSchema,
  madeAt: z.number(),
  /** Samples it was learned from. */
  samples: z.int().nonnegative(),
  /** b* of that step; null where it was not one of OPO. */
  baseline: z.number().nullable(),
  /** On the questions of the last calibration; null when there was none. */
  hybridAccuracy: measuredSchema.nullable(),
  /** How undecided it is on the last questions, in bits, 0 to 1; null while there are none. */
  entropy: share.nullable(),
  /** The version it went back to, for `undo`. */
  from: z.int().nullable(),
})
export type PolicyVersion = Readonly<z.infer<typeof policyVersionSchema>>

/** An Auto answer as the router learns from it. */
export const learningSampleSchema = z.object({
  answerId: z.string(),
  conversationId: z.string(),
  /** The question's beginning. */
  question: z.string(),
  /** Of the policy that chose. */
  version: z.int().nonnegative(),
  mode: modeSchema,
  pThink: share,
  explored: z.boolean(),
  /** 0 to 1; null while nobody has judged it. */
  reward: z.number().nullable(),
  rewardFrom: z.enum(['thumb', 'grade', 'overruled']).nullable(),
  /** Tokens of thought and answer. */
  length: z.int().nonnegative(),
  /** r − b* of the step it was used in; null while it was not. */
  advantage: z.number().nullable(),
  /** waiting: for the next step. used: made version `usedFor`. stale: an older version chose, so nothing is learned. */
  state: z.enum(['unjudged', 'waiting', 'used', 'stale']),
  usedFor: z.int().nullable(),
})
export type LearningSample = Readonly<z.infer<typeof learningSampleSchema>>

export const learningPageSchema = z.object({
  modelKey: z.string(),
  modelName: z.string(),
  version: z.int().nonnegative(),
  /** Newest first. */
  versions: z.array(policyVersionSchema),
  /** Newest first, at most 200. */
  samples: z.array(learningSampleSchema),
  /** b* of the judged samples that wait; null while there are none. */
  baseline: z.number().nullable(),
  /** Variance of the gradient over judged samples, all versions, under three baselines and the best there is; null with fewer than 2. */
  variance: z
    .object({ none: z.number(), mean: z.number(), opo: z.number(), least: z.number(), n: z.int() })
    .nullable(),
  /** Signals with the largest weights. */
  weights: z.array(z.object({ name: z.string(), weight: z.number() })),
  /** Time the decision took in Auto, as a share of the time to the first token of quick answers; null while none was measured. */
  decisionShare: measuredSchema.nullable(),
})
export type LearningPage = Readonly<z.infer<typeof learningPageSchema>>

/** What another margin would have meant for the last questions asked in Auto. */
export const marginPreviewSchema = z.object({
  /** The last ones, at most 50. */
  questions: z.int().nonnegative(),
  /** With the margin that is set, and with the one asked about. */
  thinksNow: share,
  thinksThen: share,
  /** Tokens saved with the one asked about; below 0 when it would take more. Estimated by the mean lengths of the model's answers in each mode. */
  tokensSaved: z.number(),
})
export type MarginPreview = Readonly<z.infer<typeof marginPreviewSchema>>

const nothing = z.object({})

/** The part of a window's calls that is about learning. */
export const learningCalls = {
  /** The router as it is, then every change. Each carries the whole state. */
  watchLearning: stream(nothing, learningSchema),
  /**
   * Samples answers in both modes and learns from them, in the background: leaving the stream does not stop it. Goes on
   * with a calibration of this model that was not finished. The person's chat goes first at every moment.
   */
  calibrate: stream(
    z.object({
      answersPerMode: z.int().min(1).max(16).default(3),
      questions: z.int().min(10).max(1000).default(78),
      seed: z.int().nonnegative().default(1),
      /** Ask the person's own past questions too; their answers are judged by the model. */
      ownQuestions: z.boolean().default(false),
    }),
    calibrationProgressSchema,
  ),
  /** Pauses it; what was sampled stays. */
  stopCalibration: call(nothing, nothing),
  /** Gives up one that was not finished, so that the next begins anew. */
  discardCalibration: call(nothing, nothing),
  /** Newest first, of every model, for comparing them. */
  calibrationReports: call(nothing, z.array(calibrationReportSchema)),
  /** Of the open model, or of another one by its key. */
  learningPage: call(z.object({ modelKey: z.string().nullable() }), learningPageSchema),
  marginPreview: call(z.object({ margin: z.number().min(0).max(2) }), marginPreviewSchema),
  /** Makes a new version that knows what this one knew; 0 = what it knew before it learned. */
  undoLearning: call(z.object({ version: z.int().nonnegative() }), nothing),
  /** Forgets everything that was learned for the open model, with its samples and calibrations. */
  resetLearning: call(nothing, nothing),
  /** The person has read the notice. */
  dismissLearningNotice: call(nothing, nothing),
}
