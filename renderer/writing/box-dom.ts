import { IMAGE_MARK, type Stretch, type Written } from './written.ts'

/**
 * What is written as the children of an editable element: text nodes, one element for each image, and at the end a
 * break where the browser needs one to have a line to stand on.
 */
const KEY = 'imageKey'
const FILLER = 'filler'

/** Makes the element show `written`, touching no more of it than has changed. */
export function show(root: HTMLElement, written: Written, elementOf: (key: string) => HTMLElement): void {
  let at = root.firstChild
  const place = (node: Node): void => {
    if (at === node) at = node.nextSibling
    else root.insertBefore(node, at)
  }
  written.text.split(IMAGE_MARK).forEach((words, index) => {
    if (index > 0) place(elementOf(written.keys[index - 1] ?? ''))
    if (words === '') return
    if (at instanceof Text) {
      changeText(at, words)
      at = at.nextSibling
    } else place(document.createTextNode(words))
  })
  if (written.text === '' || /[\n\uFFFC]$/.test(written.text)) place(fillerOf(root))
  while (at !== null) {
    const next: ChildNode | null = at.nextSibling
    at.remove()
    at = next
  }
}

/** What the element shows, after the browser itself has changed it. */
export function read(root: HTMLElement): Written {
  let text = ''
  const keys: string[] = []
  for (const node of root.childNodes) {
    const key = keyOf(node)
    if (key === null) text += wordsOf(node)
    else {
      text += IMAGE_MARK
      keys.push(key)
    }
  }
  return { text, keys }
}

/** The selection as a stretch of the text; null when it is elsewhere. */
export function selected(root: HTMLElement): Stretch | null {
  const selection = document.getSelection()
  if (selection === null || selection.rangeCount === 0) return null
  return stretchOf(root, selection.getRangeAt(0))
}

export function stretchOf(
  root: HTMLElement,
  range: Pick<StaticRange, 'startContainer' | 'startOffset' | 'endContainer' | 'endOffset'>,
): Stretch | null {
  if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return null
  const from = offsetOf(root, range.startContainer, range.startOffset)
  const to = offsetOf(root, range.endContainer, range.endOffset)
  return { from: Math.min(from, to), to: Math.max(from, to) }
}

export function select(root: HTMLElement, { from, to }: Stretch): void {
  const [fromNode, fromOffset] = positionOf(root, from)
  const [toNode, toOffset] = positionOf(root, to)
  document.getSelection()?.setBaseAndExtent(fromNode, fromOffset, toNode, toOffset)
}

/** The place in the text under a point of the window. */
export function placeAt(root: HTMLElement, x: number, y: number): number {
  const image = document.elementFromPoint(x, y)?.closest<HTMLElement>(`[data-image-key]`)
  if (image && root.contains(image)) {
    const { left, width } = image.getBoundingClientRect()
    const isBehind = x > left + width / 2 !== (getComputedStyle(root).direction === 'rtl')
    return offsetOf(root, root, [...root.childNodes].indexOf(image)) + (isBehind ? 1 : 0)
  }
  const position = document.caretPositionFromPoint(x, y)
  if (position === null || !root.contains(position.offsetNode)) return lengthOf(root)
  return offsetOf(root, position.offsetNode, position.offset)
}

/** The part of the window that the caret at a place takes up; null where the browser does not say. */
export function caretBox(root: HTMLElement, place: number): DOMRect | null {
  const [node, offset] = positionOf(root, place)
  const range = document.createRange()
  range.setStart(node, offset)
  const rects = range.getClientRects()
  const box = rects[rects.length - 1]
  if (box !== undefined) return box
  // Between two images, or on an empty line.
  const beside = node === root ? (root.childNodes[offset] ?? root.lastChild) : node.nextSibling
  return beside instanceof Element ? beside.getBoundingClientRect() : null
}

export function keyOf(node: Node | null): string | null {
  return node instanceof HTMLElement ? (node.dataset[KEY] ?? null) : null
}

function lengthOf(root: HTMLElement): number {
  return offsetOf(root, root, root.childNodes.length)
}

function offsetOf(root: HTMLElement, node: Node, offset: number): number {
  let before = 0
  for (const [index, child] of root.childNodes.entries()) {
    if (node === root && index === offset) return before
    if (child === node && child instanceof Text) return before + offset
    if (child !== root && child.contains(node)) return before + (offset > 0 ? sizeOf(child) : 0)
    before += sizeOf(child)
  }
  return before
}

function positionOf(root: HTMLElement, place: number): [Node, number] {
  let rest = place
  for (const [index, child] of root.childNodes.entries()) {
    if (child instanceof Text && rest <= child.length) return [child, rest]
    if (rest === 0) return [root, index]
    rest -= sizeOf(child)
  }
  return [root, root.childNodes.length]
}

function sizeOf(node: Node): number {
  return keyOf(node) === null ? wordsOf(node).length : 1
}

function wordsOf(node: Node): string {
  if (node instanceof Text) return node.data.replaceAll(IMAGE_MARK, '')
  if (node instanceof HTMLBRElement) return node.dataset[FILLER] === undefined ? '\n' : ''
  return node.textContent ?? ''
}

function fillerOf(root: HTMLElement): HTMLBRElement {
  const last = root.lastChild
  if (last instanceof HTMLBRElement && last.dataset[FILLER] !== undefined) return last
  const filler = document.createElement('br')
  filler.dataset[FILLER] = ''
  return filler
}

/** Only the letters that differ: the browser then lays out little anew, however long the text is. */
function changeText(node: Text, words: string): void {
  const { data } = node
  if (data === words) return
  const shorter = Math.min(data.length, words.length)
  let start = 0
  while (start < shorter && data[start] === words[start]) start += 1
  let end = 0
  while (end < shorter - start && data.at(-1 - end) === words.at(-1 - end)) end += 1
  node.replaceData(start, data.length - start - end, words.slice(start, words.length - end))
}
