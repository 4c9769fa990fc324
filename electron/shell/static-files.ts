import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
}

export type StaticFile = { readonly bytes: Buffer; readonly type: string }
export type StaticFiles = { readonly read: (urlPath: string) => Promise<StaticFile | null> | null }

/**
 * The window's files. They are listed once, and only a path on the list is served: there is nothing to confine,
 * because a request's path never becomes a file path. Links are left out of the list.
 */
export function staticFiles(folder: string): StaticFiles {
  const files = new Map<string, string>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name)
    if (entry.isFile()) files.set(`/${relative(folder, file).split(sep).join('/')}`, file)
  }
  return {
    read: (urlPath) => {
      const file = files.get(urlPath === '/' ? '/index.html' : urlPath)
      return file === undefined ? null : readTyped(file)
    },
  }
}

async function readTyped(file: string): Promise<StaticFile> {
  return { bytes: await readFile(file), type: TYPES[extname(file)] ?? 'application/octet-stream' }
}
