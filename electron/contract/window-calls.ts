import { z } from 'zod'
import { arenaCalls } from './arena.ts'
import { call, stream } from './define.ts'
import { devicesSchema } from './devices.ts'
import { downloadCalls, downloadSchema } from './downloads.ts'
import { gradeCalls } from './grading-calls.ts'
import { imageCalls } from './images.ts'
import { learningCalls } from './learning.ts'
import {
  engineStateSchema,
  modelEntrySchema,
  modelNoteSchema,
  shownTemplateSchema,
  templateChoiceSchema,
} from './models.ts'
import { contextChoiceSchema, contextSizeSchema } from './context-choice.ts'
import { modelFactsSchema } from './model-facts.ts'
import { projectorCalls } from './projectors.ts'
import { byteCalls } from './send-bytes.ts'
import { seeingCalls } from './seeing.ts'
import { settingsSchema } from './settings.ts'
import { thumbCalls } from './thumbs.ts'
import { conversationSchema, effortSchema, modeAskedSchema, MOST_PARTS } from './turns.ts'
import { partSchema, shownTurnSchema } from './turns.ts'
import { conversationUpdateSchema } from './updates.ts'

const nothing = z.object({})
const conversationId = z.string()

/** What every window follows besides the conversation it shows. Each carries the whole new state. */
export const appUpdateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('engine'), engine: engineStateSchema }),
  z.object({ kind: z.literal('conversations'), conversations: z.array(conversationSchema) }),
  /** Conversations in which an answer is being written or stands in line. */
  z.object({ kind: z.literal('answering'), conversationIds: z.array(z.string()) }),
  z.object({ kind: z.literal('settings'), settings: settingsSchema }),
  /** `notes`: what was skipped in the search for them, in words. */
  z.object({ kind: z.literal('models'), models: z.array(modelEntrySchema), notes: z.array(modelNoteSchema) }),
  z.object({ kind: z.literal('devices'), devices: devicesSchema }),
  z.object({ kind: z.literal('downloads'), downloads: z.array(downloadSchema) }),
])
export type AppUpdate = Readonly<z.infer<typeof appUpdateSchema>>

export const foundSchema = z.object({
  conversation: conversationSchema,
  /** Text around the match; matches stand between U+E000 and U+E001. Null when only the title matched. */
  snippet: z.string().nullable(),
  /** The turn the snippet is of. Null when only the title matched. */
  turnId: z.string().nullable(),
})
export type Found = Readonly<z.infer<typeof foundSchema>>

/** Whether the next message fits, counted with the model's own tokenizer. */
export const measureSchema = z.object({
  /** Tokens the prompt would have. */
  tokens: z.int(),
  contextSize: z.int(),
  /** Tokens kept free for the answer. */
  reserved: z.int(),
  fits: z.boolean(),
  /** Tokens of each image of the parts, in order; null where the model is given text instead, or cannot see it. */
  imageTokens: z.array(z.int().nullable()),
})
export type Measure = Readonly<z.infer<typeof measureSchema>>

export const copyUpdateSchema = z.discriminatedUnion('kind', [
  /** The bytes may come now, by `sendBytes` with this id. */
  z.object({ kind: z.literal('ready'), uploadId: z.string() }),
  /** Null when what was copied is no model by itself, such as a part of one. */
  z.object({ kind: z.literal('done'), modelId: z.string().nullable() }),
])
export type CopyUpdate = Readonly<z.infer<typeof copyUpdateSchema>>

