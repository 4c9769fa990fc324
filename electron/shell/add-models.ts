import { BrowserWindow, dialog, ipcMain, type IpcMainInvokeEvent, type OpenDialogOptions } from 'electron'
import type { AddedModel } from '../contract/models.ts'
import type { Problem } from '../contract/ponder-error.ts'
import { ADD_MODEL, CHOOSE_MODEL } from './page-address.ts'
import { isOwnPage } from './window.ts'

const dialogOptions: OpenDialogOptions = {
  title: 'Add a model',
  buttonLabel: 'Add',
  properties: ['openFile'],
  filters: [{ name: 'GGUF models', extensions: ['gguf'] }],
}

/**
 * Adds the model files that the person chooses in the system's dialog or drops on the window. Their paths go from here
 * and from the preload to core; the page sees neither, and cannot name one.
 */
export function answerModelRequests(addModel: (path: string) => Promise<AddedModel>): void {
  ipcMain.handle(CHOOSE_MODEL, async (event): Promise<AddedModel> => {
    if (!isFromOwnPage(event)) return { kind: 'none' }
    const window = BrowserWindow.fromWebContents(event.sender)
    const { filePaths } = await (window === null
      ? dialog.showOpenDialog(dialogOptions)
      : dialog.showOpenDialog(window, dialogOptions))
    const [path] = filePaths
    return path === undefined ? { kind: 'none' } : addModel(path)
  })
  ipcMain.handle(ADD_MODEL, async (event, path: unknown): Promise<AddedModel> => {
    if (!isFromOwnPage(event)) return { kind: 'none' }
    if (typeof path !== 'string' || path === '') return { kind: 'refused', problem: noFile }
    return addModel(path)
  })
}

function isFromOwnPage({ senderFrame, sender }: IpcMainInvokeEvent): boolean {
  return isOwnPage(senderFrame, sender)
}

const noFile: Problem = {
  code: 'not-a-model',
  message: 'What was dropped is not a file on this computer.',
  remedy: 'Drop a GGUF file from a folder.',
}
