import { announce } from '../parts/use-announcement.ts'
import { onMac } from '../state/use-shortcuts.ts'
import { keyOf } from './box-dom.ts'
import type { Box } from './open-box.ts'
import { imageName } from './placed-image.ts'
import { nextPlace, previousPlace } from './word-places.ts'

export type KeyHooks = {
  readonly elementOf: (key: string) => HTMLElement
  /** Its name, size and what can be done with it. */
  readonly openImage: (key: string) => void
}

/** What the keyboard does with images, and undo. True when the key was used up. */
export function pressKey(box: Box, hooks: KeyHooks, event: KeyboardEvent): boolean {
  if (event.isComposing) return false
  if (isUndo(event)) box.undo()
  else if (isRedo(event)) box.redo()
  else {
    const key = keyOf(event.target instanceof Node ? event.target : null)
    return key === null ? pressInText(box, hooks, event) : pressOnImage(box, hooks, event, key)
  }
  return true
}

/** Towards the end of the text: the arrow that points there depends on its direction. */
function isForward(box: Box, event: KeyboardEvent): boolean {
  const isRtl = getComputedStyle(box.root).direction === 'rtl'
  return event.key === (isRtl ? 'ArrowLeft' : 'ArrowRight')
}

function pressInText(box: Box, { elementOf }: KeyHooks, event: KeyboardEvent): boolean {
  if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return false
  const { from, to } = box.selection()
  if (from !== to) return false
  const isArrow = event.key === 'ArrowLeft' || event.key === 'ArrowRight'
  const looksForward = event.key === 'Delete' || (isArrow && isForward(box, event))
  if (!isArrow && event.key !== 'Delete' && event.key !== 'Backspace') return false
  const place = looksForward ? from : from - 1
  const key = box.imageAt(place)
  if (key === null) return false
  if (isArrow) elementOf(key).focus()
  else remove(box, key)
  return true
}

function pressOnImage(box: Box, hooks: KeyHooks, event: KeyboardEvent, key: string): boolean {
  const place = box.placeOf(key)
  const isArrow = event.key.startsWith('Arrow')
  if (event.altKey && (isArrow || event.key === 'Home' || event.key === 'End')) move(box, hooks, event, key)
  else if (event.ctrlKey || event.metaKey || event.altKey) return false
  else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight')
    box.focus(isForward(box, event) ? place + 1 : place)
  else if (event.key === 'Delete' || event.key === 'Backspace') remove(box, key)
  else if (event.key === 'Enter' || event.key === ' ') hooks.openImage(key)
  else if (event.key.length === 1) {
    // The letter itself is written by the browser, behind the image.
    box.focus(place + 1)
    return false
  } else return false
  return true
}

function move(box: Box, { elementOf }: KeyHooks, event: KeyboardEvent, key: string): void {
  const { text } = box.written()
  const place = box.placeOf(key)
  const isHorizontal = event.key === 'ArrowLeft' || event.key === 'ArrowRight'
  const steps = isForward(box, event) ? nextPlace(text, place) : previousPlace(text, place)
  const ends = event.key === 'Home' || event.key === 'ArrowUp' ? 0 : text.length
  moveTo(box, key, isHorizontal ? steps : ends)
  elementOf(key).focus()
}

/** Moves an image, and says where it is now. */
export function moveTo(box: Box, key: string, to: number): void {
  box.moveImage(key, to)
  const { text, keys } = box.written()
  const place = box.placeOf(key)
  const before = text
    .slice(Math.max(0, place - 30), place)
    .trim()
    .split(/\s+/)
    .at(-1)
  const where = place === 0 ? 'at the start' : before ? `after “${before}”` : 'moved'
  announce(`Now ${imageName(keys.indexOf(key) + 1)}, ${where}`)
}

/** Takes an image out and lets writing go on where it stood. */
export function remove(box: Box, key: string): void {
  const place = box.placeOf(key)
  const number = box.written().keys.indexOf(key) + 1
  box.removeImage(key)
  box.focus(place)
  announce(`Removed ${imageName(number)}`)
}

function isUndo({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === 'z' && (onMac ? metaKey : ctrlKey) && !shiftKey && !altKey
}

function isRedo({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean {
  if (altKey || !(onMac ? metaKey : ctrlKey)) return false
  return (key.toLowerCase() === 'z' && shiftKey) || (!onMac && key.toLowerCase() === 'y' && !shiftKey)
}
