import { join } from 'node:path'
import type { Device, DeviceChoice, Devices, GpuKind } from '../../contract/devices.ts'
import type { Spawn } from '../../engine/child.ts'
import { createChildProber, type Prober } from '../../engine/devices/child-prober.ts'
import { createDeviceFinder } from '../../engine/devices/device-finder.ts'

export type DeviceRoom = {
  readonly devices: () => Devices
  /** Where the next model runs; waits while that is being looked for. */
  readonly choose: () => Promise<Device>
  readonly failed: (kind: GpuKind, why: string) => void
  /** After the person's choice has changed. */
  readonly choiceChanged: () => void
  /** Tries every graphics processor again. */
  readonly lookAgain: () => void
  readonly close: () => void
}

type Options = {
  readonly dataFolder: string
  readonly demoFolder: string
  readonly version: string
  readonly spawn: Spawn
  /** Tries graphics processors; left out: in children of their own. */
  readonly prober?: Prober | undefined
  readonly choice: () => DeviceChoice
  readonly changed: () => void
}

/** Small enough to be tried anywhere within a moment. */
const SAMPLE_MODEL = 'ponder-demo-q8.gguf'

/** Which graphics processors there are, and where models run. */
export function createDeviceRoom(options: Options): DeviceRoom {
  const { dataFolder, demoFolder, version, spawn, choice, changed } = options
  const finder = createDeviceFinder({
    prober:
      options.prober ??
      createChildProber({ spawn, sampleModel: join(demoFolder, SAMPLE_MODEL), ponder: version }),
    cacheFile: join(dataFolder, 'devices.json'),
    choice,
    changed,
  })
  return { ...finder, devices: finder.now }
}
