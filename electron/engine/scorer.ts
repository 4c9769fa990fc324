import { connect } from '../wire/connect.ts'
import type { Spawn } from './child.ts'
import { defaultLimits, supervise, translate } from './supervisor.ts'
import { textEngineContract } from './text/contract.ts'
import { createModelDevices, type Devices } from './devices/model-devices.ts'

export type Scorer = {
  /** How good each answer to a question is, 0 to 1, by a model with a ranking head. */
  readonly score: (
    model: { readonly path: string; readonly name: string },
    query: string,
    documents: readonly string[],
    signal: AbortSignal,
  ) => Promise<number[]>
  readonly close: () => Promise<void>
}

/** A model that scores, in a supervised child of its own; one that died comes back with the next question. */
export function openScorer(options: { readonly spawn: Spawn; readonly devices?: Devices }): Scorer {
  const devices = createModelDevices(options.devices)
  const supervisor = supervise(
    () => options.spawn('text-engine'),
    (port) => connect(textEngineContract, port, { trustItems: true }),
    defaultLimits,
    () => undefined,
  )
  return {
    async score({ path, name }, query, documents, signal) {
      const device = await devices.choose(path)
      const child = await supervisor.child()
      try {
        return await child.client.score({ path, name, device, query, documents }, signal)
      } catch (error) {
        throw await translate(child, error)
      }
    },
    async close() {
      supervisor.close()
    },
  }
}
