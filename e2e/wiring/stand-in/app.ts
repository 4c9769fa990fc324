import { EventEmitter } from 'node:events'
import { killUtilities } from './utility-process.ts'

const paths = new Map<string, string>()

/** Stands in for Electron's `app`: its life cycle and nothing it draws. */
export const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  commandLine: { appendSwitch: () => {} },
  enableSandbox: () => {},
  getVersion: () => 'stand-in',
  setPath: (name: string, path: string) => void paths.set(name, path),
  getPath: (name: string) => paths.get(name) ?? '',
  requestSingleInstanceLock: () => true,
  whenReady: () => new Promise<void>((resolve) => setImmediate(resolve)),
  quit: () => {
    let prevented = false
    app.emit('will-quit', { preventDefault: () => (prevented = true) })
    if (!prevented) app.exit(0)
  },
  exit: (code: number) => {
    killUtilities()
    process.exit(code)
  },
})

type Answer = (event: object, ...words: readonly unknown[]) => Promise<unknown>
/** What main answers to `ipcRenderer.invoke`, by channel. */
export const answers = new Map<string, Answer>()

export const ipcMain = Object.assign(new EventEmitter(), {
  handle: (channel: string, answer: Answer) => void answers.set(channel, answer),
})
