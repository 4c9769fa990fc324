import { useEffect, useRef, useState } from 'react'
import { problemOf, type Problem } from '../../electron/contract/ponder-error.ts'
import type { Given } from '../../electron/contract/turns.ts'
import type { Calls } from '../ponder.ts'
import { usePonder } from '../state/use-ponder.ts'
import type { Writing, WritingState } from './writing.ts'

export type GivenWay = 'ocr' | 'description'

export type GivingState =
  | { readonly kind: 'idle' }
  /** `share` 0 to 1; null where nothing tells how far it is. */
  | {
      readonly kind: 'working'
      readonly way: GivenWay
      readonly number: number
      readonly share: number | null
    }
  | { readonly kind: 'failed'; readonly problem: Problem }

export type Giving = {
  readonly state: GivingState
  readonly begin: (way: GivenWay) => void
  readonly stop: () => void
}

/** Puts words in the place of the images of a message, for a model that cannot see: read in them, or said of them. */
export function useGivenTexts(writing: Writing, images: WritingState['images']): Giving {
  const ponder = usePonder()
  const [state, setState] = useState<GivingState>({ kind: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  async function giveAll(way: GivenWay, signal: AbortSignal): Promise<void> {
    try {
      const calls = await ponder.callsSoon()
      for (const [index, { key, placed }] of images.entries()) {
        if (placed.kind !== 'here' || placed.given !== null) continue
        const onShare = (share: number | null): void => {
          if (!signal.aborted) setState({ kind: 'working', way, number: index + 1, share })
        }
        onShare(way === 'ocr' ? 0 : null)
        const given = await wordsFor[way](calls, placed.image.id, onShare, signal)
        if (signal.aborted) return
        if (given !== null) writing.give(key, given)
      }
      setState({ kind: 'idle' })
    } catch (thrown) {
      if (!signal.aborted) setState({ kind: 'failed', problem: problemOf(thrown) })
    }
  }

  return {
    state,
    begin: (way) => {
      running.current?.abort()
      running.current = new AbortController()
      void giveAll(way, running.current.signal)
    },
    stop: () => {
      running.current?.abort()
      setState({ kind: 'idle' })
    },
  }
}

type WordsFor = (
  calls: Calls,
  imageId: string,
  onShare: (share: number | null) => void,
  signal: AbortSignal,
) => Promise<Given | null>

/** What stands for a picture in which no text was found: better said than left out. */
const NO_TEXT = 'No text was found in it.'

const wordsFor: Readonly<Record<GivenWay, WordsFor>> = {
  ocr: async (calls, imageId, onShare, signal) => {
    for await (const update of calls.readImageText({ imageId, language: 'eng' }, signal)) {
      if (update.kind === 'progress') onShare(update.share)
      else return { by: 'ocr', text: update.result.text.trim() || NO_TEXT }
    }
    return null
  },
  description: async (calls, imageId, onShare, signal) => {
    for await (const update of calls.describeImage({ imageId }, signal)) {
      if (update.kind === 'described') return update.given
      onShare(null)
    }
    return null
  },
}
