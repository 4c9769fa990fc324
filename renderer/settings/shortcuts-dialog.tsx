import type { ReactNode } from 'react'
import { Dialog } from '../parts/dialog.tsx'
import { keysInWords, shortcuts, type Shortcut } from '../state/shortcuts.ts'
import { onMac } from '../state/use-shortcuts.ts'

/** Keys of the composer itself, which are no shortcuts of the window. */
const composerKeys = [
  { words: 'Send the message', keys: ['Enter'] },
  { words: 'New line', keys: ['Shift', 'Enter'] },
  { words: 'Change the last question (in an empty box)', keys: ['↑'] },
]

export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  return (
    <Dialog name="Shortcuts" onClose={onClose}>
      <dl className="flex flex-col text-sm">
        {[...composerKeys, ...shortcuts.filter(worksHere)].map(({ words, keys }) => (
          <div
            key={keys.join('+')}
            className="flex items-center justify-between gap-4 border-b border-line py-1.5 last:border-b-0"
          >
            <dt>{words}</dt>
            <dd className="flex shrink-0 gap-1">
              {keysInWords(keys, onMac).map((key) => (
                <kbd
                  key={key}
                  className="min-w-6 rounded-md border border-line bg-raised px-1.5 text-center font-sans text-xs leading-5"
                >
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}

function worksHere({ desktopOnly }: Shortcut): boolean {
  return desktopOnly !== true || window.ponderShell !== undefined
}
