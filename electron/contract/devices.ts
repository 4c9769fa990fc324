import { z } from 'zod'

/** Ways to run models on a graphics processor, the best first. */
export const gpuKindSchema = z.enum(['metal', 'cuda', 'vulkan'])
export type GpuKind = z.infer<typeof gpuKindSchema>

export const deviceKindSchema = z.enum(['cpu', ...gpuKindSchema.options])
export type DeviceKind = z.infer<typeof deviceKindSchema>

/** What a person asks for. auto: the best that works. */
export const deviceChoiceSchema = z.enum(['auto', ...deviceKindSchema.options])
export type DeviceChoice = z.infer<typeof deviceChoiceSchema>

/** Where a model runs, and why there, in a sentence. */
export const deviceSchema = z.object({ kind: deviceKindSchema, reason: z.string() })
export type Device = Readonly<z.infer<typeof deviceSchema>>

/** One way that this kind of computer could have, and what became of trying it. */
export const triedGpuSchema = z.discriminatedUnion('state', [
  z.object({
    kind: gpuKindSchema,
    state: z.literal('works'),
    /** Of the graphics processors, as they call themselves. */
    names: z.array(z.string()).min(1),
    /** All of their memory together; null when they do not say. */
    memoryBytes: z.number().positive().nullable(),
  }),
  /** No driver is there: nothing was tried. */
  z.object({ kind: gpuKindSchema, state: z.literal('absent') }),
  /** `why`: the rest of the sentence "CUDA …". */
  z.object({ kind: gpuKindSchema, state: z.literal('failed'), why: z.string() }),
])
export type TriedGpu = Readonly<z.infer<typeof triedGpuSchema>>

export const devicesSchema = z.object({
  /** What the next model runs on; null while that is being looked for. */
  chosen: deviceSchema.nullable(),
  /** Empty until somebody has looked. */
  gpus: z.array(triedGpuSchema),
})
export type Devices = Readonly<z.infer<typeof devicesSchema>>
