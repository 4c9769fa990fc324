import { useEffect, useRef, type ReactNode } from 'react'

/** What has just come at the end of a long dialog: brought into view, since that is what one waits for. */
export function IntoView({ children }: { readonly children: ReactNode }): ReactNode {
  const root = useRef<HTMLDivElement>(null)
  // In braces: new browsers return a promise, which React would take for what cleans up.
  useEffect(() => {
    root.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return <div ref={root}>{children}</div>
}
