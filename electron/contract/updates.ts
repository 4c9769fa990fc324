import { z } from 'zod'
import { thumbSchema } from './thumbs.ts'
import {
  answerSchema,
  conversationSchema,
  noteSchema,
  routeSchema,
  shownTurnSchema,
  thoughtEndSchema,
} from './turns.ts'

const answerId = z.string()

/**
 * What a window that follows a conversation hears. The first is always a snapshot; another comes when the shown
 * path changes (a question, a redo, a branch). Folded by one pure reducer in the window.
 */
export const conversationUpdateSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('snapshot'),
    conversation: conversationSchema,
    /** The end of the shown path, oldest first. */
    turns: z.array(shownTurnSchema),
    /** True when the path has turns before the first one here. */
    hasOlder: z.boolean(),
    /** The last answer, when it stands in line behind one of another conversation. */
    waitingId: z.string().nullable(),
    /** The last answer, when it looks at images before its first word. */
    lookingId: z.string().nullable(),
  }),
  z.object({ kind: z.literal('route'), answerId, route: routeSchema }),
  /** The engine reads the prompt: `read` of `toRead` new tokens so far, `reused` were already there. */
  z.object({
    kind: z.literal('reading'),
    answerId,
    read: z.int(),
    toRead: z.int(),
    reused: z.int(),
    /** It looks at images while it reads: nothing tells how far it is, and `read` stays 0. */
    looking: z.literal(true).optional(),
  }),
  /** More thought; `tokens` = thought tokens so far, `ms` = time thought so far. */
  z.object({
    kind: z.literal('thought'),
    answerId,
    text: z.string(),
    tokens: z.int(),
    ms: z.number(),
  }),
  z.object({ kind: z.literal('thought-ended'), answerId, why: thoughtEndSchema, ms: z.number() }),
  z.object({ kind: z.literal('answer'), answerId, text: z.string(), tokens: z.int() }),
  /** A closing tag came with no opening: all answer text so far was thought. */
  z.object({ kind: z.literal('answer-was-thought'), answerId }),
  /** A quick answer came out unsure: it is put aside, and the model thinks after all. */
  z.object({ kind: z.literal('answer-was-unsure'), answerId, route: routeSchema }),
  z.object({ kind: z.literal('note'), answerId, note: noteSchema }),
  z.object({ kind: z.literal('thumb'), answerId, thumb: thumbSchema.nullable() }),
  /** The answer as it was stored, in any of its final states. */
  z.object({ kind: z.literal('done'), answer: answerSchema }),
  z.object({ kind: z.literal('deleted') }),
])
export type ConversationUpdate = Readonly<z.infer<typeof conversationUpdateSchema>>
