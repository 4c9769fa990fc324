/** Pixels of the picture for each pixel on the page: sharp in print. */
const SCALE = 2
/** Around the drawing, in pixels of the page. */
const MARGIN = 16
/** What a drawing takes from the page's styles, and what must be written into it to look the same alone. */
const TAKEN = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font-size',
  'font-weight',
  'font-family',
  'text-anchor',
] as const

/** A drawing of the page as a PNG, in the colours it has there, on the page's own ground. */
export async function toPng(drawing: SVGSVGElement): Promise<Blob> {
  const { width, height } = drawing.getBoundingClientRect()
  const text = new XMLSerializer().serializeToString(standingAlone(drawing, width, height))
  const image = await load(URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' })))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round((width + 2 * MARGIN) * SCALE)
  canvas.height = Math.round((height + 2 * MARGIN) * SCALE)
  const pen = canvas.getContext('2d')
  if (pen === null) throw new Error('This window cannot draw on a canvas.')
  pen.fillStyle = getComputedStyle(document.body).backgroundColor
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(image, MARGIN * SCALE, MARGIN * SCALE, width * SCALE, height * SCALE)
  const png = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
  if (png === null) throw new Error('The picture could not be written.')
  return png
}

function standingAlone(drawing: SVGSVGElement, width: number, height: number): SVGSVGElement {
  // Cloning a node keeps its kind.
  const copy = drawing.cloneNode(true) as SVGSVGElement
  const originals = [drawing, ...drawing.querySelectorAll('*')]
  ;[copy, ...copy.querySelectorAll('*')].forEach((element, at) => {
    const original = originals[at]
    if (original === undefined) return
    const style = getComputedStyle(original)
    // Attributes, not a style attribute: the page's policy forbids that.
    for (const name of TAKEN) element.setAttribute(name, style.getPropertyValue(name))
    element.removeAttribute('class')
  })
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  return copy
}

async function load(address: string): Promise<HTMLImageElement> {
  const image = new Image()
  image.src = address
  try {
    await image.decode()
  } finally {
    URL.revokeObjectURL(address)
  }
  return image
}
