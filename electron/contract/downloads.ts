import { z } from 'zod'
import { call } from './define.ts'
import { problemSchema } from './ponder-error.ts'

/** What the hub said about an address, for a person to decide on. Nothing has been downloaded yet. */
export const downloadPlanSchema = z.object({
  planId: z.string(),
  /** Who was asked and will be asked for the files. */
  host: z.string(),
  /** "organisation/repository" */
  repository: z.string(),
  /** As the repository names it; null when it does not. */
  licence: z.string().nullable(),
  /** Models of the repository, smallest first; at least one. */
  choices: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      fileNames: z.array(z.string()),
      /** Of all its files. */
      sizeBytes: z.int().nonnegative(),
      /** True when its projector comes along. */
      seesImages: z.boolean(),
      /** True when this computer's memory can probably hold it. */
      fits: z.boolean(),
    }),
  ),
  /** What the address asks for, else the best that fits; null when a person has to choose. */
  chosenId: z.string().nullable(),
  /** Where the models folder is; null when the system does not say. */
  freeBytes: z.number().nullable(),
})
export type DownloadPlan = Readonly<z.infer<typeof downloadPlanSchema>>

export const downloadStateSchema = z.discriminatedUnion('kind', [
  /** Another download is under way; one at a time. */
  z.object({ kind: z.literal('waiting') }),
  z.object({
    kind: z.literal('running'),
    /** Measured over the last seconds; null until that can be said. */
    bytesPerSecond: z.number().nullable(),
    msLeft: z.number().nullable(),
    /** Something passing went wrong and is tried again after `ms`. */
    pause: z.object({ message: z.string(), ms: z.number() }).nullable(),
  }),
  /** What is on disk already is summed up; `arrivedBytes` counts along. */
  z.object({ kind: z.literal('checking') }),
  z.object({ kind: z.literal('paused') }),
  /** `modelId`: what it is called in the list of models; null when it is not there. */
  z.object({ kind: z.literal('done'), modelId: z.string().nullable() }),
  z.object({ kind: z.literal('failed'), problem: problemSchema }),
])
export type DownloadState = Readonly<z.infer<typeof downloadStateSchema>>

export const downloadSchema = z.object({
  id: z.string(),
  /** As it will be called in the list of models. */
  name: z.string(),
  repository: z.string(),
  host: z.string(),
  sizeBytes: z.int().nonnegative(),
  arrivedBytes: z.int().nonnegative(),
  state: downloadStateSchema,
})
export type Download = Readonly<z.infer<typeof downloadSchema>>

const nothing = z.object({})
const oneDownload = z.object({ downloadId: z.string() })

/** The part of a window's calls that is about downloads. */
export const downloadCalls = {
  /** Asks the hub what is at an address that a person has pasted. Downloads nothing. */
  lookUpModel: call(z.object({ address: z.string().max(2000) }), downloadPlanSchema),
  /** Downloads one choice of what was looked up. How it goes is told by the app's updates. */
  startDownload: call(z.object({ planId: z.string(), choiceId: z.string() }), oneDownload),
  pauseDownload: call(oneDownload, nothing),
  /** Goes on with one that is paused, or has failed. */
  resumeDownload: call(oneDownload, nothing),
  /** Ends a download and removes what has arrived. One that is done leaves the list; its model stays. */
  removeDownload: call(oneDownload, nothing),
}
