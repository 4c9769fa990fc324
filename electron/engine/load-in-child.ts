import type { Client } from '../contract/define.ts'
import type { Device } from '../contract/devices.ts'
import { PonderError } from '../contract/ponder-error.ts'
import { refuseForChat } from '../model-files/header/for-chat.ts'
import type { createModelDevices } from './devices/model-devices.ts'
import type { LoadPiece, LoadRequest } from './engine.ts'
import type { HeaderChecker } from './header-check/header-checker.ts'
import { isDeath, translated } from './supervisor.ts'
import type { RunningChild, Supervisor } from './supervisor.ts'
import type { TextEngineContract } from './text/contract.ts'

export type TextChild = RunningChild<Client<TextEngineContract>>

type Parts = {
  readonly supervisor: Supervisor<Client<TextEngineContract>>
  readonly devices: ReturnType<typeof createModelDevices>
  readonly checker: Pick<HeaderChecker, 'read'> | undefined
  readonly probeFolder: string | null
  /** Nothing is tried any more: the engine has ended too often. */
  readonly hasGivenUp: () => boolean
}

export type ChildLoad = {
  readonly request: LoadRequest
  /** It was open before, and its child has died. */
  readonly again: boolean
  /** Nothing else has been asked for since. */
  readonly isLatest: () => boolean
  readonly signal: AbortSignal
}

/** Opens models in the text engine's child: looked at first, on the device that is chosen, in a process that has no other. */
export function createChildLoads({ supervisor, devices, checker, probeFolder, hasGivenUp }: Parts) {
  /** Where a child runs; its process cannot change that. */
  const runsOn = new WeakMap<TextChild, Device['kind']>()
  /** Where the latest child runs. */
  let latest: Device | null = null
  /** The latest load has not begun: should the child end, that is not its doing. */
  let waiting = false

  async function childOn(device: Device | null): Promise<TextChild> {
    const before = runsOn.get(await supervisor.child())
    if (device !== null && before !== undefined && before !== device.kind) supervisor.end()
    const child = await supervisor.child()
    latest = device
    if (device !== null) runsOn.set(child, device.kind)
    return child
  }

  /** False when `signal` aborts. Throws why the file is of no use. */
  async function isForChat({ request: { path, name }, isLatest, signal }: ChildLoad): Promise<boolean> {
    waiting = true
    try {
      const header = await checker?.read(path, name, signal)
      const refusal = header === undefined ? null : refuseForChat(header, name)
      if (refusal !== null) throw refusal
      return true
    } catch (error) {
      if (isLatest()) waiting = false
      if (signal.aborted) return false
      throw error
    }
  }

  /** What a child says of a load. One that died before it began with it is not this load's doing: the next is asked. */
  async function* pieces({ request, again, isLatest, signal }: ChildLoad): AsyncGenerator<LoadPiece, void> {
    for (;;) {
      if (isLatest()) waiting = true
      const device = await devices.choose(request.path)
      const child = await childOn(device)
      let begun = false
      try {
        const told = child.client.load({ request, probeFolder, device }, signal)
        for await (const piece of translated(child, told)) {
          begun = true
          if (isLatest()) waiting = false
          yield piece
        }
        return
      } catch (error) {
        if (!(error instanceof PonderError)) throw error
        // The processor may do what a graphics processor could not. Coming back has its own way of trying again.
        const isOurs = isLatest() && !(again && isDeath(error))
        if (isOurs && devices.triesAgain(device, request, error)) continue
        if (begun && !again && isDeath(error)) throw diedOpening(request, error)
        if (begun || again || !isDeath(error) || !isLatest() || hasGivenUp()) throw error
      } finally {
        if (isLatest()) waiting = false
      }
    }
  }

  return {
    isForChat,
    pieces,
    isWaiting: () => waiting,
    device: () => latest,
    /** Starts what the first load will need, unless that is here already. */
    async warm(): Promise<void> {
      const [device, child] = await Promise.all([devices.choose(''), supervisor.child()])
      if (runsOn.has(child)) return
      latest = device
      if (device !== null) runsOn.set(child, device.kind)
      await child.client.warm({ device })
    },
  }
}

/** The engine's end as the model's: nothing else was going on. */
export function diedOpening({ name }: LoadRequest, death: PonderError): PonderError {
  const what =
    death.code === 'engine-hung'
      ? 'brought the part of Ponder that runs models to a standstill'
      : 'ended the part of Ponder that runs models'
  return new PonderError(
    {
      code: death.code,
      message: `${name} ${what} while it was being opened.`,
      remedy: 'Its file is damaged, or needs a newer Ponder: choose another model.',
    },
    { cause: death },
  )
}
