import type { Box } from '../contract/images.ts'

/** Degrees clockwise. */
export type Turn = 0 | 90 | 180 | 270
export type Size = { readonly width: number; readonly height: number }

/**
 * Where a box of a straightened picture lies in the picture that was straightened by turning it around its centre,
 * without changing its size, by `-radians` clockwise: the smallest upright box around it.
 *
 *     x' = cx + (x − cx)·cos r + (y − cy)·sin r
 *     y' = cy − (x − cx)·sin r + (y − cy)·cos r
 *
 * (cx, cy) = the centre of `size`, r = `radians`, y grows downwards.
 *
 * Example: in a picture of 1035 × 751 that hung 3° clockwise (r = −0.0522), what is found at 82,84 lies at 98,62.
 */
export function hangBox(box: Box, size: Size, radians: number): Box {
  if (radians === 0) return box
  const [centreX, centreY] = [size.width / 2, size.height / 2]
  const [sine, cosine] = [Math.sin(radians), Math.cos(radians)]
  const corners = [
    [box.left, box.top],
    [box.left + box.width, box.top],
    [box.left, box.top + box.height],
    [box.left + box.width, box.top + box.height],
  ] as const
  const xs = corners.map(([x, y]) => centreX + (x - centreX) * cosine + (y - centreY) * sine)
  const ys = corners.map(([x, y]) => centreY - (x - centreX) * sine + (y - centreY) * cosine)
  return boxBetween(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys))
}

/**
 * Where a box of a picture that was turned by `turn` lies in the picture as it was, of the size `whole`.
 *
 * Example: a picture of 100 × 50, turned by 90, is 50 × 100. Its upper right corner was the upper left one: a box of
 * 10 × 20 at 40,0 there is one of 20 × 10 at 0,0 here.
 */
export function turnBoxBack(box: Box, turn: Turn, whole: Size): Box {
  const { left, top, width, height } = box
  switch (turn) {
    case 0:
      return box
    case 90:
      return { left: top, top: whole.height - left - width, width: height, height: width }
    case 180:
      return { left: whole.width - left - width, top: whole.height - top - height, width, height }
    case 270:
      return { left: whole.width - top - height, top: left, width: height, height: width }
    default:
      return turn satisfies never
  }
}

/** Inside the picture, in whole pixels, and at least one of them. */
export function boxInside(box: Box, size: Size): Box {
  const left = Math.min(Math.max(0, box.left), size.width - 1)
  const top = Math.min(Math.max(0, box.top), size.height - 1)
  return {
    left,
    top,
    width: Math.max(1, Math.min(box.left + box.width, size.width) - left),
    height: Math.max(1, Math.min(box.top + box.height, size.height) - top),
  }
}

export function boxBetween(x0: number, y0: number, x1: number, y1: number): Box {
  const [left, top] = [Math.floor(x0), Math.floor(y0)]
  return { left, top, width: Math.max(1, Math.ceil(x1) - left), height: Math.max(1, Math.ceil(y1) - top) }
}
