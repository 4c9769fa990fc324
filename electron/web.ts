import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { PonderError } from './contract/ponder-error.ts'
import { openCore } from './core/core.ts'
import { placesHere } from './model-files/found/places.ts'
import { buildIfNeeded } from './shell/build-if-needed.ts'
import { dataFolder, makeDataFolder } from './shell/data-folder.ts'
import { downloadHub } from './shell/download-hub.ts'
import { forkChild } from './shell/fork-child.ts'
import { wantedPort } from './shell/listen-on-loopback.ts'
import { takeLock, type Lock } from './shell/lock.ts'
import { hasDisplay, openBrowser } from './shell/open-browser.ts'
import { demoFolder, ponderVersion, rendererFolder } from './shell/program-files.ts'
import { findFirstStart } from './shell/second-start.ts'
import { serveWeb } from './shell/serve-web.ts'
import { printError } from './shell/terminal-error.ts'
import { imagesFolder } from './store/image-files.ts'

/** The browser shell: Ponder in the default browser, served to this machine alone. Flags: `--model FILE`, `--no-open`. */
try {
  const flags = readFlags(process.argv.slice(2))
  const folder = makeDataFolder(dataFolder())
  const lock = takeLock(folder)
  if (lock === null) await joinFirstStart(folder, flags.open)
  else await start(folder, lock, flags)
} catch (thrown) {
  printError(thrown)
  process.exit(1)
}

type Flags = { readonly givenModel: string | null; readonly open: boolean }

function readFlags(words: readonly string[]): Flags {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: { model: { type: 'string' }, 'no-open': { type: 'boolean', default: false } },
    })
    const open = !values['no-open'] && process.env['PONDER_NO_BROWSER'] !== '1' && hasDisplay()
    return { givenModel: values.model === undefined ? null : resolve(values.model), open }
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new PonderError(
      { code: 'bad-flags', message, remedy: 'The flags are: --model FILE, --no-open.' },
      { cause },
    )
  }
}

async function start(folder: string, lock: Lock, flags: Flags): Promise<void> {
  const port = wantedPort(process.env['PONDER_PORT'])
  buildIfNeeded()
  const core = openCore({
    dataFolder: folder,
    demoFolder,
    spawn: forkChild,
    shell: 'browser',
    version: ponderVersion(),
    givenModel: flags.givenModel,
    places: placesHere(),
    hub: downloadHub(),
  })
  const server = await serveWeb({
    folder: rendererFolder,
    imagesFolder: imagesFolder(folder),
    calls: core.calls,
    port,
  })
  lock.announce({ shell: 'browser', door: { origin: server.origin, secret: server.openAgainSecret } })
  if (server.usualPortWasTaken) console.log('Its usual port is in use, so Ponder chose another one.')
  present(server.newAddress(), flags.open ? server.newAddress() : null)
  console.log('It runs until you press Ctrl+C here.')

  const close = once(async () => {
    await server.close()
    await core.close()
    lock.release()
    process.exit(0)
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, close)
}

/** A second start shows the first one again, in a page of its own. */
async function joinFirstStart(folder: string, open: boolean): Promise<void> {
  const first = await findFirstStart(folder)
  switch (first.kind) {
    case 'browser':
      console.log('Ponder is running already.')
      return present(await first.newAddress(), open ? await first.newAddress() : null)
    case 'desktop':
      throw new PonderError({
        code: 'already-open',
        message: 'Ponder is open already, in its own window.',
        remedy: 'Use that window, or close it and start again.',
      })
    case 'silent':
      throw new PonderError({
        code: 'already-open',
        message: `Another Ponder has ${folder} open, but does not say where.`,
        remedy: 'End it and start again, or name another data folder in PONDER_DATA.',
      })
    default:
      first satisfies never
  }
}

/** The printed address and the one that is opened are two, because each can be opened once. */
function present(printed: string, opened: string | null): void {
  console.log(`Ponder is at\n${printed}`)
  if (opened !== null) openBrowser(opened)
}

function once(act: () => Promise<void>): () => void {
  let begun = false
  return () => {
    if (begun) return
    begun = true
    act().catch((thrown: unknown) => {
      printError(thrown)
      process.exit(1)
    })
  }
}
