import { forkChild } from '../../electron/shell/fork-child.ts'
import { openTextEngine } from '../../electron/engine/text-engine.ts'
import type { TextEngine } from '../../electron/engine/text-engine.ts'

/** The engine of the app with one model open, on one thread. */
export async function openEngine(path: string): Promise<TextEngine> {
  const engine = openTextEngine({ spawn: () => forkChild('text-engine'), probeFolder: null })
  const request = { id: 'demo', name: 'Demo', path, contextSize: null, threads: 1 }
  for await (const piece of engine.load(request, new AbortController().signal)) void piece
  return engine
}
