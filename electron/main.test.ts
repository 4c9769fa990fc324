import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { PORT_MESSAGE } from './contract/shell-bridge.ts'
import { SAID_WHY } from './shell/exit-codes.ts'
import { ADD_MODEL, CHOOSE_MODEL, OPEN_EXTERNAL, PAGE_ADDRESS, REQUEST_PORT } from './shell/page-address.ts'
import { CONTENT_SECURITY_POLICY } from './shell/security-headers.ts'

/**
 * The real main.ts on a stand-in for the module 'electron' that only writes down what it is told. It shows what
 * main asks of Electron, not what Electron then does.
 */
const electron = await vi.hoisted(async () =>
  (await import('./shell/fixtures/electron-stand-in.ts')).standIn(),
)
vi.mock('electron', () => electron.module)
vi.mock('./shell/program-files.ts', async (load) => ({ ...(await load()), rendererFolder: pageFolder }))

const folder = mkdtempSync(join(tmpdir(), 'ponder-main-'))
const pageFolder = join(folder, 'page')

beforeAll(async () => {
  mkdirSync(pageFolder)
  writeFileSync(join(pageFolder, 'index.html'), '<title>Ponder</title>')
  process.env['PONDER_DATA'] = folder
  await import('./main.ts')
  await vi.waitFor(() => expect(electron.windows).toHaveLength(1), { timeout: 20_000 })
})
afterAll(() => {
  delete process.env['PONDER_DATA']
  rmSync(folder, { recursive: true })
})

const { module, windows, posted, log } = electron
const page = () => windows[0]?.webContents
const place = (name: string) => log.findIndex((entry) => entry.name === name)

describe('before the app is ready', () => {
  test('the sandbox is switched on first, and app:// becomes an origin without privileges over the CSP', () => {
    expect(place('enableSandbox')).toBe(0)
    expect(place('registerSchemesAsPrivileged')).toBeLessThan(place('ready'))
    expect(log[place('registerSchemesAsPrivileged')]?.words).toEqual([
      [{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }],
    ])
  })

  test('PONDER_DATA is where the app keeps everything', () => {
    expect(log).toContainEqual({ name: 'setPath', words: ['userData', folder] })
    expect(log).toContainEqual({ name: 'setPath', words: ['sessionData', join(folder, 'window')] })
    expect(place('setPath')).toBeLessThan(place('requestSingleInstanceLock'))
  })
})

describe('the window', () => {
  test('is sandboxed and isolated, and has no Node', () => {
    expect(windows[0]?.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    })
    expect(windows[0]?.loaded).toBe(PAGE_ADDRESS)
  })

  test('is shown when somebody starts Ponder again', () => {
    module.app.emit('second-instance')
    expect(windows).toHaveLength(1)
    expect(windows[0]?.focus).toHaveBeenCalled()
  })

  const places: readonly (readonly [string, string, boolean, boolean])[] = [
    ['another site', 'https://evil.example/', true, false],
    ['a file', 'file:///etc/passwd', true, false],
    ['another page of the scheme', 'app://other/', true, false],
    ['its own page in a frame', PAGE_ADDRESS, false, false],
    ['its own page again (reload)', PAGE_ADDRESS, true, true],
  ]
  test.each(places)('going to %s', (_name, url, isMainFrame, allowed) => {
    for (const kind of ['will-navigate', 'will-frame-navigate']) {
      const event = { url, isMainFrame, preventDefault: vi.fn() }
      page()?.emit(kind, event)
      expect(event.preventDefault).toHaveBeenCalledTimes(allowed ? 0 : 1)
    }
  })

  test('follows no redirect, takes in no webview and opens no window', () => {
    for (const kind of ['will-redirect', 'will-attach-webview']) {
      const event = { preventDefault: vi.fn() }
      page()?.emit(kind, event)
      expect(event.preventDefault).toHaveBeenCalled()
    }
    expect(page()?.openHandler()).toEqual({ action: 'deny' })
  })
})

