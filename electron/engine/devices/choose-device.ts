import {
  gpuKindSchema,
  type Device,
  type DeviceChoice,
  type GpuKind,
  type TriedGpu,
} from '../../contract/devices.ts'
import { gpuNames } from './gpu-names.ts'

/**
 * Where the next model runs: the best graphics processor that works, or the one a person asked for; the processor where
 * there is none.
 *
 * Example: asked "auto" where neither CUDA nor Vulkan has a driver, the processor, because
 * "No CUDA or Vulkan driver was found."
 */
export function chooseDevice(choice: DeviceChoice, gpus: readonly TriedGpu[]): Device {
  if (choice === 'cpu') return { kind: 'cpu', reason: 'The processor was chosen in the settings.' }
  const working = gpuKindSchema.options.flatMap((kind) =>
    gpus.filter((gpu) => gpu.kind === kind && gpu.state === 'works'),
  )
  const best = working.find((gpu) => choice === 'auto' || gpu.kind === choice)
  if (best?.state === 'works') {
    const chosen = choice === 'auto' ? '' : ', as chosen in the settings'
    return { kind: best.kind, reason: `${described(best)} is used through ${gpuNames[best.kind]}${chosen}.` }
  }
  if (choice === 'auto') return { kind: 'cpu', reason: sentence(whyNone(gpus)) }
  return {
    kind: 'cpu',
    reason: `${gpuNames[choice]} was chosen in the settings, but ${whyNot(choice, gpus)}.`,
  }
}

/** "NVIDIA H200 with 139.8 GB" */
function described({ names, memoryBytes }: Extract<TriedGpu, { state: 'works' }>): string {
  const memory = memoryBytes === null ? '' : ` with ${(memoryBytes / 2 ** 30).toFixed(1)} GB`
  return `${names.join(', ')}${memory}`
}

function whyNone(gpus: readonly TriedGpu[]): string {
  const absent = gpus.filter(({ state }) => state === 'absent').map(({ kind }) => gpuNames[kind])
  const failed = gpus.flatMap((gpu) => (gpu.state === 'failed' ? [`${gpuNames[gpu.kind]} ${gpu.why}`] : []))
  const reasons = absent.length === 0 ? failed : [...failed, `no ${absent.join(' or ')} driver was found`]
  return reasons.length === 0 ? 'no graphics processor was found' : reasons.join('; ')
}

function whyNot(kind: GpuKind, gpus: readonly TriedGpu[]): string {
  const asked = gpus.find((gpu) => gpu.kind === kind)
  if (asked?.state === 'failed') return `it ${asked.why}`
  return asked === undefined ? `this computer has no ${gpuNames[kind]}` : whyNone([asked])
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
