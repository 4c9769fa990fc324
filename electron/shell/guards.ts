import { shell, type Session, type WebContents } from 'electron'
import { allowedExternalUrl } from '../contract/external-link.ts'
import { PAGE_ADDRESS } from './page-address.ts'

/** The one permission Ponder uses: the copy buttons. */
const ALLOWED_PERMISSION = 'clipboard-sanitized-write'

/** What a page may load. `devtools:` is there in development only. */
const OWN_ADDRESSES = [PAGE_ADDRESS, `blob:${PAGE_ADDRESS}`, 'data:', 'devtools://']

/** A page stays where it is: it opens no windows, goes nowhere and takes in no other page. */
export function guardContents(contents: WebContents): void {
  const refuse = (event: { preventDefault: () => void }) => event.preventDefault()
  contents.on('will-frame-navigate', (event) => {
    if (!isReload(event)) refuse(event)
  })
  contents.on('will-navigate', (event) => {
    if (!isReload(event)) refuse(event)
  })
  contents.on('will-redirect', refuse)
  contents.on('will-attach-webview', refuse)
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

function isReload({ url, isMainFrame }: { readonly url: string; readonly isMainFrame: boolean }): boolean {
  return isMainFrame && url.split('#')[0] === PAGE_ADDRESS
}

/** A page gets no device, no permission but one, and nothing from any network. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => {
    decide(permission === ALLOWED_PERMISSION)
  })
  session.setPermissionCheckHandler((_contents, permission) => permission === ALLOWED_PERMISSION)
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest(({ url }, decide) => {
    decide({ cancel: !OWN_ADDRESSES.some((own) => url.startsWith(own)) })
  })
}

/** The only way out: web and mail links, opened by the system's own programs. Anything else is left alone. */
export async function openExternal(text: unknown): Promise<void> {
  const url = typeof text === 'string' ? allowedExternalUrl(text) : null
  if (url !== null) await shell.openExternal(url)
}
