import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { staticFiles, type StaticFile, type StaticFiles } from './static-files.ts'

/** As `imageAddress` of the contract writes it. Nothing that matches can lead out of the folder. */
const IMAGE = /^\/images\/([0-9a-f]{64}(?:\.small)?\.png)$/

/** The window's own files and, below /images/, the images that questions hold. */
export function pageFiles(folder: string, imagesFolder: string): StaticFiles {
  const own = staticFiles(folder)
  return {
    read: (urlPath) => {
      const image = IMAGE.exec(urlPath)?.[1]
      return image === undefined ? own.read(urlPath) : readImage(join(imagesFolder, image))
    },
  }
}

/** Images come and go while the window is open, so they are not listed. A link is none. */
async function readImage(path: string): Promise<StaticFile | null> {
  try {
    if (!(await lstat(path)).isFile()) return null
    return { bytes: await readFile(path), type: 'image/png' }
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null
    throw thrown
  }
}
