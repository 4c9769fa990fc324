import { z } from 'zod'
import { imageSchema } from './images.ts'
import { problemSchema } from './ponder-error.ts'
import { thumbSchema } from './thumbs.ts'

/**
 * A conversation is a tree of turns: a question's children are its candidate answers, an answer's children are
 * the questions asked after it. Redoing an answer or editing a question adds a sibling; nothing is overwritten.
 */

/** Longest text a person may send in one part, in UTF-16 units. Longer text belongs in a document. */
export const LONGEST_TEXT = 400_000
/** Most texts and images that one question may have. */
export const MOST_PARTS = 64

/** What the person asked for. */
export const modeAskedSchema = z.enum(['auto', 'think', 'quick'])
export type ModeAsked = z.infer<typeof modeAskedSchema>

/** What was done. `plain`: the model has no thought channel, and nobody asked for steps. */
export const modeSchema = z.enum(['think', 'quick', 'plain'])
export type Mode = z.infer<typeof modeSchema>

/** What a model that cannot see images was given instead of one, word for word, and where the words come from. */
export const givenSchema = z.object({
  /** ocr: read by `readImageText`. description: by a model that sees. person: typed or corrected by hand. */
  by: z.enum(['ocr', 'description', 'person']),
  text: z.string().max(LONGEST_TEXT),
})
export type Given = Readonly<z.infer<typeof givenSchema>>

/** A question's content in the order the person gave it: words and images, any number, anywhere. */
export const partSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string().max(LONGEST_TEXT) }),
  /** `given`: of no effect on a model that sees; one that does not is never asked without it. */
  z.object({ kind: z.literal('image'), image: imageSchema, given: givenSchema.optional() }),
])
export type Part = Readonly<z.infer<typeof partSchema>>

/** One of the efforts a model's template knows, for example "high". */
export const effortSchema = z.string().min(1).max(40)

/** How the mode was chosen. */
export const routeSchema = z.object({
  mode: modeSchema,
  /** person: chosen in the composer. own-decision: the model's first token. yes-no: a decision asked of the model. router: learned on this model. only-choice: no thought channel. */
  by: z.enum(['person', 'own-decision', 'yes-no', 'only-choice', 'router']),
  /** 0 to 1; null when nobody had to decide. */
  pThink: z.number().min(0).max(1).nullable(),
  /** Time the decision took beyond reading the prompt, which the answer needs anyway, in ms; null when nobody had to decide. */
  ms: z.number().nonnegative().nullable(),
  /** How hard the model was asked to think, in its template's word; left out where nobody chose. */
  effort: effortSchema.optional(),
  /** The model has no thought channel: its steps were asked for and stand in the answer. Then `mode` is think. */
  inSteps: z.literal(true).optional(),
  /** Of the learned policy that chose; left out where nothing was learned yet. */
  version: z.int().positive().optional(),
  /** What counted most in Auto, the strongest first; above 0 it spoke for thinking (a share of the logit). */
  signals: z.array(z.object({ says: z.string(), weight: z.number() })).optional(),
  /** The less likely mode was tried, to learn from it. */
  explored: z.literal(true).optional(),
  /** Auto answered at once, and that came out unsure, so it thought after all: mean token probability, and what was asked of it. */
  unsure: z.object({ confidence: z.number(), threshold: z.number() }).optional(),
})
export type Route = Readonly<z.infer<typeof routeSchema>>

/** Exact token counts from the engine. */
export const tokenCountsSchema = z.object({
  /** Tokens of the whole prompt. */
  prompt: z.int().nonnegative(),
  /** Of those, the ones still in the KV cache: not read again. */
  reused: z.int().nonnegative(),
  /** Of the prompt, the ones that are images; left out where there were none. */
  images: z.int().nonnegative().optional(),
  thought: z.int().nonnegative(),
  answer: z.int().nonnegative(),
})
export type TokenCounts = Readonly<z.infer<typeof tokenCountsSchema>>

/**
 * Milliseconds, monotonic clocks. `firstToken` counts from the send to the first thought or answer token, `generate` from
 * the first token made to the last, where they are made.
 */
export const timingsSchema = z.object({
  firstToken: z.number().nonnegative().nullable(),
  thought: z.number().nonnegative(),
  generate: z.number().nonnegative(),
  total: z.number().nonnegative(),
})
export type Timings = Readonly<z.infer<typeof timingsSchema>>

export const thoughtEndSchema = z.enum(['model', 'budget', 'answer-now', 'loop'])
export type ThoughtEnd = z.infer<typeof thoughtEndSchema>

/** What a capability has to say about an answer; drawn generically under it. */
export const noteSchema = z.object({
  capability: z.string(),
  text: z.string(),
  details: z.string().nullable(),
})
export type Note = Readonly<z.infer<typeof noteSchema>>

export const questionSchema = z.object({
  kind: z.literal('question'),
  id: z.string(),
  conversationId: z.string(),
  /** The answer this question follows; null for the first. */
  parentId: z.string().nullable(),
  parts: z.array(partSchema),
  modeAsked: modeAskedSchema,
  /** Milliseconds since 1970; for display only, order comes from the tree. */
  createdAt: z.number(),
})
export type Question = Readonly<z.infer<typeof questionSchema>>

export const answerSchema = z.object({
  kind: z.literal('answer'),
  id: z.string(),
  conversationId: z.string(),
  parentId: z.string(),
  /** running: being written. stopped: by the person. interrupted: the engine or the app died; Continue goes on. cut: the answer or context limit was reached. */
  status: z.enum(['running', 'complete', 'stopped', 'interrupted', 'cut', 'failed']),
  modelName: z.string(),
  modeAsked: modeAskedSchema,
  route: routeSchema.nullable(),
  thought: z.string(),
  /** null while thinking or when nothing was thought. */
  thoughtEnd: thoughtEndSchema.nullable(),
  text: z.string(),
  tokens: tokenCountsSchema,
  ms: timingsSchema,
  notes: z.array(noteSchema),
  /** What the person thinks of it; null when they have not said. */
  thumb: thumbSchema.nullable(),
  problem: problemSchema.nullable(),
  createdAt: z.number(),
})
export type Answer = Readonly<z.infer<typeof answerSchema>>

export const turnSchema = z.discriminatedUnion('kind', [questionSchema, answerSchema])
export type Turn = Readonly<z.infer<typeof turnSchema>>

/** A turn on the path that is shown, with its siblings (itself included) in the order they were made. */
export const shownTurnSchema = z.object({ turn: turnSchema, siblingIds: z.array(z.string()) })
export type ShownTurn = Readonly<z.infer<typeof shownTurnSchema>>

export const conversationSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** Milliseconds since 1970 of the last question or answer. */
  updatedAt: z.number(),
})
export type Conversation = Readonly<z.infer<typeof conversationSchema>>

/** A question's words, its parts joined in order, without its images. */
export function questionText(question: Pick<Question, 'parts'>): string {
  return question.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('')
}
