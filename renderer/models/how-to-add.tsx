import type { ReactNode } from 'react'
import { useAbout } from '../settings/use-about.ts'
import { usePonder } from '../state/use-ponder.ts'

/** What becomes of a file that is added, which is another thing in a browser, and where the models folder is. */
export function HowToAdd(): ReactNode {
  const about = useAbout(usePonder())
  if (about === null) return null
  const folder = `${about.dataFolder}${about.dataFolder.includes('\\') ? '\\' : '/'}models`
  return (
    <section aria-label="How to add models" className="mt-10 border-t border-line pt-4 text-sm text-muted">
      <p>
        {about.shell === 'desktop'
          ? 'A model that you add or drop on the window is used where it lies.'
          : 'A browser gives the bytes of a file but not its place, so a model that you add or drop here is copied into your models folder. To keep one copy only, move the file there yourself, or start Ponder with --model FILE.'}
      </p>
      <p className="mt-2 break-words">Your models folder is {folder}</p>
    </section>
  )
}
