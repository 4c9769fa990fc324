import { BrowserWindow } from 'electron'
import type { Problem } from '../contract/ponder-error.ts'
import { startUtilityCore, type UtilityCore, type UtilityCoreOptions } from './utility-core.ts'

/** As with the engines: three ends in a minute are no accident. */
const MOST_DEATHS = 3
const WITHIN_MS = 60_000

/**
 * Core for as long as the app runs. When it dies, another takes over from what was stored and the pages load again;
 * `fail` is told when it cannot start or keeps dying.
 */
export function keepCoreRunning(options: UtilityCoreOptions, fail: (problem: Problem) => void): UtilityCore {
  let deaths: number[] = []
  let core = start()

  function start(): UtilityCore {
    return startUtilityCore(options, { onFailed: fail, onDied: startAgain })
  }

  function startAgain(): void {
    const now = performance.now()
    deaths = [...deaths.filter((death) => now - death < WITHIN_MS), now]
    if (deaths.length >= MOST_DEATHS) return fail(keepsDying)
    core = start()
    // Their ports died with the old core, and a port need not say so.
    for (const window of BrowserWindow.getAllWindows()) window.webContents.reload()
  }

  return {
    addPage: (port) => core.addPage(port),
    addModel: (path) => core.addModel(path),
    close: () => core.close(),
  }
}

const keepsDying: Problem = {
  code: 'core-keeps-dying',
  message: 'Ponder keeps stopping by itself.',
  remedy: 'Start it again. Your conversations are stored.',
}
