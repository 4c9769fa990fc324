import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { ChildName } from '../engine/child.ts'

/** True when Node runs the TypeScript files themselves, false in what was built to `out/`. */
export const runsFromSources = import.meta.filename.endsWith('.ts')

/** The folder of package.json: the checkout, or the packed app. */
export const projectFolder = folderOfPackage(import.meta.dirname)

export const rendererFolder = join(projectFolder, 'out', 'renderer')
export const demoFolder = join(projectFolder, 'models', 'demo')

const CHILD_SOURCES = {
  'device-check': 'electron/engine/devices/child.ts',
  'header-check': 'electron/engine/header-check/child.ts',
  media: 'electron/media/child.ts',
  'text-engine': 'electron/engine/text/child.ts',
  'vision-engine': 'electron/engine/vision/child.ts',
} satisfies Record<ChildName, string>

/** The file a child process starts from. */
export function childFile(name: ChildName): string {
  return join(projectFolder, runsFromSources ? CHILD_SOURCES[name] : `out/main/${name}.js`)
}

export function ponderVersion(): string {
  const text = readFileSync(join(projectFolder, 'package.json'), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}

// Walked up, not counted: bundlers move shared code into chunk folders.
function folderOfPackage(start: string): string {
  let folder = start
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error(`no package.json above ${start}`)
    folder = parent
  }
  return folder
}
