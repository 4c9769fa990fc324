/** Chunks that say what a pixel looks like. All others are left away: text, times, positions, resolutions, profiles. */
const PIXELS: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'])
const MAGIC = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
/** A chunk's length and type before its bytes, its check sum after them. */
const BEFORE = 8
const AFTER = 4

export type PixelsOnly = { readonly png: Buffer; readonly width: number; readonly height: number }

/**
 * A PNG without anything but its picture, or null when it is not a whole PNG. Needs no decoder, so it may be done with
 * bytes that come from where other bytes were decoded.
 */
export function pixelsOnly(bytes: Uint8Array): PixelsOnly | null {
  const png = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!png.subarray(0, MAGIC.length).equals(MAGIC)) return null
  const kept: Buffer[] = [MAGIC]
  let size: { width: number; height: number } | null = null
  for (let at = MAGIC.length; at + BEFORE + AFTER <= png.length;) {
    const end = at + BEFORE + png.readUInt32BE(at) + AFTER
    const type = png.toString('latin1', at + 4, at + BEFORE)
    if (end > png.length || (size === null) !== (type === 'IHDR')) return null
    if (type === 'IHDR') {
      if (end - at !== BEFORE + 13 + AFTER) return null
      size = { width: png.readUInt32BE(at + BEFORE), height: png.readUInt32BE(at + BEFORE + 4) }
      if (size.width === 0 || size.height === 0) return null
    }
    if (PIXELS.has(type)) kept.push(png.subarray(at, end))
    if (type === 'IEND') return size && end === png.length ? { png: Buffer.concat(kept), ...size } : null
    at = end
  }
  return null
}
