import { protocol, type Session } from 'electron'
import { PAGE_HOST, PAGE_SCHEME } from './page-address.ts'
import { pageFiles } from './page-files.ts'
import { PAGE_HEADERS } from './security-headers.ts'

/** Before `ready`: makes app:// an origin like https, with storage and fetch, but with no way around the CSP. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built window at app://ponder/, with the images it shows. */
export function servePage(session: Session, folder: string, imagesFolder: string): void {
  const files = pageFiles(folder, imagesFolder)
  session.protocol.handle(PAGE_SCHEME, async (request) => {
    const url = new URL(request.url)
    if (request.method !== 'GET' || url.host !== PAGE_HOST) return refusal(403)
    const file = await files.read(url.pathname)
    if (file === null) return refusal(404)
    return new Response(new Uint8Array(file.bytes), {
      headers: { ...PAGE_HEADERS, 'Content-Type': file.type },
    })
  })
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: PAGE_HEADERS })
}
