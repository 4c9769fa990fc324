import { fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium, expect, type Browser, type Page } from '@playwright/test'
import { findBrowser } from '../fixtures/find-browser.ts'

type Told =
  | { readonly kind: 'pids'; readonly pids: Readonly<Record<string, number>> }
  | { readonly kind: 'opened'; readonly url: string }
  | { readonly kind: 'dialog'; readonly text: string }

/** The real main bundle on the stand-in for Electron, and the page it opened. */
export type Desktop = {
  readonly page: Page
  /** Process ids by name: main, "Ponder core", "Ponder text-engine". */
  readonly pids: () => Promise<Readonly<Record<string, number>>>
  /** Links given to the system's browser so far. */
  readonly opened: readonly string[]
  /** The folder of the files that the page drops and of `chosen.gguf`, which the dialog's person chooses. */
  readonly files: string
  /** Closes the window as its button would, and waits until the app has ended. */
  readonly closeWindow: () => Promise<number | null>
  readonly end: () => Promise<void>
}

export async function openDesktop(): Promise<Desktop> {
  const folder = mkdtempSync(join(tmpdir(), 'ponder-wiring-'))
  const files = join(folder, 'files')
  mkdirSync(files)
  const chromiumProcess = await startChromium(join(folder, 'chromium'))
  const browser = await chromium.connectOverCDP(chromiumProcess.address)
  const main = fork(join(import.meta.dirname, 'run-main.ts'), [], {
    execArgv: [],
    env: {
      ...process.env,
      HOME: join(folder, 'home'),
      PONDER_DATA: join(folder, 'data'),
      STAND_IN_BROWSER: chromiumProcess.address,
      STAND_IN_FILES: files,
    },
  })
  const opened: string[] = []
  main.on('message', (message: Told) => {
    if (message.kind === 'opened') opened.push(message.url)
    if (message.kind === 'dialog') console.error(message.text)
  })
  return {
    page: await pageOf(browser),
    pids: () => pidsOf(main),
    opened,
    files,
    closeWindow: async () => {
      const ended = main.exitCode === null ? once(main, 'exit') : null
      for (const page of pagesOf(browser)) await page.close()
      await ended
      return main.exitCode
    },
    end: async () => {
      await kill(main)
      await browser.close()
      await kill(chromiumProcess.process)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function pidsOf(main: ChildProcess): Promise<Readonly<Record<string, number>>> {
  const answer = new Promise<Readonly<Record<string, number>>>((resolve) => {
    main.on('message', function listen(message: Told) {
      if (message.kind !== 'pids') return
      main.off('message', listen)
      resolve(message.pids)
    })
  })
  main.send('pids')
  return answer
}

async function pageOf(browser: Browser): Promise<Page> {
  await expect.poll(() => pagesOf(browser).length, { timeout: 30_000 }).toBe(1)
  const [page] = pagesOf(browser)
  if (page === undefined) throw new Error('main opened no page')
  return page
}

function pagesOf(browser: Browser): Page[] {
  const pages = browser.contexts().flatMap((context) => context.pages())
  return pages.filter((page) => page.url().startsWith('https://ponder.test/'))
}

async function startChromium(profile: string): Promise<{ process: ChildProcess; address: string }> {
  const program = findBrowser()
  if (program === null) throw new Error('There is no browser on this machine.')
  const flags = [
    '--headless=new',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    '--no-first-run',
  ]
  // The tests may run as root, where Chromium's own sandbox cannot.
  if (process.getuid?.() === 0) flags.push('--no-sandbox')
  const child = spawn(program, flags, { stdio: ['ignore', 'ignore', 'pipe'] })
  for await (const line of createInterface({ input: child.stderr })) {
    const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1]
    if (address !== undefined) {
      child.stderr.resume()
      return { process: child, address }
    }
  }
  throw new Error('The browser ended before it could be reached.')
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}
