import { useLayoutEffect, useRef, type RefObject } from 'react'

const NEAR_PX = 24

/** Keeps a small scrolling box at its end while it grows, unless the person has scrolled up in it. */
export function useStayAtEnd(follow: boolean): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null)
  const height = useRef(0)
  useLayoutEffect(() => {
    const element = box.current
    if (!element || !follow) return
    const wasAtEnd = height.current - element.scrollTop - element.clientHeight < NEAR_PX
    if (wasAtEnd) element.scrollTop = element.scrollHeight
    height.current = element.scrollHeight
  })
  return box
}
