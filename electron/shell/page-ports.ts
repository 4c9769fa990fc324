import { ipcMain, MessageChannelMain, type MessagePortMain } from 'electron'
import { PORT_MESSAGE } from '../contract/shell-bridge.ts'
import { openExternal } from './guards.ts'
import { OPEN_EXTERNAL, REQUEST_PORT } from './page-address.ts'
import { isOwnPage } from './window.ts'

/** Gives each page that asks a port to core, and opens its links. Frames that are not Ponder's own get nothing. */
export function answerPages(addPage: (port: MessagePortMain) => void): void {
  ipcMain.on(REQUEST_PORT, ({ senderFrame, sender }) => {
    if (senderFrame === null || !isOwnPage(senderFrame, sender)) return
    const { port1, port2 } = new MessageChannelMain()
    addPage(port1)
    senderFrame.postMessage(PORT_MESSAGE, null, [port2])
  })
  ipcMain.on(OPEN_EXTERNAL, ({ senderFrame, sender }, url: unknown) => {
    // A system without a browser is no reason to end Ponder.
    if (isOwnPage(senderFrame, sender)) openExternal(url).catch((error: unknown) => console.error(error))
  })
}
