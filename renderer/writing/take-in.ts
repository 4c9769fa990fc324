import { sendImage } from '../../electron/contract/send-image.ts'
import type { AddedImage } from '../../electron/contract/images.ts'
import type { Ponder } from '../ponder.ts'
import type { ImageSource } from './placed-image.ts'

export type ToTakeIn = Pick<ImageSource, 'file' | 'page' | 'evenIfDamaged'>

export type WhileTaken = {
  /** Hears how much of it has gone to core, 0 to 1. */
  readonly onShare?: (share: number) => void
  /** Hears where the page finds what it looks like, before it is kept. */
  readonly onSmall?: (address: string) => void
}

/** Hands a file to core as an image. */
export async function takeIn(
  ponder: Ponder,
  { file, page, evenIfDamaged }: ToTakeIn,
  { onShare, onSmall }: WhileTaken,
  signal: AbortSignal,
): Promise<AddedImage> {
  const calls = await ponder.callsSoon()
  return sendImage(
    calls,
    {
      name: nameOf(file),
      bytes: file,
      page,
      evenIfDamaged,
      onSent: (bytes) => onShare?.(file.size === 0 ? 1 : bytes / file.size),
      onSmall: (base64) => onSmall?.(`data:image/png;base64,${base64}`),
    },
    signal,
  )
}

/** Browsers call every picture of the clipboard "image.png". */
function nameOf(file: File): string {
  return file.name === '' || file.name === 'image.png' ? 'Pasted image' : file.name
}
