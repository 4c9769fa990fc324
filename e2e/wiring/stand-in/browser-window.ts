import { EventEmitter } from 'node:events'
import {
  chromium,
  type CDPSession,
  type Page,
  type Request as PageRequest,
  type Route,
} from '@playwright/test'
import { answerPage, isCancelled, toAppUrl, toStandInUrl } from './page-session.ts'
import { PortTable, type PortMessage, type StandInPort } from './ports.ts'
import { BINDING, HEAR, isolatedWorldScript, MAIN_WORLD_SCRIPT, WORLD } from './preload-world.ts'
import { answers, app, ipcMain } from './app.ts'

type Options = { readonly webPreferences: { readonly preload: string } }
type FromPage =
  | PortMessage
  | { readonly kind: 'ipc'; readonly channel: string; readonly words: readonly unknown[] }
  | {
      readonly kind: 'invoke'
      readonly id: number
      readonly channel: string
      readonly words: readonly unknown[]
    }

const windows: BrowserWindow[] = []

/** Stands in for BrowserWindow: a page of the Chromium whose debugging address is in STAND_IN_BROWSER. */
export class BrowserWindow extends EventEmitter {
  static getAllWindows(): readonly BrowserWindow[] {
    return windows
  }
  static fromWebContents(contents: object): BrowserWindow | null {
    return windows.find((window) => window.webContents === contents) ?? null
  }
  readonly webContents: WebContents

  constructor(options: Options) {
    super()
    this.webContents = new WebContents(options.webPreferences.preload)
    windows.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  async loadURL(url: string): Promise<void> {
    await this.webContents.open(url, () => this.close())
    this.emit('ready-to-show')
  }
  close(): void {
    const index = windows.indexOf(this)
    if (index === -1) return
    this.emit('close')
    windows.splice(index, 1)
    if (windows.length === 0) app.emit('window-all-closed')
  }
  show(): void {}
  focus(): void {}
  maximize(): void {}
  restore(): void {}
  isMinimized(): boolean {
    return false
  }
  isMaximized(): boolean {
    return false
  }
  getNormalBounds() {
    return { x: 0, y: 0, width: 1280, height: 800 }
  }
}

class WebContents extends EventEmitter {
  private readonly preload: string
  private readonly ports = new PortTable((message) => this.tell(message))
  private page: Page | null = null
  private session: CDPSession | null = null
  /** The isolated world of the document that is shown. */
  private worldId: number | null = null
  private openHandler: () => { readonly action: string } = () => ({ action: 'allow' })
  readonly mainFrame = {
    url: '',
    postMessage: (channel: string, data: unknown, ports: readonly StandInPort[]) =>
      this.tell({ kind: 'message', channel, data, ports: ports.map((port) => this.ports.give(port)) }),
  }

  constructor(preload: string) {
    super()
    this.preload = preload
  }

  setWindowOpenHandler(handler: () => { readonly action: string }): void {
    this.openHandler = handler
  }

  reload(): void {
    void this.page?.reload()
  }

  async open(url: string, closed: () => void): Promise<void> {
    const browser = await chromium.connectOverCDP(process.env['STAND_IN_BROWSER'] ?? '')
    const context = browser.contexts()[0] ?? (await browser.newContext())
    this.page = await context.newPage()
    this.page.on('close', closed)
    this.page.on('popup', (popup) => {
      if (this.openHandler().action === 'deny') void popup.close()
    })
    await this.runPreload(await context.newCDPSession(this.page))
    await this.page.route('**/*', (route) => this.answer(route))
    await this.page.goto(toStandInUrl(url))
  }

  private async runPreload(session: CDPSession): Promise<void> {
    this.session = session
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === WORLD) this.worldId = context.id
    })
    session.on('Runtime.bindingCalled', ({ name, payload }) => {
      // True because the isolated world's script sends nothing else.
      if (name === BINDING) this.hear(JSON.parse(payload, arrived) as FromPage)
    })
    await session.send('Page.enable')
    await session.send('Runtime.enable')
    await session.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD })
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source: MAIN_WORLD_SCRIPT })
    await session.send('Page.addScriptToEvaluateOnNewDocument', {
      source: isolatedWorldScript(this.preload),
      worldName: WORLD,
    })
  }

  private hear(message: FromPage): void {
    if (this.ports.hear(message)) return
    this.mainFrame.url = toAppUrl(this.page?.url() ?? '')
    const event = { senderFrame: this.mainFrame, sender: this }
    if (message.kind === 'ipc') ipcMain.emit(message.channel, event, ...message.words)
    if (message.kind === 'invoke')
      void answers
        .get(message.channel)?.(event, ...message.words)
        .then((value) => this.tell({ kind: 'invoked', id: message.id, value }))
  }

  private tell(message: object): void {
    if (this.session === null || this.worldId === null) return
    const expression = `${HEAR}(${JSON.stringify(message)})`
    // The document may have gone meanwhile, and its ports with it.
    this.session.send('Runtime.evaluate', { expression, contextId: this.worldId }).catch(() => {})
  }

  private async answer(route: Route): Promise<void> {
    const request = route.request()
    const url = toAppUrl(request.url())
    if (isDocument(request) && this.page?.url() !== 'about:blank' && !this.mayGo(url, request))
      return route.fulfill({ status: 204 })
    if (await isCancelled(url)) return route.abort()
    const response = await answerPage(new Request(url, { method: request.method() }))
    return route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    })
  }

  private mayGo(url: string, request: PageRequest): boolean {
    let prevented = false
    const isMainFrame = request.frame() === this.page?.mainFrame()
    this.emit('will-navigate', { url, isMainFrame, preventDefault: () => (prevented = true) })
    return !prevented
  }
}

function isDocument(request: PageRequest): boolean {
  return request.isNavigationRequest()
}

/** The page's side writes bytes so, because they cannot be written as JSON. */
function arrived(_key: string, value: unknown): unknown {
  const isBytes = typeof value === 'object' && value !== null && 'standInBytes' in value
  return isBytes ? Uint8Array.from(Buffer.from(String(value.standInBytes), 'base64')) : value
}
