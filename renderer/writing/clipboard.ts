import { z } from 'zod'
import { partSchema, type Part } from '../../electron/contract/turns.ts'
import { imageName } from './placed-image.ts'

/** What Ponder itself reads of the clipboard: parts in order. Other programs take the text. */
const PARTS_TYPE = 'application/x-ponder-parts'
const partsSchema = z.array(partSchema).max(64)

/** Images stand as "[image 1]" where there is only text. */
export function textOfParts(parts: readonly Part[]): string {
  let number = 0
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.text
      number += 1
      return `[${imageName(number)}${part.image.alt === '' ? '' : `: ${part.image.alt}`}]`
    })
    .join('')
}

export function writeParts(transfer: DataTransfer, parts: readonly Part[]): void {
  transfer.setData('text/plain', textOfParts(parts))
  if (parts.some(({ kind }) => kind === 'image')) transfer.setData(PARTS_TYPE, JSON.stringify(parts))
}

/** null when there are none, or when some page put something else there under their name. */
export function readParts(transfer: DataTransfer): Part[] | null {
  const text = transfer.getData(PARTS_TYPE)
  if (text === '') return null
  try {
    return partsSchema.safeParse(JSON.parse(text)).data ?? null
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null
    throw thrown
  }
}

/** Copies parts from anywhere in the window; false when the browser would not. */
export function copyParts(parts: readonly Part[]): boolean {
  const write = (event: ClipboardEvent): void => {
    event.preventDefault()
    event.stopImmediatePropagation()
    if (event.clipboardData) writeParts(event.clipboardData, parts)
  }
  document.addEventListener('copy', write, { capture: true })
  try {
    return document.execCommand('copy')
  } finally {
    document.removeEventListener('copy', write, { capture: true })
  }
}
