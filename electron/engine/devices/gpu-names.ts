import type { GpuKind } from '../../contract/devices.ts'

export const gpuNames: Readonly<Record<GpuKind, string>> = {
  metal: 'Metal',
  cuda: 'CUDA',
  vulkan: 'Vulkan',
}
