import { cpus } from 'node:os'
import { LlamaLogLevel, getLlama } from 'node-llama-cpp'
import type { Llama, LlamaOptions } from 'node-llama-cpp'
import type { Device, GpuKind } from '../../contract/devices.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import { createNativeLog } from './native-log.ts'
import type { NativeLog } from './native-log.ts'
import { gpuNames } from '../devices/gpu-names.ts'

export type LlamaCpp = {
  readonly llama: Llama
  readonly log: NativeLog
  readonly device: Device
}

let opened: { readonly kind: Device['kind'] | null; readonly llamaCpp: Promise<LlamaCpp> } | null = null

/**
 * llama.cpp, once per process: it starts a child to test its binary, which takes up to seconds. `device`: where it runs,
 * the same for as long as the process lives; null = the best that llama.cpp finds by itself.
 */
export async function openLlamaCpp(device: Device | null = null): Promise<LlamaCpp> {
  const kind = device?.kind ?? null
  opened ??= { kind, llamaCpp: open(device) }
  if (opened.kind !== kind) throw new Error('One process runs llama.cpp on one device only.')
  const llamaCpp = await opened.llamaCpp
  // Why it runs there may have changed meanwhile.
  return device === null ? llamaCpp : { ...llamaCpp, device }
}

async function open(device: Device | null): Promise<LlamaCpp> {
  const log = createNativeLog()
  const options: LlamaOptions = {
    // Never compiled on the person's machine: the binaries come with Ponder.
    build: 'never',
    logLevel: LlamaLogLevel.warn,
    logger: (_level: LlamaLogLevel, text: string) => log.write(text),
    progressLogs: false,
  }
  if (device?.kind === 'cpu') return { llama: await onProcessor(options), log, device }
  if (device !== null) return { llama: await onGpu(options, device.kind), log, device }
  try {
    const llama = await getLlama({ ...options, gpu: 'auto' })
    return { llama, log, device: await describeDevice(llama) }
  } catch (gpuProblem) {
    return { ...(await openOnProcessor(options, gpuProblem)), log }
  }
}

async function onGpu(options: LlamaOptions, kind: GpuKind): Promise<Llama> {
  const notStarted = (why: string, cause?: unknown): PonderError =>
    new PonderError(
      {
        code: 'gpu-not-started',
        message: `could not be started (${why})`,
        remedy: `Run without ${gpuNames[kind]}.`,
      },
      { cause },
    )
  try {
    const llama = await getLlama({ ...options, gpu: kind })
    if (llama.gpu === kind) return llama
  } catch (cause) {
    throw notStarted(cause instanceof Error ? cause.message : String(cause), cause)
  }
  // Asked for what this system cannot have, the library takes something else without a word.
  throw notStarted('this computer does not have it')
}

/** A graphics driver that is too old must cost speed, not the app. */
async function openOnProcessor(options: LlamaOptions, gpuProblem: unknown): Promise<Omit<LlamaCpp, 'log'>> {
  const why = gpuProblem instanceof Error ? gpuProblem.message : String(gpuProblem)
  const reason = `The GPU could not be used (${why}), so the processor does the work.`
  return { llama: await onProcessor(options), device: { kind: 'cpu', reason } }
}

async function onProcessor(options: LlamaOptions): Promise<Llama> {
  try {
    return await getLlama({ ...options, gpu: false })
  } catch (cause) {
    throw new PonderError(
      {
        code: 'llama-cpp-missing',
        message: `llama.cpp does not run on this machine (${process.platform}, ${process.arch}, ${cpus()[0]?.model ?? 'unknown processor'}).`,
        remedy: 'Install Ponder again for this kind of machine; from sources, run "npm ci".',
      },
      { cause },
    )
  }
}

async function describeDevice(llama: Llama): Promise<Device> {
  if (llama.gpu === false) {
    return {
      kind: 'cpu',
      reason: 'No GPU that llama.cpp can use was found, so the processor does the work.',
    }
  }
  const names = await llama.getGpuDeviceNames()
  return { kind: llama.gpu, reason: `llama.cpp runs on ${names.join(', ') || 'the GPU'}.` }
}
