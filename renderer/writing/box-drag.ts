import { caretBox, keyOf, placeAt } from './box-dom.ts'
import { moveTo } from './box-keys.ts'
import { readParts, writeParts } from './clipboard.ts'
import type { Box } from './open-box.ts'
import { nothingWritten, splice, type Stretch, type Written } from './written.ts'
import type { Part } from '../../electron/contract/turns.ts'

export type DragHooks = {
  /** Shows where what is dragged would go. */
  readonly mark: HTMLElement
  readonly addFiles: (files: readonly File[], place: number) => void
  readonly partsIn: (stretch: Stretch) => readonly Part[]
  readonly writtenOf: (parts: readonly Part[]) => Written
}

/** Dragging within the box and into it. Returns what to listen to on the box's element. */
export function createDragListeners(box: Box, hooks: DragHooks) {
  // What of this box is being dragged.
  let dragged: { readonly key: string } | { readonly stretch: Stretch } | null = null

  const isOurs = ({ dataTransfer }: DragEvent): boolean =>
    dragged !== null || dataTransfer?.types.includes('Files') === true
  const unmark = (): void => {
    hooks.mark.hidden = true
  }

  function start(event: DragEvent): void {
    const key = keyOf(event.target instanceof Node ? event.target : null)
    const place = key === null ? -1 : box.placeOf(key)
    const stretch = key === null ? box.selection() : { from: place, to: place + 1 }
    dragged = key === null ? { stretch } : { key }
    if (event.dataTransfer === null) return
    event.dataTransfer.effectAllowed = 'copyMove'
    writeParts(event.dataTransfer, hooks.partsIn(stretch))
  }

  function over(event: DragEvent): void {
    if (!isOurs(event)) return
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = dragged === null ? 'copy' : 'move'
    markPlace(box.root, hooks.mark, placeAt(box.root, event.clientX, event.clientY))
  }

  function drop(event: DragEvent): void {
    unmark()
    const transfer = event.dataTransfer
    if (transfer === null || !isOurs(event)) return
    event.preventDefault()
    const place = placeAt(box.root, event.clientX, event.clientY)
    const moved = dragged
    dragged = null
    if (moved === null) hooks.addFiles([...transfer.files], place)
    else if ('key' in moved) moveTo(box, moved.key, place)
    else
      moveStretch(
        box,
        moved.stretch,
        place,
        hooks.writtenOf(readParts(transfer) ?? hooks.partsIn(moved.stretch)),
      )
    box.focus()
  }

  return {
    dragstart: start,
    dragenter: over,
    dragover: over,
    dragleave: unmark,
    dragend: () => {
      dragged = null
      unmark()
    },
    drop,
  }
}

function moveStretch(box: Box, stretch: Stretch, place: number, moved: Written): void {
  if (place >= stretch.from && place <= stretch.to) return
  const target = place > stretch.to ? place - (stretch.to - stretch.from) : place
  const without = splice(box.written(), stretch, nothingWritten)
  const end = box.written().text.length
  box.insert(splice(without, { from: target, to: target }, moved), { from: 0, to: end })
}

function markPlace(root: HTMLElement, mark: HTMLElement, place: number): void {
  const caret = caretBox(root, place)
  const around = mark.offsetParent?.getBoundingClientRect()
  if (caret === null || around === undefined) return
  const atLine = root.getBoundingClientRect()
  const left = caret.width > 4 && place > 0 ? caret.right : caret.left
  mark.hidden = false
  mark.style.left = `${Math.min(left, atLine.right - 4) - around.left}px`
  mark.style.top = `${Math.max(caret.top, atLine.top) - around.top}px`
  mark.style.height = `${Math.min(caret.height, atLine.height)}px`
}
