import { spawn } from 'node:child_process'

type Environment = Readonly<Record<string, string | undefined>>

/** False on a machine where nobody could see a window. */
export function hasDisplay(
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): boolean {
  if (platform === 'win32' || platform === 'darwin') return true
  return Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY'])
}

/** The program that opens an address in the default browser, and its arguments. */
export function openerFor(address: string, platform: NodeJS.Platform): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open', address]
  // The empty text is the window's title: `start` would take the address for it.
  if (platform === 'win32') return ['cmd.exe', '/d', '/c', 'start', '""', address]
  return ['xdg-open', address]
}

/**
 * Opens Ponder's own address, best effort: the address was printed as well, so a missing opener costs a click.
 * No shell reads the address, and on Windows, where `cmd` does, it holds no character that means anything to it.
 */
export function openBrowser(address: string): void {
  const [program, ...words] = openerFor(address, process.platform)
  const opener = spawn(program, words, {
    stdio: 'ignore',
    detached: true,
    windowsVerbatimArguments: process.platform === 'win32',
  })
  // Not installed: the person opens the printed address.
  opener.on('error', () => {})
  opener.unref()
}
