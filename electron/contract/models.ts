import { z } from 'zod'
import { cacheTypeSchema } from './context-choice.ts'
import { deviceSchema } from './devices.ts'
import { problemSchema } from './ponder-error.ts'

/**
 * Whose file a model is. given: named on the command line. demo: came with Ponder. own: in the person's models folder.
 * chosen: added by the person, used where it lies. The others are apps whose models are used in place and never changed.
 */
export const modelSourceSchema = z.enum([
  'given',
  'demo',
  'own',
  'chosen',
  'lm-studio',
  'hugging-face',
  'jan',
  'ollama',
])
export type ModelSource = z.infer<typeof modelSourceSchema>

/** A model the person can choose. Windows know it by `id`, never by its path. */
export const modelEntrySchema = z.object({
  id: z.string(),
  name: z.string(),
  /** All files of a split model together. */
  sizeBytes: z.int(),
  source: modelSourceSchema,
  /** Where in its source, as people there name it: "publisher/repository"; of a chosen file its folder's name. */
  place: z.string().nullable(),
  /** Other sources that hold the very same file. */
  alsoIn: z.array(modelSourceSchema),
  /** True when its image half lies beside it. */
  hasProjector: z.boolean(),
  /** Why it cannot be opened: its file is gone, or parts of it are. */
  problem: problemSchema.nullable(),
})
export type ModelEntry = Readonly<z.infer<typeof modelEntrySchema>>

/** What became of a file that the person chose in a dialog or dropped on the window. */
export const addedModelSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('added'), modelId: z.string() }),
  /** The dialog was left without a choice. */
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('refused'), problem: problemSchema }),
])
export type AddedModel = Readonly<z.infer<typeof addedModelSchema>>

/** What was skipped in the search for models, and why. */
export const modelNoteSchema = z.object({ source: modelSourceSchema, words: z.string() })
export type ModelNote = Readonly<z.infer<typeof modelNoteSchema>>

/**
 * How a model is made to think and not to think.
 * tail: at the end of the prompt, as its template does. option: its template says it before the conversation, which is
 * then read again. always: its template knows no way not to think; Quick closes the thought by force. none: no thought
 * channel.
 */
export const switchStyleSchema = z.enum(['tail', 'option', 'always', 'none'])
export type SwitchStyle = z.infer<typeof switchStyleSchema>

/** How a model thinks, found by reading its template and by probing it, never from its name. */
export const thinkingSchema = z.object({
  /** Who writes its prompts, for example "Own template" or "Harmony"; shown in details. */
  wrapper: z.string(),
  /** False: no thought channel, every answer is plain unless steps are asked for. */
  canThink: z.boolean(),
  /** True when the model opens or skips the thought by itself and was seen to do so by difficulty. */
  decidesItself: z.boolean(),
  style: switchStyleSchema,
  /** What "think" does. step-by-step: without a channel, a system text asks for the steps, which stand in the answer. */
  think: z.enum(['thought', 'step-by-step']),
  /** Efforts that its template knows, in rising order; empty where it knows none. A conversation may ask for one. */
  efforts: z.array(z.string()),
})
export type Thinking = Readonly<z.infer<typeof thinkingSchema>>

/** What a template alone tells of it. */
export const templateThinkingSchema = thinkingSchema.pick({ canThink: true, style: true, efforts: true })
export type TemplateThinking = Readonly<z.infer<typeof templateThinkingSchema>>

/** Templates that come with Ponder, for models whose own one is missing or of no use. */
export const builtInTemplateSchema = z.enum(['chatml', 'llama3', 'mistral', 'gemma'])
export type BuiltInTemplate = z.infer<typeof builtInTemplateSchema>

/** Longest template that is taken, in UTF-16 units. */
export const LONGEST_TEMPLATE = 1024 * 1024

/** What a model's prompts are to be written by instead of its own template. */
export const templateChoiceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('built-in'), name: builtInTemplateSchema }),
  /** Jinja, as in a file. */
  z.object({ kind: z.literal('text'), text: z.string().max(LONGEST_TEMPLATE) }),
])
export type TemplateChoice = Readonly<z.infer<typeof templateChoiceSchema>>

/** A template to look at. */
export const shownTemplateSchema = z.object({
  /** own: from the model's file. none: it has none. given: by the person. */
  from: z.enum(['own', 'none', 'given', ...builtInTemplateSchema.options]),
  /** Its beginning, as far as it is shown. */
  text: z.string(),
  /** Length of all of it, in UTF-16 units. */
  length: z.int(),
})
export type ShownTemplate = Readonly<z.infer<typeof shownTemplateSchema>>

/** A model's image half, and how it is doing. */
export const sightSchema = z.object({
  /** The name of its file. */
  projector: z.string(),
  sizeBytes: z.int(),
  /** True while it is in memory. It is opened with the first image and closed when it is not used for some minutes. */
  isOpen: z.boolean(),
  /** Why it cannot be used, once that was tried: a file of another model, for example. Tried again with the next image. */
  problem: problemSchema.nullable(),
})
export type Sight = Readonly<z.infer<typeof sightSchema>>

export const loadedModelSchema = z.object({
  id: z.string(),
  name: z.string(),
  sizeBytes: z.int(),
  architecture: z.string(),
  quantisation: z.string(),
  parameters: z.number().nullable(),
  /** Tokens that fit at once. */
  contextSize: z.int(),
  /** How they are stored. */
  cacheType: cacheTypeSchema,
  /** Tokens the model was trained for. */
  trainedContextSize: z.int(),
  thinking: thinkingSchema,
  /**
   * Its image half; null = it cannot see. Asked about images, it then refuses with the code "cannot-see-images" (in `ask`,
   * `redo` and `continueAnswer`, or in the problem of an answer), unless every image has `given`. A window offers the text
   * in them (`readImageText`), a description (`describeImage`), or a model whose entry has `hasProjector`.
   */
  sight: sightSchema.nullable(),
  /** Its template can tell it of functions to call. Ponder offers none yet. */
  takesTools: z.boolean(),
  /** Whose template its prompts follow. */
  template: shownTemplateSchema.shape.from,
  /** Where the model runs, and why there, in words. */
  device: deviceSchema,
  threads: z.int(),
  loadMs: z.number(),
})
export type LoadedModel = Readonly<z.infer<typeof loadedModelSchema>>

export const engineStateSchema = z.discriminatedUnion('kind', [
  /** No model is chosen. */
  z.object({ kind: z.literal('empty') }),
  /** `progress` 0 to 1; `again`: the engine died and is coming back by itself. */
  z.object({
    kind: z.literal('loading'),
    modelId: z.string(),
    name: z.string(),
    progress: z.number(),
    again: z.boolean(),
  }),
  z.object({ kind: z.literal('ready'), model: loadedModelSchema }),
  /** It made room for another model that works in the background, and comes back by itself, at once when it is asked. */
  z.object({ kind: z.literal('resting'), modelId: z.string(), name: z.string() }),
  z.object({
    kind: z.literal('failed'),
    modelId: z.string().nullable(),
    name: z.string().nullable(),
    problem: problemSchema,
  }),
])
export type EngineState = Readonly<z.infer<typeof engineStateSchema>>
