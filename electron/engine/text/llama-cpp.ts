import { cpus } from 'node:os'
import { LlamaLogLevel, getLlama } from 'node-llama-cpp'
import type { Llama, LlamaOptions } from 'node-llama-cpp'
import type { LoadedModel } from '../../contract/models.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import { createNativeLog } from './native-log.ts'
import type { NativeLog } from './native-log.ts'

export type LlamaCpp = {
  readonly llama: Llama
  readonly log: NativeLog
  readonly device: LoadedModel['device']
}

let opened: Promise<LlamaCpp> | null = null

/** llama.cpp, once per process: it starts a child to test its binary, which takes up to seconds. */
export function openLlamaCpp(): Promise<LlamaCpp> {
  opened ??= open()
  return opened
}

async function open(): Promise<LlamaCpp> {
  const log = createNativeLog()
  const options: LlamaOptions = {
    // Never compiled on the person's machine: the binaries come with Ponder.
    build: 'never',
    logLevel: LlamaLogLevel.warn,
    logger: (_level: LlamaLogLevel, text: string) => log.write(text),
    progressLogs: false,
  }
  try {
    const llama = await getLlama({ ...options, gpu: 'auto' })
    return { llama, log, device: await describeDevice(llama) }
  } catch (gpuProblem) {
    return { ...(await openOnProcessor(options, gpuProblem)), log }
  }
}

/** A graphics driver that is too old must cost speed, not the app. */
async function openOnProcessor(options: LlamaOptions, gpuProblem: unknown): Promise<Omit<LlamaCpp, 'log'>> {
  try {
    const llama = await getLlama({ ...options, gpu: false })
    const why = gpuProblem instanceof Error ? gpuProblem.message : String(gpuProblem)
    return {
      llama,
      device: { kind: 'cpu', reason: `The GPU could not be used (${why}), so the processor does the work.` },
    }
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

async function describeDevice(llama: Llama): Promise<LoadedModel['device']> {
  if (llama.gpu === false) {
    return {
      kind: 'cpu',
      reason: 'No GPU that llama.cpp can use was found, so the processor does the work.',
    }
  }
  const names = await llama.getGpuDeviceNames()
  return { kind: llama.gpu, reason: `llama.cpp runs on ${names.join(', ') || 'the GPU'}.` }
}
