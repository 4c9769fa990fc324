import { useEffect } from 'react'

/** Names the window after what it shows. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    document.title = title === null || title === '' ? 'Ponder' : `${title} · Ponder`
    return () => {
      document.title = 'Ponder'
    }
  }, [title])
}
