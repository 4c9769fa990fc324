import { describe, expect, test } from 'vitest'
import type { DeviceChoice, TriedGpu } from '../../contract/devices.ts'
import { chooseDevice } from './choose-device.ts'

const GIB = 2 ** 30
const noCuda: TriedGpu = { kind: 'cuda', state: 'absent' }
const noVulkan: TriedGpu = { kind: 'vulkan', state: 'absent' }
const badCuda: TriedGpu = {
  kind: 'cuda',
  state: 'failed',
  why: 'could not be started (its driver may be too old)',
}
const cuda: TriedGpu = { kind: 'cuda', state: 'works', names: ['NVIDIA H200'], memoryBytes: 139.8 * GIB }
const vulkan: TriedGpu = { kind: 'vulkan', state: 'works', names: ['Radeon', 'Arc'], memoryBytes: null }
const metal: TriedGpu = { kind: 'metal', state: 'works', names: ['Apple M5'], memoryBytes: 32 * GIB }

describe('chooseDevice', () => {
  const cases: readonly [DeviceChoice, readonly TriedGpu[], string, string][] = [
    ['auto', [noCuda, noVulkan], 'cpu', 'No CUDA or Vulkan driver was found.'],
    ['auto', [cuda, vulkan], 'cuda', 'NVIDIA H200 with 139.8 GB is used through CUDA.'],
    ['auto', [vulkan, cuda], 'cuda', 'NVIDIA H200 with 139.8 GB is used through CUDA.'],
    ['auto', [badCuda, vulkan], 'vulkan', 'Radeon, Arc is used through Vulkan.'],
    [
      'auto',
      [badCuda, noVulkan],
      'cpu',
      'CUDA could not be started (its driver may be too old); no Vulkan driver was found.',
    ],
    ['auto', [metal], 'metal', 'Apple M5 with 32.0 GB is used through Metal.'],
    ['auto', [], 'cpu', 'No graphics processor was found.'],
    ['cpu', [cuda], 'cpu', 'The processor was chosen in the settings.'],
    ['vulkan', [cuda, vulkan], 'vulkan', 'Radeon, Arc is used through Vulkan, as chosen in the settings.'],
    ['cuda', [noCuda, vulkan], 'cpu', 'CUDA was chosen in the settings, but no CUDA driver was found.'],
    [
      'cuda',
      [badCuda, vulkan],
      'cpu',
      'CUDA was chosen in the settings, but it could not be started (its driver may be too old).',
    ],
    ['metal', [cuda], 'cpu', 'Metal was chosen in the settings, but this computer has no Metal.'],
  ]
  test.each(cases)('asked %s of %j runs on %s: %s', (choice, gpus, kind, reason) => {
    expect(chooseDevice(choice, gpus)).toEqual({ kind, reason })
  })
})
