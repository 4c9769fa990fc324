import type { Device, GpuKind } from '../../contract/devices.ts'
import type { PonderError } from '../../contract/ponder-error.ts'
import { gpuNames } from './gpu-names.ts'

/** Where models run, as the text engine asks for it. */
export type Devices = {
  /** Where the next model is to run. */
  readonly choose: () => Promise<Device>
  /** It does not even start. `why`: the rest of the sentence "CUDA …". */
  readonly failed: (kind: GpuKind, why: string) => void
}

/** After so many ends of the engine in a row the graphics processor is suspected, and not the model. */
const SUSPICIOUS_CRASHES = 2

/** Which device each model is opened on: the chosen one, or the processor where that one has failed with this model. */
export function createModelDevices(devices: Devices | undefined) {
  /** By path: why the processor does the work. */
  const fallenBack = new Map<string, string>()
  const fallBack = ({ path }: Named, gpu: GpuKind, what: string): void => {
    fallenBack.set(path, `${gpuNames[gpu]} ${what}, so the processor does the work.`)
  }

  return {
    /** Null where nobody chooses: llama.cpp does then. */
    async choose(path: string): Promise<Device | null> {
      if (devices === undefined) return null
      const chosen = await devices.choose()
      const why = fallenBack.get(path)
      return chosen.kind === 'cpu' || why === undefined ? chosen : { kind: 'cpu', reason: why }
    },
    /** A load has failed on `device`. True when it is to be tried on the processor. */
    triesAgain(device: Device | null, request: Named, error: PonderError): boolean {
      const gpu = gpuOf(device)
      if (gpu === null) return false
      if (error.code === 'gpu-not-started') devices?.failed(gpu, error.message)
      if (error.code === 'gpu-failed')
        fallBack(request, gpu, `could not open ${request.name} (${error.message})`)
      return error.code.startsWith('gpu-') || fallenBack.has(request.path)
    },
    /** The engine ended on `device` while it opened this model. True when the graphics processor is blamed for it. */
    blamedForOpening(device: Device | null, request: Named): boolean {
      const gpu = gpuOf(device)
      if (gpu !== null) fallBack(request, gpu, `ended the engine when it opened ${request.name}`)
      return gpu !== null
    },
    /** The engine ended on `device`, so many times in a row by now. True when the graphics processor is blamed for it. */
    blamedForCrashes(device: Device | null, request: Named | null, crashes: number): boolean {
      const gpu = gpuOf(device)
      if (gpu === null || crashes < SUSPICIOUS_CRASHES) return false
      if (request === null) devices?.failed(gpu, 'kept ending the engine')
      else fallBack(request, gpu, `kept ending the engine with ${request.name}`)
      return true
    },
    /** Everything may be tried again. */
    forget: () => fallenBack.clear(),
  }
}

type Named = { readonly path: string; readonly name: string }

function gpuOf(device: Device | null): GpuKind | null {
  return device === null || device.kind === 'cpu' ? null : device.kind
}
