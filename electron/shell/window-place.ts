import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const placeSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(400),
  height: z.int().min(300),
  maximized: z.boolean(),
})
/** Where the window was, in device-independent pixels. */
export type WindowPlace = Readonly<z.infer<typeof placeSchema>>
type Area = Readonly<Record<'x' | 'y' | 'width' | 'height', number>>

/** Enough of the title bar to take hold of. */
const GRIP = 80

/** Where the window was last, when that is still on a screen; null otherwise, and on a first start. */
export function readWindowPlace(file: string, screens: readonly Area[]): WindowPlace | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    // A first start.
    return null
  }
  const place = placeSchema.safeParse(parseJson(text))
  return place.success && screens.some((screen) => canBeGrabbed(place.data, screen)) ? place.data : null
}

/** Best effort: a place that cannot be kept costs a drag of the mouse. */
export function keepWindowPlace(file: string, place: WindowPlace): void {
  try {
    writeFileSync(file, JSON.stringify(place), { mode: 0o600 })
  } catch (thrown) {
    console.error(thrown)
  }
}

function canBeGrabbed({ x, y, width }: Area, screen: Area): boolean {
  const left = Math.max(x, screen.x)
  const right = Math.min(x + width, screen.x + screen.width)
  return right - left >= GRIP && y >= screen.y && y <= screen.y + screen.height - GRIP
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Cut off by a crash; as good as not there.
    return null
  }
}
