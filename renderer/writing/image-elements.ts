import { imageAddress } from '../../electron/contract/images.ts'
import { shownName, spokenName, type PlacedImage } from './placed-image.ts'

export type ImageElements = ReturnType<typeof createImageElements>

/**
 * The elements that stand for images among the words. Always of one size, so that nothing moves when an image comes.
 * Made by hand: the browser's editing and React cannot both own one element's children.
 */
export function createImageElements(placedOf: (key: string) => PlacedImage | null) {
  const elements = new Map<string, HTMLElement>()

  function elementOf(key: string): HTMLElement {
    const known = elements.get(key)
    if (known !== undefined) return known
    const element = document.createElement('span')
    element.dataset['imageKey'] = key
    element.className = 'placed-image'
    element.contentEditable = 'false'
    element.tabIndex = 0
    element.draggable = true
    element.role = 'button'
    element.ariaHasPopup = 'dialog'
    const name = document.createElement('span')
    name.className = 'placed-image-name'
    element.append(document.createElement('span'), name)
    elements.set(key, element)
    return element
  }

  return {
    elementOf,
    /** Names and pictures of the images that are shown, in their order. */
    draw(keys: readonly string[]): void {
      keys.forEach((key, index) => {
        const placed = placedOf(key)
        if (placed !== null) draw(elementOf(key), index + 1, placed)
      })
    },
  }
}

function draw(element: HTMLElement, number: number, placed: PlacedImage): void {
  const [picture, name] = element.children
  const spoken = spokenName(number, placed)
  if (element.ariaLabel !== spoken) element.ariaLabel = spoken
  element.title = placed.kind === 'arriving' ? placed.name : placed.image.name
  element.ariaBusy = placed.kind === 'arriving' ? 'true' : null
  const words = shownName(number, placed)
  if (name && name.textContent !== words) name.textContent = words
  const source = placed.kind === 'arriving' ? placed.small : imageAddress(placed.image.id, 'small')
  const share = placed.kind === 'arriving' ? placed.share : 1
  const drawn = source === null ? arriving(picture, share) : thumbnail(picture, source)
  if (picture && picture !== drawn) picture.replaceWith(drawn)
}

/** The same element for as long as the image is there: it shows what it showed until the next picture has come. */
function thumbnail(now: Element | undefined, source: string): Element {
  if (now instanceof HTMLImageElement) {
    if (now.getAttribute('src') !== source) now.src = source
    return now
  }
  const image = document.createElement('img')
  image.className = 'placed-image-picture'
  image.alt = ''
  image.draggable = false
  image.src = source
  return image
}

function arriving(now: Element | undefined, share: number): Element {
  const box = now?.firstElementChild instanceof HTMLProgressElement ? now : document.createElement('span')
  const bar = box.firstElementChild instanceof HTMLProgressElement ? box.firstElementChild : progress()
  // All bytes are there: now it is decoded, and nobody knows for how long.
  if (share < 1) bar.value = share
  else bar.removeAttribute('value')
  box.className = 'placed-image-picture placed-image-arriving'
  if (bar.parentElement === null) box.append(bar)
  return box
}

function progress(): HTMLProgressElement {
  const bar = document.createElement('progress')
  bar.className = 'progress'
  bar.max = 1
  bar.ariaHidden = 'true'
  return bar
}
