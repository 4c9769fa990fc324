import { forkChild } from '../../electron/shell/fork-child.ts'
import { openVisionEngine } from '../../electron/engine/vision/open-vision-engine.ts'
import type { VisionEngine } from '../../electron/engine/vision/vision-engine.ts'
import { openTextEngine } from '../../electron/engine/text-engine.ts'
import type { TextEngine } from '../../electron/engine/text-engine.ts'

/** The engine of the app with one model open, on one thread. */
export async function openEngine(path: string): Promise<TextEngine> {
  const engine = openTextEngine({ spawn: () => forkChild('text-engine'), probeFolder: null })
  const request = { id: 'demo', name: 'Demo', path, contextSize: null, threads: 1 }
  for await (const piece of engine.load(request, new AbortController().signal)) void piece
  return engine
}

/** The vision engine of the app with the model and its image half open. */
export async function openEyes(modelPath: string, projectorPath: string): Promise<VisionEngine> {
  const engine = openVisionEngine({ spawn: () => forkChild('vision-engine') })
  await engine.load({ modelPath, projectorPath, contextSize: 2048, threads: 1 }, new AbortController().signal)
  return engine
}
