import { useEffect, useState } from 'react'
import type { Ponder } from '../ponder.ts'
import { useNotices } from '../state/use-notices.ts'

export type About = {
  readonly version: string
  readonly dataFolder: string
  readonly shell: 'desktop' | 'browser'
}

export function useAbout(ponder: Ponder): About | null {
  const { attempt } = useNotices()
  const [about, setAbout] = useState<About | null>(null)
  useEffect(() => {
    attempt(async () => setAbout(await (await ponder.callsSoon()).about({})))
  }, [ponder, attempt])
  return about
}
