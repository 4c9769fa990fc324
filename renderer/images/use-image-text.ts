import { useEffect, useRef, useState } from 'react'
import type { ImageText } from '../../electron/contract/images.ts'
import { problemOf, type Problem } from '../../electron/contract/ponder-error.ts'
import { usePonder } from '../state/use-ponder.ts'

export type TextState =
  | { readonly kind: 'not-read' }
  | { readonly kind: 'reading'; readonly share: number; readonly turned: ImageText['turned'] }
  | { readonly kind: 'read'; readonly result: ImageText }
  | { readonly kind: 'failed'; readonly problem: Problem }

export type ImageTextReading = {
  readonly state: TextState
  readonly read: (language: string) => void
  readonly stop: () => void
}

/** The text in an image, read when one asks for it. Going away stops it; mount anew for another image. */
export function useImageText(imageId: string): ImageTextReading {
  const ponder = usePonder()
  const [state, setState] = useState<TextState>({ kind: 'not-read' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  async function follow(language: string, signal: AbortSignal): Promise<void> {
    try {
      const calls = await ponder.callsSoon()
      for await (const update of calls.readImageText({ imageId, language }, signal)) {
        if (signal.aborted) return
        if (update.kind === 'progress')
          setState({ kind: 'reading', share: update.share, turned: update.turned })
        else setState({ kind: 'read', result: update.result })
      }
    } catch (thrown) {
      if (!signal.aborted) setState({ kind: 'failed', problem: problemOf(thrown) })
    }
  }

  return {
    state,
    read: (language) => {
      running.current?.abort()
      running.current = new AbortController()
      setState({ kind: 'reading', share: 0, turned: 0 })
      void follow(language, running.current.signal)
    },
    stop: () => {
      running.current?.abort()
      setState({ kind: 'not-read' })
    },
  }
}
