import { useCallback, useState } from 'react'
import { useNotices } from '../state/use-notices.ts'
import { copyText } from './copy-text.ts'

const SAID_MS = 1600

/** Copies text, and for a moment says that it did. */
export function useCopied(): { readonly copied: boolean; readonly copy: (text: string) => void } {
  const { attempt } = useNotices()
  const [copied, setCopied] = useState(false)
  const copy = useCallback(
    (text: string) =>
      attempt(async () => {
        await copyText(text)
        setCopied(true)
        setTimeout(setCopied, SAID_MS, false)
      }),
    [attempt],
  )
  return { copied, copy }
}
