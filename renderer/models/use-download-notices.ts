import { useEffect, useRef } from 'react'
import type { Download } from '../../electron/contract/downloads.ts'
import type { Notices } from '../state/use-notices.ts'

/** Says when a download is complete or has stopped, wherever in the window one is. */
export function useDownloadNotices(downloads: readonly Download[], { say }: Pick<Notices, 'say'>): void {
  const before = useRef(downloads)
  useEffect(() => {
    for (const { id, name, state } of downloads) {
      const was = before.current.find((each) => each.id === id)?.state.kind
      // Unknown before: the window has just opened, and what is over is no news.
      if (was === undefined || was === state.kind) continue
      if (state.kind === 'done') say(`${name} is downloaded.`)
      if (state.kind === 'failed') say(`The download of ${name} stopped. The page about models says why.`)
    }
    before.current = downloads
  }, [downloads, say])
}
