/** How a picture is seen in its frame: 1 shows all of it, and x and y are how far its middle is from the frame's, in pixels. */
export type View = { readonly zoom: number; readonly x: number; readonly y: number }
export type Size = { readonly width: number; readonly height: number }
export type Point = { readonly x: number; readonly y: number }

export const wholeView: View = { zoom: 1, x: 0, y: 0 }
const MOST_ZOOM = 16

/** Pixels of the screen for a pixel of the picture when all of it is shown; a small picture is not blown up. */
export function fitScale(picture: Size, frame: Size): number {
  return Math.min(1, frame.width / picture.width, frame.height / picture.height)
}

/** Nearer or farther by `factor`, so that what is at `at` (from the frame's middle) stays there. */
export function zoomed(view: View, factor: number, at: Point = { x: 0, y: 0 }): View {
  const zoom = Math.min(MOST_ZOOM, Math.max(1, view.zoom * factor))
  const by = zoom / view.zoom
  return { zoom, x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by }
}

/** Moved no further than the picture reaches. */
export function inFrame(view: View, picture: Size, frame: Size): View {
  const scale = fitScale(picture, frame) * view.zoom
  const most = (shown: number, room: number): number => Math.max(0, (shown - room) / 2)
  const limit = (value: number, by: number): number => Math.min(by, Math.max(-by, value))
  return {
    zoom: view.zoom,
    x: limit(view.x, most(picture.width * scale, frame.width)),
    y: limit(view.y, most(picture.height * scale, frame.height)),
  }
}

/** The pixel of the picture under a point of the frame, which counts from the frame's middle. */
export function pixelAt(point: Point, view: View, picture: Size, frame: Size): Point {
  const scale = fitScale(picture, frame) * view.zoom
  return {
    x: (point.x - view.x) / scale + picture.width / 2,
    y: (point.y - view.y) / scale + picture.height / 2,
  }
}
