import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Spawn } from '../../engine/child.ts'
import { openImageWorker } from '../../media/image-worker.ts'
import { openTextReader } from '../../media/text-reader.ts'
import { imagesFolder, openImageFiles } from '../../store/image-files.ts'
import type { Store } from '../../store/store.ts'
import { createImageRoom, type ImageRoom } from './image-room.ts'

export type OpenedImages = {
  readonly room: ImageRoom
  /** Forgets what was deleted for good: its images, then its words, then images that nothing holds any more. */
  readonly forgetDeleted: () => void
  readonly close: () => void
}

type Options = {
  readonly dataFolder: string
  readonly spawn: Spawn
  readonly store: Store
  /** A store that lasts as long as the process holds no question that needs the images of the data folder. */
  readonly keepsNothing: boolean
}

/** The images of a data folder, or of a folder that goes with the process. */
export function openImages({ dataFolder, spawn, store, keepsNothing }: Options): OpenedImages {
  const folder = keepsNothing ? join(tmpdir(), `ponder-images-${randomUUID()}`) : imagesFolder(dataFolder)
  const files = openImageFiles(folder)
  const room = createImageRoom({
    worker: openImageWorker(spawn),
    reader: openTextReader(spawn),
    files,
    languagesFolder: join(dataFolder, 'languages'),
  })
  return {
    room,
    forgetDeleted() {
      // Images first: once its words are forgotten, nothing tells that they belonged to what was deleted.
      files.forget(store.imagesOfDeleted())
      store.forgetDeleted()
      files.forgetUnused(store.usedImages())
    },
    close() {
      room.close()
      if (keepsNothing) rmSync(folder, { recursive: true, force: true })
    },
  }
}
