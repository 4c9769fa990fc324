import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { LlamaLogLevel, getLlama, getLlamaGpuTypes } from 'node-llama-cpp'
import type { Llama } from 'node-llama-cpp'
import type { GpuKind, TriedGpu } from '../../contract/devices.ts'
import { createNativeLog } from '../text/native-log.ts'

/** What a processor calls itself when it plays a graphics processor: slower than the processor by itself. */
const SOFTWARE = /llvmpipe|lavapipe|swiftshader|software/i

/** Of NVIDIA's driver itself. The library looks for the CUDA libraries as well, and cannot tell which is missing. */
const NVIDIA_DRIVER = [
  '/proc/driver/nvidia/version',
  '/usr/lib/wsl/lib/libcuda.so.1',
  join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'nvcuda.dll'),
]

export async function listGpus(): Promise<{ kind: GpuKind; hasDriver: boolean }[]> {
  const [possible, supported] = await Promise.all([
    getLlamaGpuTypes('allValid'),
    getLlamaGpuTypes('supported'),
  ])
  return possible.flatMap((kind) =>
    kind === false ? [] : [{ kind, hasDriver: supported.includes(kind) || hasDriver(kind) }],
  )
}

function hasDriver(kind: GpuKind): boolean {
  return kind === 'cuda' && NVIDIA_DRIVER.some((path) => existsSync(path))
}

/** Runs in a child of its own: a driver that does not fit may end the process, or keep it for ever. */
export async function tryGpu(kind: GpuKind, sampleModel: string | null): Promise<TriedGpu> {
  const log = createNativeLog()
  const failed = (why: string): TriedGpu => ({ kind, state: 'failed', why })
  try {
    const llama = await getLlama({
      gpu: kind,
      build: 'never',
      progressLogs: false,
      // What the processor has to do beside it is little, and more threads stall where another program is busy.
      maxThreads: 1,
      logLevel: LlamaLogLevel.warn,
      logger: (_level, text) => log.write(text),
    })
    // Asked for what this system cannot have, the library takes something else without a word.
    if (llama.gpu !== kind) return failed('is not supported on this computer')
    const names = (await llama.getGpuDeviceNames()).filter((name) => !SOFTWARE.test(name))
    if (names.length === 0) return failed('finds no graphics processor')
    if (sampleModel !== null) await writeOneWord(llama, sampleModel)
    const { total } = await llama.getVramState()
    return { kind, state: 'works', names, memoryBytes: total > 0 ? total : null }
  } catch (error) {
    return failed(`could not be started (${await reason(kind, error, log.lines())})`)
  }
}

/** A driver may list its devices and fail at the first sum. */
export async function writeOneWord(llama: Llama, modelPath: string): Promise<void> {
  const model = await llama.loadModel({ modelPath, gpuLayers: 'max' })
  const context = await model.createContext({ contextSize: 64 })
  const sequence = context.getSequence()
  for await (const _ of sequence.evaluate(model.tokenize('Hello'))) break
}

async function reason(kind: GpuKind, error: unknown, log: readonly string[]): Promise<string> {
  const supported = await getLlamaGpuTypes('supported')
  if (kind === 'cuda' && !supported.includes('cuda')) return 'the CUDA libraries, 12 or newer, are missing'
  const said = log.at(-1) ?? (error instanceof Error ? error.message : String(error))
  // The library says only that nothing worked, and why in a console that nobody sees.
  const isUnsaid = said === '' || said.includes('NoBinaryFound') || said.includes('binaries')
  return isUnsaid ? 'its driver may be too old' : said.slice(0, 200)
}
