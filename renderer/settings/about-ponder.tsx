import type { ReactNode } from 'react'
import { usePonder } from '../state/use-ponder.ts'
import { useAbout } from './use-about.ts'

/** Which Ponder this is and where it keeps things. */
export function AboutPonder(): ReactNode {
  const about = useAbout(usePonder())
  return (
    <div className="border-t border-line pt-4 text-sm text-muted">
      {about === null ? (
        <p>Ponder</p>
      ) : (
        <>
          <p>
            Ponder {about.version}, in {about.shell === 'desktop' ? 'its own window' : 'the browser'}
          </p>
          <p className="break-all">Your conversations are kept in {about.dataFolder}</p>
        </>
      )}
    </div>
  )
}
