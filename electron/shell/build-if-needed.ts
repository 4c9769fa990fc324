import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { PonderError } from '../contract/ponder-error.ts'
import { projectFolder, runsFromSources } from './program-files.ts'

const SOURCES = ['electron', 'renderer', 'electron.vite.config.ts', 'package.json']
const BUILT = ['out/main/main.js', 'out/preload/preload.cjs', 'out/renderer/index.html']

/** Builds `out/` when it is missing or older than what it is made from. A packed app brings it along. */
export function buildIfNeeded(): void {
  if (!runsFromSources) return
  const built = BUILT.map((file) => join(projectFolder, file))
  const isFresh = built.every(existsSync) && newest(SOURCES) <= Math.min(...built.map(changed))
  if (isFresh) return
  console.error('Building Ponder, once ...')
  const builder = join(projectFolder, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [builder, 'build', '--logLevel', 'warn'], {
    cwd: projectFolder,
    encoding: 'utf8',
  })
  if (status === 0) return
  throw new PonderError({
    code: 'build-failed',
    message: `Ponder could not be built.\n${stdout}${stderr}`,
    remedy: 'Run "npm ci", then try again.',
  })
}

function newest(names: readonly string[]): number {
  return Math.max(...names.map((name) => newestIn(join(projectFolder, name))))
}

/** Milliseconds since 1970 of the last change of a file, or of anything in a folder. */
function newestIn(path: string): number {
  if (!statSync(path).isDirectory()) return changed(path)
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Math.max(0, ...files.map((entry) => changed(join(entry.parentPath, entry.name))))
}

function changed(file: string): number {
  return statSync(file).mtimeMs
}
