import { randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import type { Download, DownloadPlan } from '../../contract/downloads.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import { fitsMemory } from '../../model-files/download/choose-files.ts'
import { realDisk } from '../../model-files/download/disk.ts'
import { removeParts } from '../../model-files/download/download-model.ts'
import type { WantedFile } from '../../model-files/download/fetch-part.ts'
import { readKeptDownloads, writeKeptDownloads } from '../../model-files/download/kept-downloads.ts'
import { filesOf, planDownload, type Plan } from '../../model-files/download/plan-download.ts'
import { createLine } from '../line.ts'
import { createDownload, type DownloadParts, type OneDownload } from './one-download.ts'

export type DownloadRoom = {
  readonly downloads: () => Download[]
  /** Asks the hub what is at an address; nothing is downloaded. */
  readonly lookUp: (address: string, signal: AbortSignal) => Promise<DownloadPlan>
  readonly start: (planId: string, choiceId: string) => { readonly downloadId: string }
  readonly pause: (downloadId: string) => Promise<void>
  readonly resume: (downloadId: string) => void
  /** Ends a download and removes what has arrived; one that is done only leaves the list. */
  readonly remove: (downloadId: string) => Promise<void>
  /** Stops what runs; it can go on after the next start. */
  readonly close: () => Promise<void>
}

export type DownloadRoomOptions = Omit<DownloadParts, 'line' | 'keep'> & {
  /** Where downloads that are not done are remembered. */
  readonly keptFile: string
  readonly memoryBytes: number
}

/** Addresses are looked up one after the other; what was looked up long ago is looked up again. */
const MOST_PLANS = 10

/** The downloads: one at a time, in the order they were asked for. Nothing runs until a person says so. */
export function createDownloadRoom(options: DownloadRoomOptions): DownloadRoom {
  const { hub, modelsFolder, keptFile, memoryBytes } = options
  const plans = new Map<string, Plan>()
  let downloads: readonly OneDownload[] = []

  const keep = (): void => {
    const undone = downloads.filter((download) => !download.isDone())
    writeKeptDownloads(
      keptFile,
      undone.map((download) => download.kept()),
    )
  }
  const parts: DownloadParts = { ...options, line: createLine(), keep }
  downloads = readKeptDownloads(keptFile).map((kept) => createDownload(parts, kept))

  const find = (downloadId: string): OneDownload => {
    const download = downloads.find((each) => each.kept().id === downloadId)
    if (download === undefined) throw unknownDownload()
    return download
  }
  const add = (files: readonly WantedFile[]): OneDownload => {
    const same = downloads.find((each) => !each.isDone() && isSame(each.kept().files, files))
    if (same !== undefined) return same
    const added = createDownload(parts, { id: randomUUID(), files, checked: [] })
    const before = downloads
    downloads = [...before, added]
    try {
      keep()
    } catch (thrown) {
      downloads = before
      throw thrown
    }
    return added
  }

  return {
    downloads: () => downloads.map((download) => download.shown()),
    lookUp: async (address, signal) => {
      const plan = await planDownload(hub, address, memoryBytes, signal)
      const planId = randomUUID()
      plans.set(planId, plan)
      for (const old of [...plans.keys()].slice(0, -MOST_PLANS)) plans.delete(old)
      const freeBytes = await freeBytesFor(modelsFolder)
      return { planId, host: hub.base.host, freeBytes, ...shownPlan(plan, memoryBytes) }
    },
    start: (planId, choiceId) => {
      const plan = plans.get(planId)
      const choice = plan?.choices[Number(choiceId)]
      if (plan === undefined || choice === undefined) throw planGone()
      const download = add(filesOf(plan, choice))
      download.begin()
      return { downloadId: download.kept().id }
    },
    pause: (downloadId) => find(downloadId).stop(),
    resume: (downloadId) => find(downloadId).begin(),
    remove: async (downloadId) => {
      const removed = find(downloadId)
      await removed.stop()
      downloads = downloads.filter((each) => each !== removed)
      options.changed()
      keep()
      if (removed.isDone()) return
      // Two models of one repository may share a projector.
      const wanted = new Set(downloads.flatMap((each) => each.kept().files.map(({ sha256 }) => sha256)))
      await removeParts(
        modelsFolder,
        removed.kept().files.filter(({ sha256 }) => !wanted.has(sha256)),
      )
    },
    close: async () => {
      await Promise.all(downloads.map((download) => download.stop()))
    },
  }
}

/** The folder may not be there yet; it will be made on the disk that holds the one around it. */
async function freeBytesFor(folder: string): Promise<number | null> {
  return realDisk
    .freeBytes(folder)
    .catch(() => realDisk.freeBytes(dirname(folder)))
    .catch(() => null)
}

function shownPlan(plan: Plan, memoryBytes: number) {
  const chosen = plan.chosen === null ? -1 : plan.choices.indexOf(plan.chosen)
  return {
    repository: plan.repository,
    licence: plan.licence,
    choices: plan.choices.map((choice, index) => ({
      id: String(index),
      name: choice.name,
      fileNames: filesOf(plan, choice).map(({ place }) => place.at(-1) ?? ''),
      sizeBytes: choice.sizeBytes,
      seesImages: choice.projector !== null,
      fits: fitsMemory(choice.sizeBytes, memoryBytes),
    })),
    chosenId: chosen < 0 ? null : String(chosen),
  }
}

/** The same model, whatever comes along with it. */
function isSame(one: readonly WantedFile[], other: readonly WantedFile[]): boolean {
  const [first, second] = [one.at(-1), other.at(-1)]
  return first?.sha256 === second?.sha256 && first?.place.join('/') === second?.place.join('/')
}

function unknownDownload(): PonderError {
  return new PonderError({
    code: 'unknown-download',
    message: 'That download is no longer in the list.',
    remedy: 'Look the address up again.',
  })
}

function planGone(): PonderError {
  return new PonderError({
    code: 'plan-gone',
    message: 'That was looked up too long ago.',
    remedy: 'Look the address up again.',
  })
}
