import { app, BrowserWindow, screen, type WebContents } from 'electron'
import { join } from 'node:path'
import { PAGE_ADDRESS } from './page-address.ts'
import { projectFolder } from './program-files.ts'
import { keepWindowPlace, readWindowPlace } from './window-place.ts'

/** Opens the desktop window on app://ponder/, where it was last. */
export function openWindow(): BrowserWindow {
  const placeFile = join(app.getPath('userData'), 'window.json')
  const place = readWindowPlace(
    placeFile,
    screen.getAllDisplays().map((display) => display.workArea),
  )
  const window = new BrowserWindow({
    width: place?.width ?? 1100,
    height: place?.height ?? 800,
    ...(place === null ? {} : { x: place.x, y: place.y }),
    minWidth: 400,
    minHeight: 300,
    title: 'Ponder',
    show: false,
    webPreferences: {
      preload: join(projectFolder, 'out', 'preload', 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Chromium's spell checker fetches its dictionaries from the network.
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  })
  if (place?.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    keepWindowPlace(placeFile, { ...window.getNormalBounds(), maximized: window.isMaximized() })
  })
  void window.loadURL(PAGE_ADDRESS)
  return window
}

/** True for the page Ponder serves, in the main frame of a window; nothing else may ask main for anything. */
export function isOwnPage(frame: Electron.WebFrameMain | null, contents: WebContents): boolean {
  return frame !== null && frame === contents.mainFrame && frame.url.startsWith(PAGE_ADDRESS)
}
