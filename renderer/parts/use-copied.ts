import { useCallback, useState } from 'react'
import type { Part } from '../../electron/contract/turns.ts'
import { useNotices } from '../state/use-notices.ts'
import { copyParts, textOfParts } from '../writing/clipboard.ts'
import { copyText } from './copy-text.ts'

const SAID_MS = 1600

type Copied = { readonly copied: boolean; readonly copy: (what: string | readonly Part[]) => void }

/** Copies text, or words and images, and for a moment says that it did. */
export function useCopied(): Copied {
  const { attempt } = useNotices()
  const [copied, setCopied] = useState(false)
  const copy = useCallback(
    (what: string | readonly Part[]) =>
      attempt(async () => {
        if (typeof what === 'string') await copyText(what)
        // Where the browser does not hand out its clipboard, the words are better than nothing.
        else if (!copyParts(what)) await copyText(textOfParts(what))
        setCopied(true)
        setTimeout(setCopied, SAID_MS, false)
      }),
    [attempt],
  )
  return { copied, copy }
}