describe('a page’s requests to main', () => {
  const asked = (url: string, isMainFrame: boolean) => {
    const frame = { url, postMessage: vi.fn() }
    const sender = { mainFrame: isMainFrame ? frame : {} }
    module.ipcMain.emit(REQUEST_PORT, { senderFrame: frame, sender })
    return frame
  }

  test('Ponder’s own page gets a port, and core gets the other end', () => {
    const before = posted.length
    const frame = asked(PAGE_ADDRESS, true)
    expect(frame.postMessage).toHaveBeenCalledWith(PORT_MESSAGE, null, [expect.anything()])
    expect(posted.slice(before)).toEqual([[{ kind: 'page' }, [expect.anything()]]])
  })

  const foreign: readonly (readonly [string, string, boolean])[] = [
    ['a page of another site', 'https://evil.example/', true],
    ['a page with a name like ours', 'app://ponder.evil.example/', true],
    ['our page in a frame of another', PAGE_ADDRESS, false],
  ]
  test.each(foreign)('%s gets nothing', (_name, url, isMainFrame) => {
    const before = posted.length
    expect(asked(url, isMainFrame).postMessage).not.toHaveBeenCalled()
    expect(posted).toHaveLength(before)
  })

  test('a frame that is gone gets nothing', () => {
    module.ipcMain.emit(REQUEST_PORT, { senderFrame: null, sender: { mainFrame: null } })
  })

  const links: readonly (readonly [string, unknown, boolean])[] = [
    ['a web page', 'https://example.org/a?b#c', true],
    ['an address to write to', 'mailto:ada@example.org', true],
    ['a file', 'file:///etc/passwd', false],
    ['a program', 'ms-msdt:/id', false],
    ['a script', 'javascript:alert(1)', false],
    ['a share of another machine', '\\\\evil\\share', false],
    ['no address', 'hello', false],
    ['no text', { toString: () => 'https://example.org' }, false],
  ]
  test.each(links)('opening %s', (_name, url, allowed) => {
    module.shell.openExternal.mockClear()
    const frame = { url: PAGE_ADDRESS }
    module.ipcMain.emit(OPEN_EXTERNAL, { senderFrame: frame, sender: { mainFrame: frame } }, url)
    expect(module.shell.openExternal).toHaveBeenCalledTimes(allowed ? 1 : 0)
  })

  test('a link from a foreign frame is not opened', () => {
    module.shell.openExternal.mockClear()
    const frame = { url: 'https://evil.example/' }
    module.ipcMain.emit(
      OPEN_EXTERNAL,
      { senderFrame: frame, sender: { mainFrame: frame } },
      'https://a.example',
    )
    expect(module.shell.openExternal).not.toHaveBeenCalled()
  })
})

describe('adding a model', () => {
  const invoke = async (channel: string, url: string, ...words: unknown[]): Promise<unknown> => {
    const frame = { url }
    return electron.answers.get(channel)?.({ senderFrame: frame, sender: { mainFrame: frame } }, ...words)
  }
  /** Lets core answer the newest request. */
  const coreAnswers = async (added: unknown) => {
    await vi.waitFor(() => expect(posted.at(-1)?.[0]).toMatchObject({ kind: 'add-model' }), {
      timeout: 20_000,
    })
    const [request] = posted.at(-1) ?? []
    const { id } = z.object({ id: z.int() }).parse(request)
    electron.processes[0]?.emit('message', { kind: 'model-added', id, added })
  }

  test('a dropped file goes to core by its path, and the page hears what became of it', async () => {
    const answer = invoke(ADD_MODEL, PAGE_ADDRESS, '/home/ada/m.gguf')
    await coreAnswers({ kind: 'added', modelId: 'm' })
    expect(await answer).toEqual({ kind: 'added', modelId: 'm' })
    expect(posted.at(-1)?.[0]).toMatchObject({ path: '/home/ada/m.gguf' })
  })

  test('the system’s dialog offers GGUF files, and what is chosen there goes the same way', async () => {
    expect(await invoke(CHOOSE_MODEL, PAGE_ADDRESS)).toEqual({ kind: 'none' })
    module.dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: ['/home/ada/n.gguf'] })
    const problem = { code: 'c', message: 'm', remedy: 'r' }
    const answer = invoke(CHOOSE_MODEL, PAGE_ADDRESS)
    await coreAnswers({ kind: 'refused', problem })
    expect(await answer).toEqual({ kind: 'refused', problem })
    expect(posted.at(-1)?.[0]).toMatchObject({ path: '/home/ada/n.gguf' })
    expect(module.dialog.showOpenDialog).toHaveBeenLastCalledWith(
      windows[0],
      expect.objectContaining({
        properties: ['openFile'],
        filters: [{ name: 'GGUF models', extensions: ['gguf'] }],
      }),
    )
  })

  test.each([
    ['a file the page made itself', ''],
    ['no text', { path: '/etc/passwd' }],
    ['nothing', undefined],
  ])('%s is refused without asking core', async (_what, word) => {
    const before = posted.length
    expect(await invoke(ADD_MODEL, PAGE_ADDRESS, word)).toMatchObject({ kind: 'refused' })
    expect(posted).toHaveLength(before)
  })

  test.each([CHOOSE_MODEL, ADD_MODEL])('a foreign page gets nothing from %s', async (channel) => {
    module.dialog.showOpenDialog.mockClear()
    const before = posted.length
    expect(await invoke(channel, 'https://evil.example/', '/etc/passwd')).toEqual({ kind: 'none' })
    expect(posted).toHaveLength(before)
    expect(module.dialog.showOpenDialog).not.toHaveBeenCalled()
  })
})

