const ALLOWED = new Set(['https:', 'http:', 'mailto:'])

/** The one gate for links that leave Ponder: the address to open, or null when it must not be opened. */
export function allowedExternalUrl(text: string): string | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  return ALLOWED.has(url.protocol) ? url.href : null
}
