/**
 * What a Ponder page may do, the same in the desktop window and in a browser: run its own files and nothing else.
 * `connect-src 'self'` covers the browser shell's WebSocket; `data:` and `blob:` images are made by the page itself.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  // No policy at all may be made: nothing in the page turns text into code.
  "trusted-types 'none'",
].join('; ')

/** On every response of the desktop window's `app://` scheme. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}

/** On every response of the browser shell, which shares its machine with every other page that is open. */
export const WEB_HEADERS: Readonly<Record<string, string>> = {
  ...PAGE_HEADERS,
  'Content-Security-Policy': `${CONTENT_SECURITY_POLICY}; frame-ancestors 'none'`,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // The page holds conversations: no copy of any answer may stay in the browser's disk cache.
  'Cache-Control': 'no-store',
}
