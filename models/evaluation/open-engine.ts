import type { LoadedModel } from '../../electron/contract/models.ts'
import { forkChild } from '../../electron/shell/fork-child.ts'
import { openVisionEngine } from '../../electron/engine/vision/open-vision-engine.ts'
import type { VisionEngine } from '../../electron/engine/vision/vision-engine.ts'
import { openTextEngine } from '../../electron/engine/text-engine.ts'
import type { TextEngine } from '../../electron/engine/text-engine.ts'

/** The engine of the app with one model open, on one thread. */
export async function openEngine(path: string): Promise<TextEngine> {
  return (await loadEngine(path)).engine
}

/** The same, with what is known of the model. */
export async function loadEngine(
  path: string,
): Promise<{ readonly engine: TextEngine; readonly model: LoadedModel }> {
  const engine = openTextEngine({ spawn: () => forkChild('text-engine'), probeFolder: null })
  const request = { id: 'demo', name: 'Demo', path, contextSize: null, threads: 1 }
  for await (const piece of engine.load(request, new AbortController().signal))
    if (piece.kind === 'loaded') return { engine, model: piece.model }
  throw new Error('The model was not loaded.')
}

/** The vision engine of the app with the model and its image half open. */
export async function openEyes(modelPath: string, projectorPath: string): Promise<VisionEngine> {
  const engine = openVisionEngine({ spawn: () => forkChild('vision-engine') })
  await engine.load({ modelPath, projectorPath, contextSize: 2048, threads: 1 }, new AbortController().signal)
  return engine
}
