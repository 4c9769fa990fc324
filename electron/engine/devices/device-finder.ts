import { readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import {
  triedGpuSchema,
  type Device,
  type DeviceChoice,
  type Devices,
  type GpuKind,
  type TriedGpu,
} from '../../contract/devices.ts'
import { chooseDevice } from './choose-device.ts'
import type { Prober } from './child-prober.ts'

export type DeviceFinder = {
  readonly now: () => Devices
  /** Where the next model runs; waits while that is being looked for. Never rejects. */
  readonly choose: () => Promise<Device>
  /** It could not be used after all; until somebody looks again it counts as failed. `why`: see `TriedGpu`. */
  readonly failed: (kind: GpuKind, why: string) => void
  /** The person's choice has changed. */
  readonly choiceChanged: () => void
  /** Tries everything again, whatever is kept of earlier tries. */
  readonly lookAgain: () => void
  readonly close: () => void
}

type FinderOptions = {
  readonly prober: Prober
  /** What the last look found is kept here, for as long as drivers stay what they are. */
  readonly cacheFile: string
  readonly choice: () => DeviceChoice
  readonly changed: () => void
}

/** What Linux and Windows could have. */
const WITHOUT_DRIVERS: readonly TriedGpu[] = [
  { kind: 'cuda', state: 'absent' },
  { kind: 'vulkan', state: 'absent' },
]

const cachedSchema = z.object({ drivers: z.string(), gpus: z.array(triedGpuSchema) })

/** Knows which graphics processors there are, once it has looked, and chooses among them. */
export function createDeviceFinder(options: FinderOptions): DeviceFinder {
  const { prober, cacheFile, choice, changed } = options
  let gpus: readonly TriedGpu[] = []
  /** What is being found out, or has been. */
  let looking: Promise<void> | null = null
  let isLooking = false

  const look = async (again: boolean): Promise<void> => {
    isLooking = true
    changed()
    const { version: drivers, isAny } = await prober.drivers()
    const kept = again ? null : await readCache(cacheFile)
    const known = kept !== null && kept.drivers === drivers ? kept.gpus : null
    // Somebody who asks to look again gets the library's own answer.
    const none = isAny || again ? null : WITHOUT_DRIVERS
    const tried = known ?? none ?? (await tryAll(prober))
    if (known === null && tried !== null) await writeCache(cacheFile, { drivers, gpus: [...tried] })
    gpus = tried ?? []
    isLooking = false
    changed()
  }
  /** Nobody has to look for what a person has ruled out. */
  const isNeeded = (): boolean => choice() !== 'cpu'
  const chosen = (): Device | null =>
    isNeeded() && (looking === null || isLooking) ? null : chooseDevice(choice(), gpus)

  return {
    now: () => ({ chosen: chosen(), gpus: [...gpus] }),
    async choose() {
      if (isNeeded()) await (looking ??= look(false))
      return chooseDevice(choice(), gpus)
    },
    failed(kind, why) {
      gpus = gpus.map((gpu) => (gpu.kind === kind ? { kind, state: 'failed', why } : gpu))
      changed()
    },
    choiceChanged() {
      if (isNeeded()) looking ??= look(false)
      changed()
    },
    lookAgain() {
      if (!isLooking) looking = look(true)
    },
    close: () => prober.close(),
  }
}

/** One after another: two drivers starting at once would disturb each other. */
async function tryAll(prober: Prober): Promise<readonly TriedGpu[] | null> {
  const kinds = await prober.list()
  if (kinds === null) return null
  const tried: TriedGpu[] = []
  for (const { kind, hasDriver } of kinds)
    tried.push(hasDriver ? await prober.attempt(kind) : { kind, state: 'absent' })
  return tried
}

async function readCache(file: string) {
  try {
    return cachedSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    // Only a shortcut: where nothing of use is kept, everything is tried again.
    return null
  }
}

async function writeCache(file: string, found: z.infer<typeof cachedSchema>): Promise<void> {
  try {
    await writeFile(`${file}.new`, JSON.stringify(found))
    await rename(`${file}.new`, file)
  } catch {
    // Only a shortcut: a disk that is full or cannot be written costs one more look at the next start.
  }
}
