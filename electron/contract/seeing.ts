import { z } from 'zod'
import { call, stream } from './define.ts'
import { imageIdSchema, imageSchema } from './images.ts'
import { effortSchema, givenSchema, modeAskedSchema, partSchema } from './turns.ts'

/**
 * What else can be asked about images than a question in a conversation. The open model answers where it sees; where it
 * does not, the demo model that sees does, and `modelName` says which it was. Rejects with the code "cannot-see-images"
 * where there is neither.
 */

/** Most tokens, images included, are a matter of the model; so many parts are a matter of the window. */
const MOST_PARTS = 64
const probability = z.number().min(0).max(1)

/** The first item of every stream here: the model looks at the images, and nothing tells how far it is. */
const lookingSchema = z.object({ kind: z.literal('looking'), modelName: z.string() })

export const descriptionUpdateSchema = z.discriminatedUnion('kind', [
  lookingSchema,
  z.object({ kind: z.literal('piece'), text: z.string() }),
  /** What a model that does not see may be given instead of the image. */
  z.object({ kind: z.literal('described'), given: givenSchema }),
])
export type DescriptionUpdate = Readonly<z.infer<typeof descriptionUpdateSchema>>

export const readingUpdateSchema = z.discriminatedUnion('kind', [
  lookingSchema,
  z.object({ kind: z.literal('piece'), text: z.string() }),
  /** The text as the model reads it, without OCR. */
  z.object({ kind: z.literal('read'), text: z.string() }),
])
export type ReadingUpdate = Readonly<z.infer<typeof readingUpdateSchema>>

export const choiceSchema = z.object({
  text: z.string(),
  /** 0 to 1; those of all choices sum to 1. */
  probability,
  /** Mean of the natural logarithms of its tokens' probabilities: 0 is certain. */
  logProbability: z.number().max(0),
})
export type Choice = Readonly<z.infer<typeof choiceSchema>>

export const choiceUpdateSchema = z.discriminatedUnion('kind', [
  lookingSchema,
  /** So many of the choices have been looked into. */
  z.object({ kind: z.literal('scored'), done: z.int(), of: z.int() }),
  /** `choices` in the order in which they were asked; `best` is the place of the likeliest in it. */
  z.object({ kind: z.literal('chosen'), choices: z.array(choiceSchema), best: z.int().nonnegative() }),
])
export type ChoiceUpdate = Readonly<z.infer<typeof choiceUpdateSchema>>

export const puzzleUpdateSchema = z.discriminatedUnion('kind', [
  lookingSchema,
  /** P("Yes") to "Is it correct?" of one candidate, by its place. */
  z.object({ kind: z.literal('scored'), candidate: z.int().nonnegative(), pYes: probability }),
  z.object({ kind: z.literal('solved'), pYes: z.array(probability), best: z.int().nonnegative() }),
])
export type PuzzleUpdate = Readonly<z.infer<typeof puzzleUpdateSchema>>

/** One of the classes an image may belong to. */
export const classSchema = z.object({
  name: z.string().trim().min(1).max(100),
  /** What tells it from the others, in words; empty = only its name is told. */
  description: z.string().max(2000),
})
export type ClassOfImages = Readonly<z.infer<typeof classSchema>>

export const seeingCalls = {
  /** One image in words. Leaving the stream stops it. */
  describeImage: stream(z.object({ imageId: imageIdSchema }), descriptionUpdateSchema),

  /** The text in an image as a model that sees reads it, to stand beside what OCR found. Leaving the stream stops it. */
  readByModel: stream(z.object({ imageId: imageIdSchema }), readingUpdateSchema),

  /**
   * Gives an image that was asked about before to models that do not see, as text; kept with its question. `image` is its
   * place among the question's images, from 0. For an image that is still in the composer, set `given` of its part.
   */
  giveImageText: call(
    z.object({ questionId: z.string(), image: z.int().nonnegative(), given: givenSchema }),
    z.object({}),
  ),

  /**
   * Describes the images first and then answers (Kosmos-1's multimodal chain of thought): two questions of the
   * conversation, both shown. The second appears when the first is answered, in a new snapshot; stopping the first leaves
   * the second unasked.
   */
  askDescribedFirst: call(
    z.object({
      conversationId: z.string().nullable(),
      parentId: z.string().nullable(),
      parts: z.array(partSchema).min(1).max(MOST_PARTS),
      modeAsked: modeAskedSchema,
      effort: effortSchema.nullish(),
    }),
    z.object({ conversationId: z.string(), questionId: z.string(), answerId: z.string() }),
  ),

  /** The parts of a question with examples before it, image → answer, to be shown and sent with `ask`. */
  layOutExamples: call(
    z.object({
      examples: z.array(z.object({ image: imageSchema, answer: z.string().trim().min(1).max(500) })).max(16),
      image: imageSchema,
      /** Stands behind the image in question; empty = the answer follows as in the examples. */
      question: z.string().max(2000),
    }),
    z.array(partSchema),
  ),

  /** How likely each of the choices is the answer: yes or no, A to D, or words. Asked with the parts as one message. */
  chooseAnswer: stream(
    z.object({
      parts: z.array(partSchema).min(1).max(MOST_PARTS),
      choices: z.array(z.string().trim().min(1).max(200)).min(2).max(26),
    }),
    choiceUpdateSchema,
  ),

  /** Which class an image belongs to, with or without telling the descriptions. */
  classifyImage: stream(
    z.object({
      image: imageSchema,
      /** What all classes are: "bird". */
      category: z.string().trim().min(1).max(100),
      classes: z.array(classSchema).min(2).max(12),
      withDescriptions: z.boolean(),
    }),
    choiceUpdateSchema,
  ),

  /** Which candidate completes the puzzle: 3 cells of 2 × 2, 8 of 3 × 3, or 4 in a row. */
  solvePuzzle: stream(
    z.object({
      cells: z.union([
        z.array(imageSchema).length(3),
        z.array(imageSchema).length(4),
        z.array(imageSchema).length(8),
      ]),
      candidates: z.array(imageSchema).min(2).max(6),
    }),
    puzzleUpdateSchema,
  ),
}
