import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'

/** Nearer to the end than this counts as being there. */
const NEAR_PX = 32
/** Older turns are asked for this long before one reaches the first. */
const AHEAD = '800px'

export type ScrollFollow = {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly content: RefObject<HTMLDivElement | null>
  /** Stands before the first turn; seeing it asks for older ones. */
  readonly top: RefObject<HTMLDivElement | null>
  readonly isAtEnd: boolean
  readonly toEnd: () => void
  /** To a turn that is drawn. */
  readonly toTurn: (turnId: string) => void
}

type Followed = {
  readonly firstId: string | undefined
  readonly lastId: string | undefined
  readonly onTop: () => void
}

/** Follows the end only while the person is there; their own scrolling wins. */
export function useScrollFollow({ firstId, lastId, onTop }: Followed): ScrollFollow {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const top = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  const [isAtEnd, setIsAtEnd] = useState(true)

  const toEnd = useCallback(() => {
    following.current = true
    scroller.current?.scrollTo(0, scroller.current.scrollHeight)
  }, [])

  const toTurn = useCallback((turnId: string) => {
    const turn = document.getElementById(`answer-${turnId}`) ?? document.getElementById(`question-${turnId}`)
    following.current = false
    turn?.scrollIntoView({ block: 'start' })
    // To read on from there with the keyboard.
    turn?.querySelector<HTMLElement>('button')?.focus({ preventScroll: true })
  }, [])

  // A new turn at the end is one the person asked for, here or in another window.
  useLayoutEffect(() => {
    if (lastId !== undefined) toEnd()
  }, [lastId, toEnd])

  useEffect(() => {
    const element = scroller.current
    const inside = content.current
    if (!element || !inside) return undefined
    let height = element.scrollHeight
    const stay = (): void => {
      element.scrollTop = element.scrollHeight
      height = element.scrollHeight
    }
    const look = (): void => {
      // The page grew, and the browser kept its place by scrolling: nobody left the end.
      if (following.current && element.scrollHeight !== height) return stay()
      const near = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX
      following.current = near
      setIsAtEnd(near)
    }
    // At once: waiting for the scroll would let the next words pull the page back down.
    const leave = (event: WheelEvent): void => {
      if (event.deltaY < 0) following.current = false
    }
    const grown = new ResizeObserver(() => {
      if (following.current) stay()
      else look()
    })
    grown.observe(inside)
    grown.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    element.addEventListener('wheel', leave, { passive: true })
    return () => {
      grown.disconnect()
      element.removeEventListener('scroll', look)
      element.removeEventListener('wheel', leave)
    }
  }, [])

  useEffect(() => {
    if (!top.current) return undefined
    const seen = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) onTop()
      },
      { root: scroller.current, rootMargin: `${AHEAD} 0px 0px` },
    )
    seen.observe(top.current)
    return () => seen.disconnect()
  }, [onTop])

  // The browser keeps the place when turns come in above, except at the very top: there it is done here.
  const before = useRef({ firstId, height: 0 })
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const grewBy = element.scrollHeight - before.current.height
    if (before.current.firstId !== firstId && element.scrollTop < 1 && grewBy > 0) element.scrollTop = grewBy
    before.current = { firstId, height: element.scrollHeight }
  })
  return { scroller, content, top, isAtEnd, toEnd, toTurn }
}
