import * as dom from './box-dom.ts'
import { beginHistory, edited, redone, undone, type EditKind, type EditHistory } from './edit-history.ts'
import { imageAt, keepImages, moveImage, nothingWritten, placeOf, plainText, splice } from './written.ts'
import type { Stretch, Written } from './written.ts'

export type BoxHooks = {
  readonly onChange: (written: Written) => void
  readonly elementOf: (key: string) => HTMLElement
  /** Whether an image that was taken back may come again. */
  readonly isKnown: (key: string) => boolean
}

export type Box = ReturnType<typeof openBox>

/**
 * An editable element with text and images in it. Every change is made by us and shown, but for words that are being
 * composed (Japanese, accents, …): those the browser writes, and we read them. So undo knows images, and no markup
 * ever comes in.
 */
export function openBox(root: HTMLElement, hooks: BoxHooks) {
  let history: EditHistory = beginHistory({ written: nothingWritten, selected: { from: 0, to: 0 } })
  let selection: Stretch = { from: 0, to: 0 }
  let isComposing = false

  function show(written: Written, selected: Stretch): void {
    const focused = dom.keyOf(document.activeElement) === null ? null : document.activeElement
    dom.show(root, written, hooks.elementOf)
    selection = selected
    if (document.activeElement === root) {
      dom.select(root, selected)
      scrollTo(root, selected.to, written.text.length)
      // An image that was moved in the page has lost it.
    } else if (focused instanceof HTMLElement && root.contains(focused)) focused.focus()
    hooks.onChange(written)
  }

  function change(written: Written, place: number, kind: EditKind): void {
    const selected = { from: place, to: place }
    history = edited(history, { written, selected }, kind, performance.now())
    show(written, selected)
  }

  function replace(stretch: Stretch, by: Written, kind: EditKind): void {
    if (by.text === '' && stretch.from === stretch.to) return
    change(splice(history.now.written, stretch, by), stretch.from + by.text.length, kind)
  }

  function step(to: (history: EditHistory) => EditHistory): void {
    const next = to(history)
    if (next === history) return
    const written = keepImages(next.now.written, hooks.isKnown)
    const end = written.text.length
    const { from, to: until } = next.now.selected
    history = { ...next, now: { written, selected: { from: Math.min(from, end), to: Math.min(until, end) } } }
    show(written, history.now.selected)
  }

  function beforeInput(event: InputEvent): void {
    if (isComposing || event.inputType.includes('Composition')) return
    event.preventDefault()
    const [range] = event.getTargetRanges()
    const target = (range && dom.stretchOf(root, range)) ?? now()
    const { inputType } = event
    if (inputType === 'historyUndo') step(undone)
    else if (inputType === 'historyRedo') step(redone)
    else if (inputType.startsWith('delete')) replace(target, nothingWritten, 'delete')
    else if (inputType === 'insertLineBreak' || inputType === 'insertParagraph')
      replace(target, plainText('\n'), 'type')
    else if (inputType.startsWith('insert')) {
      const words = plainText(event.data ?? event.dataTransfer?.getData('text/plain') ?? '')
      replace(target, words, inputType === 'insertText' ? 'type' : 'other')
    }
  }

  /** What the browser wrote by itself. */
  function readBack(): void {
    const written = dom.read(root)
    selection = dom.selected(root) ?? selection
    history = { ...history, now: { written, selected: selection } }
    hooks.onChange(written)
  }

  /** Where the caret is; what it just did may not have been told yet. */
  function now(): Stretch {
    return (document.activeElement === root ? dom.selected(root) : null) ?? selection
  }

  let beforeComposing = history
  const listeners = {
    beforeinput: beforeInput,
    input: () => readBack(),
    // Where one left off, unless a click says otherwise in a moment.
    focus: () => dom.select(root, selection),
    compositionstart: () => {
      isComposing = true
      beforeComposing = history
    },
    compositionend: () => {
      isComposing = false
      const written = dom.read(root)
      const selected = dom.selected(root) ?? selection
      history = edited(beforeComposing, { written, selected }, 'other', performance.now())
      show(written, selected)
    },
  }
  const selectionChanged = (): void => {
    if (document.activeElement !== root) return
    selection = dom.selected(root) ?? selection
    // Where typing goes on after an undo.
    if (!isComposing) history = { ...history, now: { ...history.now, selected: selection } }
  }
  // The element's own events are typed one by one; a table of them is not.
  for (const [name, listen] of Object.entries(listeners)) root.addEventListener(name, listen as EventListener)
  document.addEventListener('selectionchange', selectionChanged)
  dom.show(root, nothingWritten, hooks.elementOf)

  return {
    root,
    written: () => history.now.written,
    selection: now,
    undo: () => step(undone),
    redo: () => step(redone),
    /** Something else stands here from now on, with nothing to take back. */
    begin(written: Written): void {
      const end = written.text.length
      history = beginHistory({ written, selected: { from: end, to: end } })
      show(written, history.now.selected)
    },
    insert: (by: Written, at: Stretch = now()) => replace(at, by, 'other'),
    remove: (stretch: Stretch) => replace(stretch, nothingWritten, 'delete'),
    /** An image goes, wherever it stands. */
    removeImage(key: string): void {
      const from = placeOf(history.now.written, key)
      if (from !== -1) replace({ from, to: from + 1 }, nothingWritten, 'other')
    },
    moveImage(key: string, to: number): void {
      const written = moveImage(history.now.written, key, to)
      if (written !== history.now.written) change(written, placeOf(written, key) + 1, 'other')
    },
    imageAt: (place: number) => imageAt(history.now.written, place),
    placeOf: (key: string) => placeOf(history.now.written, key),
    /** Writing goes on at a place. */
    focus(place: number = now().to): void {
      root.focus({ preventScroll: true })
      selection = { from: place, to: place }
      dom.select(root, selection)
      scrollTo(root, place, history.now.written.text.length)
    },
    close(): void {
      for (const [name, listen] of Object.entries(listeners))
        root.removeEventListener(name, listen as EventListener)
      document.removeEventListener('selectionchange', selectionChanged)
    },
  }
}

/** So that one sees where one writes. */
function scrollTo(root: HTMLElement, place: number, length: number): void {
  if (root.scrollHeight <= root.clientHeight) return
  if (place === length) {
    root.scrollTop = root.scrollHeight
    return
  }
  const caret = dom.caretBox(root, place)
  if (caret === null) return
  const { top, bottom } = root.getBoundingClientRect()
  if (caret.top < top) root.scrollTop -= top - caret.top + 8
  else if (caret.bottom > bottom) root.scrollTop += caret.bottom - bottom + 8
}
