import { z } from 'zod'
import { addedModelSchema } from '../contract/models.ts'
import { problemSchema } from '../contract/ponder-error.ts'

/**
 * What Electron's main process and core, its utilityProcess, say to each other besides the windows' own calls.
 * Core cannot start processes in a packed app, so it asks main; ports travel with the messages that name them.
 */

/** From main to core. */
export const toCoreSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('open'),
    dataFolder: z.string(),
    demoFolder: z.string(),
    version: z.string(),
    givenModel: z.string().nullable(),
  }),
  /** With one port: a window's. */
  z.object({ kind: z.literal('page') }),
  /** With one port: the child's that was asked for under this id. */
  z.object({ kind: z.literal('child'), id: z.int() }),
  z.object({ kind: z.literal('child-exit'), id: z.int(), code: z.int().nullable() }),
  /** A file that the person chose or dropped. Answered by `model-added` with the same id. */
  z.object({ kind: z.literal('add-model'), id: z.int(), path: z.string() }),
  z.object({ kind: z.literal('close') }),
])
export type ToCore = Readonly<z.infer<typeof toCoreSchema>>

/** From core to main. */
export const fromCoreSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('failed'), problem: problemSchema }),
  z.object({
    kind: z.literal('start-child'),
    id: z.int(),
    name: z.enum(['device-check', 'header-check', 'media', 'text-engine', 'vision-engine']),
  }),
  z.object({ kind: z.literal('kill-child'), id: z.int() }),
  z.object({ kind: z.literal('model-added'), id: z.int(), added: addedModelSchema }),
])
export type FromCore = Readonly<z.infer<typeof fromCoreSchema>>