/** Every call a window may make. None takes a path: models and conversations are named by id. */
export const windowCalls = {
  /** Engine, conversations, settings and models as they are, then every change. */
  watchApp: stream(nothing, appUpdateSchema),
  followConversation: stream(
    z.object({ conversationId, limit: z.int().min(2).max(400) }),
    conversationUpdateSchema,
  ),
  /** Turns of the shown path before `beforeId`, oldest first. */
  readOlder: call(
    z.object({ conversationId, beforeId: z.string(), limit: z.int().min(1).max(400) }),
    z.object({ turns: z.array(shownTurnSchema), hasOlder: z.boolean() }),
  ),

  /** Saves the question, starts the answer. `conversationId` null starts a conversation; `parentId` is the answer it follows. */
  ask: call(
    z.object({
      conversationId: conversationId.nullable(),
      parentId: z.string().nullable(),
      parts: z.array(partSchema).min(1).max(MOST_PARTS),
      modeAsked: modeAskedSchema,
      /** Of no effect on a model whose template does not know it. */
      effort: effortSchema.nullish(),
    }),
    z.object({ conversationId, questionId: z.string(), answerId: z.string() }),
  ),
  /** Another answer to the same question. */
  redo: call(
    z.object({ answerId: z.string(), modeAsked: modeAskedSchema, effort: effortSchema.nullish() }),
    z.object({ answerId: z.string() }),
  ),
  /** Goes on with an answer that was stopped, interrupted or cut. */
  continueAnswer: call(z.object({ answerId: z.string() }), nothing),
  stop: call(z.object({ answerId: z.string() }), nothing),
  /** Ends the running thought; the answer goes on with the same KV cache. */
  answerNow: call(z.object({ answerId: z.string() }), nothing),
  /** Shows the path through this turn down to its newest leaf. */
  showBranch: call(z.object({ conversationId, turnId: z.string() }), nothing),

  measure: call(
    z.object({
      conversationId: conversationId.nullable(),
      parentId: z.string().nullable(),
      parts: z.array(partSchema).max(MOST_PARTS),
    }),
    measureSchema,
  ),

  search: call(z.object({ text: z.string().max(1000) }), z.array(foundSchema)),
  renameConversation: call(z.object({ conversationId, title: z.string().trim().min(1).max(200) }), nothing),
  /** Can be undone with `restoreConversation` until Ponder is closed. */
  deleteConversation: call(z.object({ conversationId }), nothing),
  restoreConversation: call(z.object({ conversationId }), nothing),

  changeSettings: call(settingsSchema.partial(), settingsSchema),
  /** `context`: what it holds at once from now on; null = Ponder decides again, left out = what was chosen before. */
  openModel: call(z.object({ modelId: z.string(), context: contextChoiceSchema.nullish() }), nothing),
  /**
   * What a model's file says of itself, and whether it would fit, without opening it. `contextSize` null: what was chosen
   * for it, else the usual one.
   */
  describeModel: call(
    z.object({ modelId: z.string(), contextSize: contextSizeSchema.nullable() }),
    modelFactsSchema,
  ),
  /** Stops opening a model; of no effect when none is being opened. */
  cancelOpening: call(nothing, nothing),
  /** The template of the open model. */
  readTemplate: call(nothing, shownTemplateSchema),
  /** Opens a model with another template, and from now on; null = its own again. */
  chooseTemplate: call(z.object({ modelId: z.string(), template: templateChoiceSchema.nullable() }), nothing),
  /** Looks at the models folder and at those of other apps again. */
  refreshModels: call(nothing, nothing),
  /**
   * Copies a model file into the models folder, for windows that know no path: in a browser a file is only its bytes.
   * Leaving the stream gives the copy up.
   */
  copyModel: stream(
    z.object({ name: z.string().min(1).max(255), sizeBytes: z.int().min(1) }),
    copyUpdateSchema,
  ),
  /** Takes a file that was added off the list. The file stays. */
  forgetModel: call(z.object({ modelId: z.string() }), nothing),
  ...downloadCalls,
  ...thumbCalls,
  ...gradeCalls,
  ...arenaCalls,
  ...learningCalls,
  ...imageCalls,
  ...byteCalls,
  ...seeingCalls,
  ...projectorCalls,
  /** Tries every graphics processor again. */
  lookForDevices: call(nothing, nothing),
  /** Tries again what failed: starts the engine after it stopped itself, opens a model that was held back. */
  restartEngine: call(nothing, nothing),
  /** What "About" shows. */
  about: call(
    nothing,
    z.object({ version: z.string(), dataFolder: z.string(), shell: z.enum(['desktop', 'browser']) }),
  ),
}
export type WindowCalls = typeof windowCalls
