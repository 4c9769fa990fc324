import { expect, test } from 'vitest'
import { allowedExternalUrl } from './external-link.ts'

test.each([
  ['https', 'https://example.org/a?b=c', 'https://example.org/a?b=c'],
  ['http', 'http://example.org', 'http://example.org/'],
  ['a mail address', 'mailto:a@example.org', 'mailto:a@example.org'],
])('opens %s', (_reason, text, url) => expect(allowedExternalUrl(text)).toBe(url))

test.each([
  ['a script', 'javascript:alert(1)'],
  ['a script with odd letters', ' JaVaScRiPt:alert(1)'],
  ['a file', 'file:///etc/passwd'],
  ['a network share', '\\\\server\\share'],
  ['data', 'data:text/html,<script>alert(1)</script>'],
  ["the app's own pages", 'app://ponder/index.html'],
  ["another program's links", 'ms-settings:privacy'],
  ['a relative path', '/settings'],
  ['nothing', ''],
])('does not open %s', (_reason, text) => expect(allowedExternalUrl(text)).toBeNull())
