import { z } from 'zod'
import { call } from '../../contract/define.ts'
import { gpuKindSchema, triedGpuSchema } from '../../contract/devices.ts'

/** Between core and the child that tries graphics processors. */
export const deviceCheckContract = {
  /** Ways that this kind of computer could have, and whether there is a driver to try. */
  list: call(z.null(), z.array(z.object({ kind: gpuKindSchema, hasDriver: z.boolean() }))),
  /** Starts llama.cpp on it and lets a small model write a word; `sampleModel` null: starting it is all. */
  attempt: call(z.object({ kind: gpuKindSchema, sampleModel: z.string().nullable() }), triedGpuSchema),
}
export type DeviceCheckContract = typeof deviceCheckContract
