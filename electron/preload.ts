import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { PORT_MESSAGE, type ShellBridge } from './contract/shell-bridge.ts'
import { ADD_MODEL, CHOOSE_MODEL, OPEN_EXTERNAL, REQUEST_PORT } from './shell/page-address.ts'

/** All that the desktop page can reach besides its own files. */
const bridge: ShellBridge = {
  kind: 'desktop',
  // True because Electron runs on these three alone.
  platform: process.platform as ShellBridge['platform'],
  requestPort: () => ipcRenderer.send(REQUEST_PORT),
  // Checked in main, where the page cannot reach.
  openExternal: (url) => ipcRenderer.send(OPEN_EXTERNAL, url),
  chooseModel: () => ipcRenderer.invoke(CHOOSE_MODEL),
  // The path is '' for a file the page made itself, which main refuses.
  addModel: (file) => ipcRenderer.invoke(ADD_MODEL, webUtils.getPathForFile(file)),
}
contextBridge.exposeInMainWorld('ponderShell', bridge)

// A port cannot pass through the bridge's functions; it goes to the page as a message of its own window.
ipcRenderer.on(PORT_MESSAGE, (event) => {
  window.postMessage(PORT_MESSAGE, location.origin, [...event.ports])
})
