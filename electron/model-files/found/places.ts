import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** Where an account keeps its things; the folders of other apps are found from here. */
export type Places = {
  readonly home: string
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Where Linux keeps what belongs to no account, as Ollama's service does. */
  readonly shared: string
}

export function placesHere(): Places {
  return { home: homedir(), platform: process.platform, environment: process.env, shared: '/usr/share' }
}

/** A folder named by a variable, or null when it is not set. */
export function namedFolder({ environment, home }: Places, variable: string): string | null {
  return wholePath(environment[variable] ?? '', home)
}

/** A path that somebody wrote down, "~" being the home folder; null when it does not say where it begins. */
export function wholePath(text: string, home: string): string | null {
  const path = text.trim()
  if (/^~(?=$|[/\\])/.test(path)) return join(home, path.slice(1))
  return isAbsolute(path) ? path : null
}

/** Where apps of this system keep their data: `~/.local/share`, `~/Library/Application Support`, `%APPDATA%`. */
export function applicationData(places: Places): string {
  const { home, platform } = places
  if (platform === 'win32') return namedFolder(places, 'APPDATA') ?? join(home, 'AppData', 'Roaming')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support')
  return namedFolder(places, 'XDG_DATA_HOME') ?? join(home, '.local', 'share')
}

/** Where apps of this system keep their settings; apart from their data on Linux only. */
export function applicationSettings(places: Places): string {
  if (places.platform === 'win32' || places.platform === 'darwin') return applicationData(places)
  return namedFolder(places, 'XDG_CONFIG_HOME') ?? join(places.home, '.config')
}
