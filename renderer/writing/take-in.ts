import { sendImage } from '../../electron/contract/send-image.ts'
import type { AddedImage } from '../../electron/contract/images.ts'
import type { Ponder } from '../ponder.ts'
import type { ImageSource } from './placed-image.ts'

export type ToTakeIn = Pick<ImageSource, 'file' | 'page' | 'evenIfDamaged'>

/** Hands a file to core as an image. `onShare` hears how much of it has gone there, 0 to 1. */
export async function takeIn(
  ponder: Ponder,
  { file, page, evenIfDamaged }: ToTakeIn,
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<AddedImage> {
  const calls = await ponder.callsSoon()
  const onSent = (bytes: number): void => onShare(file.size === 0 ? 1 : bytes / file.size)
  return sendImage(calls, { name: nameOf(file), bytes: file, page, evenIfDamaged, onSent }, signal)
}

/** Browsers call every picture of the clipboard "image.png". */
function nameOf(file: File): string {
  return file.name === '' || file.name === 'image.png' ? 'Pasted image' : file.name
}
