/** Stands in for `session.defaultSession` and app://: Chromium has no such scheme, so the page is at https://ponder.test/. */
const STAND_IN_ORIGIN = 'https://ponder.test/'
const APP_ORIGIN = 'app://ponder/'

type BeforeRequest = (details: { url: string }, decide: (answer: { cancel?: boolean }) => void) => void
type PageHandler = (request: Request) => Promise<Response>

let beforeRequest: BeforeRequest = (_details, decide) => decide({})
let handlePage: PageHandler = async () => new Response(null, { status: 404 })

export const session = {
  defaultSession: {
    setPermissionRequestHandler: () => {},
    setPermissionCheckHandler: () => {},
    setDevicePermissionHandler: () => {},
    webRequest: { onBeforeRequest: (listener: BeforeRequest) => void (beforeRequest = listener) },
    protocol: { handle: (_scheme: string, handler: PageHandler) => void (handlePage = handler) },
  },
}

export const toAppUrl = (url: string): string => swapOrigin(url, STAND_IN_ORIGIN, APP_ORIGIN)
export const toStandInUrl = (url: string): string => swapOrigin(url, APP_ORIGIN, STAND_IN_ORIGIN)

export function isCancelled(url: string): Promise<boolean> {
  return new Promise((resolve) => beforeRequest({ url }, ({ cancel }) => resolve(cancel === true)))
}

export function answerPage(request: Request): Promise<Response> {
  return handlePage(request)
}

function swapOrigin(url: string, from: string, to: string): string {
  return url.startsWith(from) ? to + url.slice(from.length) : url
}
