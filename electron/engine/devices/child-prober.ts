import type { Client } from '../../contract/define.ts'
import type { GpuKind, TriedGpu } from '../../contract/devices.ts'
import { connect } from '../../wire/connect.ts'
import type { Spawn } from '../child.ts'
import { driverState, type DriverState } from './driver-state.ts'
import { deviceCheckContract, type DeviceCheckContract } from './contract.ts'

/** Finds out what graphics processors there are. Never rejects: what goes wrong is its answer. */
export type Prober = {
  readonly drivers: () => Promise<DriverState>
  /** Null where not even that could be found out. */
  readonly list: () => Promise<readonly { readonly kind: GpuKind; readonly hasDriver: boolean }[] | null>
  readonly attempt: (kind: GpuKind) => Promise<TriedGpu>
  readonly close: () => void
}

/** Milliseconds. Tests use shorter ones. */
export type ProbeLimits = {
  readonly list: number
  /** Drivers may compile their programs the first time they are used. */
  readonly attempt: number
}
export const defaultProbeLimits: ProbeLimits = { list: 20_000, attempt: 45_000 }

export type ProberOptions = {
  readonly spawn: Spawn
  /** A small model that is to write a word; null: starting llama.cpp is all. */
  readonly sampleModel: string | null
  /** The version of Ponder. */
  readonly ponder: string
  readonly limits?: ProbeLimits
}

/** Tries each graphics processor in a short-lived child of its own: a driver that kills or keeps it costs nothing else. */
export function createChildProber({
  spawn,
  sampleModel,
  ponder,
  limits = defaultProbeLimits,
}: ProberOptions): Prober {
  const ends = new Set<() => void>()

  /** What a new child says within so many ms; 'died' or 'late' where it says nothing. */
  async function ask<Answer>(
    question: (client: Client<DeviceCheckContract>) => Promise<Answer>,
    ms: number,
  ): Promise<Answer | 'died' | 'late'> {
    const child = spawn('device-check')
    const { promise: silence, resolve } = Promise.withResolvers<'died' | 'late'>()
    child.onExit(() => resolve('died'))
    const timer = setTimeout(resolve, ms, 'late')
    const end = (): void => child.kill()
    ends.add(end)
    try {
      // A lost connection is a death that has not been told yet.
      const answer = question(connect(deviceCheckContract, child.port)).catch(() => 'died' as const)
      return await Promise.race([answer, silence])
    } finally {
      clearTimeout(timer)
      ends.delete(end)
      end()
    }
  }

  return {
    drivers: () => driverState(ponder),
    async list() {
      const found = await ask((client) => client.list(null), limits.list)
      return typeof found === 'string' ? null : found
    },
    async attempt(kind) {
      const tried = await ask((client) => client.attempt({ kind, sampleModel }), limits.attempt)
      if (tried === 'died') return { kind, state: 'failed', why: 'ended the process that tried it' }
      if (tried === 'late')
        return {
          kind,
          state: 'failed',
          why: `did not answer within ${Math.round(limits.attempt / 1000)} seconds`,
        }
      return tried
    },
    close() {
      for (const end of ends) end()
    },
  }
}
