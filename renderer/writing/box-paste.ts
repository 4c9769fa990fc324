import type { Part } from '../../electron/contract/turns.ts'
import { keyOf } from './box-dom.ts'
import { readParts, writeParts } from './clipboard.ts'
import type { Box } from './open-box.ts'
import { plainText, type Stretch, type Written } from './written.ts'

export type PasteHooks = {
  readonly addFiles: (files: readonly File[], at: Stretch) => void
  readonly partsIn: (stretch: Stretch) => readonly Part[]
  readonly writtenOf: (parts: readonly Part[]) => Written
}

/** Copying, cutting and pasting in the box. Text that comes in is plain, always. */
export function createPasteListeners(box: Box, { addFiles, partsIn, writtenOf }: PasteHooks) {
  function copied(event: ClipboardEvent): Stretch | null {
    const key = keyOf(event.target instanceof Node ? event.target : null)
    const place = key === null ? -1 : box.placeOf(key)
    const stretch = place === -1 ? box.selection() : { from: place, to: place + 1 }
    if (stretch.from === stretch.to || event.clipboardData === null) return null
    event.preventDefault()
    writeParts(event.clipboardData, partsIn(stretch))
    return stretch
  }
  return {
    copy: (event: ClipboardEvent): void => void copied(event),
    cut: (event: ClipboardEvent): void => {
      const stretch = copied(event)
      if (stretch === null) return
      box.remove(stretch)
      box.focus(stretch.from)
    },
    paste: (event: ClipboardEvent): void => {
      const transfer = event.clipboardData
      if (transfer === null) return
      event.preventDefault()
      const parts = readParts(transfer)
      const text = transfer.getData('text/plain')
      if (parts !== null) box.insert(writtenOf(parts))
      // Office programs put a picture of the text beside it; the text is what is meant.
      else if (text !== '') box.insert(plainText(text))
      else if (transfer.files.length > 0) addFiles([...transfer.files], box.selection())
    },
  }
}