describe('the session', () => {
  const { handlers } = electron

  test('refuses every permission but copying text', () => {
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal']) {
      const decide = vi.fn()
      handlers.permissionRequest(null, permission, decide)
      expect(decide).toHaveBeenCalledWith(false)
      expect(handlers.permissionCheck(null, permission)).toBe(false)
    }
    expect(handlers.permissionCheck(null, 'clipboard-sanitized-write')).toBe(true)
    expect(handlers.devicePermission()).toBe(false)
  })

  const addresses: readonly (readonly [string, boolean])[] = [
    ['https://example.org/', true],
    ['http://127.0.0.1:1/', true],
    ['ws://example.org/', true],
    ['file:///etc/passwd', true],
    ['app://ponder.evil/', true],
    [`${PAGE_ADDRESS}assets/index.js`, false],
    [`blob:${PAGE_ADDRESS}1`, false],
    ['data:image/png;base64,', false],
  ]
  test.each(addresses)('a request for %s is cancelled: %s', (url, cancel) => {
    const decide = vi.fn()
    handlers.beforeRequest({ url }, decide)
    expect(decide).toHaveBeenCalledWith({ cancel })
  })

  test('app:// serves the images of the data folder, and nothing else of it', async () => {
    const image = 'a'.repeat(64)
    mkdirSync(join(folder, 'images'))
    writeFileSync(join(folder, 'images', `${image}.png`), 'an image')
    const response = await handlers.page(new Request(`app://ponder/images/${image}.png`))
    expect([response.status, await response.text()]).toEqual([200, 'an image'])
    expect(response.headers.get('Content-Type')).toBe('image/png')
    for (const path of [`images/${'b'.repeat(64)}.png`, 'images/', `images/${image}.png/../../ponder.db`])
      expect((await handlers.page(new Request(`app://ponder/${path}`))).status).toBe(404)
  })

  test('app:// serves nothing outside the page’s folder, and all under the CSP', async () => {
    const paths: readonly (readonly [string, number])[] = [
      ['app://ponder/', 200],
      ['app://ponder/../ponder.db', 404],
      ['app://ponder/../../package.json', 404],
      ['app://ponder/%2e%2e/%2e%2e/package.json', 404],
      ['app://ponder/..%2f..%2fpackage.json', 404],
      ['app://other/index.html', 403],
    ]
    for (const [url, status] of paths) {
      const response = await handlers.page(new Request(url))
      expect([url, response.status]).toEqual([url, status])
      expect(response.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY)
    }
  })
})

describe('core', () => {
  test('is opened with the data folder, and starts children only by name', () => {
    expect(posted[0]?.[0]).toMatchObject({ kind: 'open', dataFolder: folder, givenModel: null })
    const core = electron.processes[0]
    core?.emit('message', { kind: 'start-child', id: 1, name: 'text-engine' })
    expect(electron.processes).toHaveLength(2)
    expect(electron.processes[1]?.env).not.toHaveProperty('PONDER_DATA')
    expect(() => core?.emit('message', { kind: 'start-child', id: 2, name: '../../evil' })).toThrow()
    expect(electron.processes).toHaveLength(2)
  })

  test('is told when its child ended', () => {
    electron.processes[1]?.emit('exit', 6)
    expect(posted.at(-1)).toEqual([{ kind: 'child-exit', id: 1, code: 6 }, []])
  })

  test('comes back when it died, and the window loads again', async () => {
    const frame = { url: PAGE_ADDRESS }
    const event = { senderFrame: frame, sender: { mainFrame: frame } }
    const adding = electron.answers.get(ADD_MODEL)?.(event, '/home/ada/m.gguf')
    electron.processes[0]?.emit('exit', 6)
    expect(posted.at(-1)?.[0]).toMatchObject({ kind: 'open', dataFolder: folder })
    expect(page()?.reload).toHaveBeenCalledTimes(1)
    expect(await adding).toMatchObject({ kind: 'refused', problem: { remedy: 'Add it again.' } })
  })

  test('that keeps dying ends the app with a sentence and a remedy', () => {
    electron.processes.at(-1)?.emit('exit', 6)
    electron.processes.at(-1)?.emit('exit', 6)
    expect(module.dialog.showErrorBox).toHaveBeenCalledWith(
      'Ponder',
      expect.stringMatching(/stopping.*\n\n.*again/s),
    )
    expect(module.app.exit).toHaveBeenCalledWith(SAID_WHY)
  })
})
