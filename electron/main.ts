import { app, BrowserWindow, dialog, session } from 'electron'
import { join } from 'node:path'
import { problemOf, type Problem } from './contract/ponder-error.ts'
import { answerModelRequests } from './shell/add-models.ts'
import { registerPageScheme, servePage } from './shell/app-protocol.ts'
import { dataFolder, makeDataFolder } from './shell/data-folder.ts'
import { givenModel } from './shell/given-model.ts'
import { guardContents, guardSession, openExternal } from './shell/guards.ts'
import { keepCoreRunning } from './shell/keep-core-running.ts'
import { takeLock } from './shell/lock.ts'
import { setMenu } from './shell/menu.ts'
import { answerPages } from './shell/page-ports.ts'
import { demoFolder, rendererFolder } from './shell/program-files.ts'
import { SAID_WHY } from './shell/exit-codes.ts'
import { findFirstStart } from './shell/second-start.ts'
import { openWindow } from './shell/window.ts'
import { imagesFolder } from './store/image-files.ts'

/** The desktop shell: one window over core, which is a process of its own. Everything here must precede `ready`. */
app.enableSandbox()
app.on('web-contents-created', (_event, contents) => guardContents(contents))
registerPageScheme()
// Chromium's own calls home: field trials, component updates, reports. Offline means offline.
for (const name of [
  'disable-background-networking',
  'disable-component-update',
  'disable-domain-reliability',
])
  app.commandLine.appendSwitch(name)

try {
  const folder = makeDataFolder(dataFolder())
  app.setPath('userData', folder)
  // Chromium's caches, apart from what is the person's.
  app.setPath('sessionData', join(folder, 'window'))
  // The first start hears `second-instance` and shows its window.
  if (app.requestSingleInstanceLock())
    app
      .whenReady()
      .then(() => run(folder))
      .catch(failed)
  else app.quit()
} catch (thrown) {
  failed(thrown)
}

async function run(folder: string): Promise<void> {
  const lock = takeLock(folder)
  if (lock === null) return joinBrowserShell(folder)
  lock.announce({ shell: 'desktop', door: null })
  const core = keepCoreRunning(
    {
      dataFolder: folder,
      demoFolder: app.isPackaged ? join(process.resourcesPath, 'models', 'demo') : demoFolder,
      version: app.getVersion(),
      givenModel: givenModel(process.argv),
    },
    fail,
  )
  guardSession(session.defaultSession)
  servePage(session.defaultSession, rendererFolder, imagesFolder(folder))
  answerPages(core.addPage)
  answerModelRequests(core.addModel)
  setMenu(folder)
  openWindow()

  app.on('second-instance', showWindow)
  app.on('activate', showWindow)
  app.on('window-all-closed', () => {
    // On macOS an app stays until it is told to quit.
    if (process.platform !== 'darwin') app.quit()
  })
  app.once('will-quit', (event) => {
    event.preventDefault()
    core.close().then(() => {
      lock.release()
      app.exit(0)
    }, failed)
  })
}

function showWindow(): void {
  const window = BrowserWindow.getAllWindows()[0] ?? openWindow()
  if (window.isMinimized()) window.restore()
  window.focus()
}

/** The data folder is open in the browser shell: that one is shown, because two must not write to it. */
async function joinBrowserShell(folder: string): Promise<void> {
  const first = await findFirstStart(folder)
  if (first.kind === 'browser') {
    await openExternal(await first.newAddress())
    return app.quit()
  }
  fail({
    code: 'already-open',
    message: 'Another Ponder has your conversations open.',
    remedy: 'End it and start again.',
  })
}

function failed(thrown: unknown): void {
  console.error(thrown)
  fail(problemOf(thrown))
}

function fail({ message, remedy }: Problem): void {
  dialog.showErrorBox('Ponder', `${message}\n\n${remedy}`)
  app.exit(SAID_WHY)
}
