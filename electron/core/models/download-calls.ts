import type { Implementation } from '../../contract/define.ts'
import type { downloadCalls } from '../../contract/downloads.ts'
import type { DownloadRoom } from './download-room.ts'

/** What a window can ask about downloads. */
export function createDownloadCalls(downloads: DownloadRoom): Implementation<typeof downloadCalls> {
  return {
    lookUpModel: ({ address }, signal) => downloads.lookUp(address, signal),
    startDownload: ({ planId, choiceId }) => downloads.start(planId, choiceId),
    pauseDownload: async ({ downloadId }) => {
      await downloads.pause(downloadId)
      return {}
    },
    resumeDownload: ({ downloadId }) => {
      downloads.resume(downloadId)
      return {}
    },
    removeDownload: async ({ downloadId }) => {
      await downloads.remove(downloadId)
      return {}
    },
  }
}
