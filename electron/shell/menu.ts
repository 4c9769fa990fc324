import { app, Menu, shell, type MenuItemConstructorOptions } from 'electron'

/** The system's usual menus; they also give the page its cut, copy, paste and zoom keys. */
export function setMenu(dataFolder: string): void {
  const isMac = process.platform === 'darwin'
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ]
  const development: MenuItemConstructorOptions[] = [
    { type: 'separator' },
    { role: 'reload' },
    { role: 'toggleDevTools' },
  ]
  const menus: MenuItemConstructorOptions[] = [
    { label: 'File', submenu: [isMac ? { role: 'close' } : { role: 'quit' }] },
    { role: 'editMenu' },
    { label: 'View', submenu: app.isPackaged ? view : [...view, ...development] },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [{ label: 'Open data folder', click: () => void shell.openPath(dataFolder) }],
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(isMac ? [{ role: 'appMenu' }, ...menus] : menus))
}
