import { join } from 'node:path'
import { StandInPort } from './ports.ts'
import { utilityPids } from './utility-process.ts'

/** What `import … from 'electron'` gives the real main bundle here. See ../README.md for what that means and what not. */
export { app, ipcMain } from './app.ts'
export { BrowserWindow } from './browser-window.ts'
export { session } from './page-session.ts'
export { utilityProcess } from './utility-process.ts'

export const protocol = { registerSchemesAsPrivileged: () => {} }
export const screen = { getAllDisplays: () => [] }
export const Menu = { buildFromTemplate: () => ({}), setApplicationMenu: () => {} }
export const dialog = {
  showErrorBox: (_title: string, text: string) => tell({ kind: 'dialog', text }),
  // The person of these tests always chooses this file.
  showOpenDialog: async () => ({
    canceled: false,
    filePaths: [join(process.env['STAND_IN_FILES'] ?? '', 'chosen.gguf')],
  }),
}
export const shell = {
  openExternal: async (url: string) => tell({ kind: 'opened', url }),
  openPath: async () => '',
}
export class MessageChannelMain {
  readonly port1: StandInPort
  readonly port2: StandInPort
  constructor() {
    ;({ port1: this.port1, port2: this.port2 } = StandInPort.pair())
  }
}

/** To the spec that started this. */
function tell(message: object): void {
  process.send?.(message)
}
process.on('message', (message) => {
  if (message === 'pids') tell({ kind: 'pids', pids: { main: process.pid, ...utilityPids() } })
})
// The spec is gone.
process.on('disconnect', () => process.exit(0))
