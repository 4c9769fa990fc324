import { useEffect, useRef } from 'react'
import type { Download } from '../../electron/contract/downloads.ts'
import { announce } from '../parts/use-announcement.ts'
import type { Notices } from '../state/use-notices.ts'

/** Says when a download is complete or has stopped, wherever one is; where the downloads are shown, only aloud. */
export function useDownloadNotices(
  downloads: readonly Download[],
  areShown: boolean,
  { say }: Pick<Notices, 'say'>,
): void {
  const before = useRef(downloads)
  useEffect(() => {
    for (const { id, name, state } of downloads) {
      const was = before.current.find((each) => each.id === id)?.state.kind
      // Unknown before: the window has just opened, and what is over is no news.
      if (was === undefined || was === state.kind) continue
      const tell = areShown ? announce : say
      if (state.kind === 'done') tell(`${name} is downloaded.`)
      // Where it is shown, its row says it as an alert.
      if (state.kind === 'failed' && !areShown)
        tell(`The download of ${name} stopped. The page about models says why.`)
    }
    before.current = downloads
  }, [downloads, areShown, say])
}
