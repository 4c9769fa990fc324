import { useCallback, useState, type RefCallback } from 'react'
import type { Size } from './zoom.ts'

/** The size of an element, now and after every change; null before it is there. */
export function useFrame(): readonly [RefCallback<HTMLElement>, Size | null] {
  const [size, setSize] = useState<Size | null>(null)
  const watch = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [watch, size]
}
