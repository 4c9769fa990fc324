import type { MouseEvent, ReactNode } from 'react'
import { allowedExternalUrl } from '../../electron/contract/external-link.ts'

/**
 * The only way out of the window. What `allowedExternalUrl` refuses stays plain text; the whole address is shown on
 * hover, because the words of a link say nothing about where it leads.
 */
export function SafeLink({
  href,
  children,
}: {
  readonly href: string
  readonly children: ReactNode
}): ReactNode {
  const url = allowedExternalUrl(href)
  if (url === null) return <span>{children}</span>
  return (
    <a href={url} title={url} target="_blank" rel="noopener noreferrer" onClick={(event) => open(event, url)}>
      {children}
    </a>
  )
}

function open(event: MouseEvent, url: string): void {
  if (!window.ponderShell) return
  event.preventDefault()
  window.ponderShell.openExternal(url)
}
