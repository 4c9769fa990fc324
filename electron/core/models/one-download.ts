import { join } from 'node:path'
import type { Download, DownloadState } from '../../contract/downloads.ts'
import { problemOf } from '../../contract/ponder-error.ts'
import { arrivedBytes, downloadModel, type ModelProgress } from '../../model-files/download/download-model.ts'
import type { Hub } from '../../model-files/download/hub-request.ts'
import type { KeptDownload } from '../../model-files/download/kept-downloads.ts'
import { createSpeedometer } from '../../model-files/download/measure-speed.ts'
import { readableName } from '../../model-files/readable-name.ts'
import type { Line } from '../line.ts'

export type OneDownload = {
  readonly kept: () => KeptDownload
  readonly isDone: () => boolean
  readonly shown: () => Download
  /** Goes on in the background, from wherever it is; nothing when it runs already or is done. */
  readonly begin: () => void
  /** Resolves when nothing of it runs any more. */
  readonly stop: () => Promise<void>
}

export type DownloadParts = {
  readonly hub: Hub
  readonly modelsFolder: string
  /** Downloads stand in it for their turn. */
  readonly line: Line
  readonly changed: () => void
  /** What is known of a download has changed and is worth keeping. */
  readonly keep: () => void
  /** A model is whole: looks for it and tells its id in the list of models. */
  readonly finished: (path: string) => Promise<string | null>
}

/** How often a window hears of the progress. */
const TELL_MS = 250

/** The download of one model, paused until it is begun. */
export function createDownload(parts: DownloadParts, first: KeptDownload): OneDownload {
  const { hub, modelsFolder, line, changed } = parts
  const sizeBytes = first.files.reduce((sum, file) => sum + file.sizeBytes, 0)
  const shownFile = first.files.at(-1)
  let kept = first
  let state: DownloadState = { kind: 'paused' }
  let arrived = 0
  let stopping: AbortController | null = null
  let work = Promise.resolve()

  const become = (next: DownloadState): void => {
    state = next
    changed()
  }

  async function countArrived(): Promise<void> {
    arrived = await arrivedBytes(modelsFolder, kept.files).catch(() => arrived)
    changed()
  }

  /** Waits for its turn, downloads, and says in its state how it ended. Never rejects. */
  async function run(signal: AbortSignal): Promise<void> {
    become({ kind: 'waiting' })
    try {
      const leave = await line.wait(kept.id, signal)
      await fetchFiles(signal).finally(leave)
      const modelId = await parts.finished(join(modelsFolder, ...(shownFile?.place ?? [])))
      become({ kind: 'done', modelId })
      parts.keep()
    } catch (thrown) {
      const ended: DownloadState = signal.aborted
        ? { kind: 'paused' }
        : { kind: 'failed', problem: problemOf(thrown) }
      await countArrived()
      // Before it is told: whoever hears of it may begin it again at once.
      stopping = null
      become(ended)
    }
  }

  async function fetchFiles(signal: AbortSignal): Promise<void> {
    const speedometer = createSpeedometer()
    let last: ModelProgress = { kind: 'checking', bytes: 0 }
    const tell = (): void => {
      arrived = last.bytes
      const speed = speedometer.tell(arrived, performance.now(), sizeBytes)
      const pause = last.kind === 'waiting' ? { message: last.fault.message, ms: last.ms } : null
      become(last.kind === 'checking' ? { kind: 'checking' } : { kind: 'running', ...speed, pause })
    }
    const hear = (progress: ModelProgress): void => {
      const isNews = progress.kind !== last.kind
      last = progress
      if (progress.kind === 'checked') {
        kept = { ...kept, checked: [...kept.checked, progress.file.path] }
        parts.keep()
      }
      if (isNews) tell()
    }
    // Also while nothing comes: a speed that falls must be seen to fall.
    const timer = setInterval(tell, TELL_MS)
    try {
      await downloadModel(hub, modelsFolder, kept.files, { signal, checked: kept.checked, onProgress: hear })
    } finally {
      clearInterval(timer)
    }
  }

  void countArrived()
  return {
    kept: () => kept,
    isDone: () => state.kind === 'done',
    shown: () => ({
      id: kept.id,
      name: readableName(shownFile?.place.at(-1) ?? ''),
      repository: shownFile?.repository ?? '',
      host: hub.base.host,
      sizeBytes,
      arrivedBytes: arrived,
      state,
    }),
    begin: () => {
      if (stopping !== null || state.kind === 'done') return
      stopping = new AbortController()
      work = run(stopping.signal)
    },
    stop: async () => {
      stopping?.abort(new Error('the download was paused'))
      await work
    },
  }
}
