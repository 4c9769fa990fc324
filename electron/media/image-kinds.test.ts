import { afterAll, describe, expect, test } from 'vitest'
import { expectColours, given, startWorker } from './fixtures/open-worker.ts'
import { BLUE, GREEN, RED, WHITE, bmp, chunkNames, drawing, type Colour } from './fixtures/make-images.ts'
import { svg, svgDrawing } from './fixtures/write-svg.ts'

const { worker: shared } = startWorker()
afterAll(() => shared.close())

const UPRIGHT = [GREEN, BLUE, RED, BLUE]
const image = () => drawing(60, 40)

describe('keeps every kind of image', () => {
  const kinds: readonly (readonly [string, () => Promise<Buffer> | Buffer, string])[] = [
    ['JPEG', () => image().jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer(), 'jpeg'],
    ['progressive JPEG', () => image().jpeg({ quality: 95, progressive: true }).toBuffer(), 'jpeg'],
    ['PNG', () => image().png().toBuffer(), 'png'],
    ['PNG with a palette', () => image().png({ palette: true }).toBuffer(), 'png'],
    ['interlaced PNG', () => image().png({ progressive: true }).toBuffer(), 'png'],
    ['PNG of 16 bits', () => image().toColourspace('rgb16').png().toBuffer(), 'png'],
    ['WebP', () => image().webp({ quality: 95 }).toBuffer(), 'webp'],
    ['WebP without loss', () => image().webp({ lossless: true }).toBuffer(), 'webp'],
    ['AVIF', () => image().avif({ quality: 90 }).toBuffer(), 'avif'],
    ['GIF', () => image().gif().toBuffer(), 'gif'],
    ['TIFF', () => image().tiff({ compression: 'lzw' }).toBuffer(), 'tiff'],
    ['TIFF of 16 bits', () => image().toColourspace('rgb16').tiff().toBuffer(), 'tiff'],
    [
      'JPEG of a printer (CMYK)',
      () => image().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer(),
      'jpeg',
    ],
    ['SVG', () => svg(svgDrawing), 'svg'],
  ]
  test.each(kinds)('%s', async (kind, make, format) => {
    const kept = await shared.keep(given(await make()))
    expect(kept).toMatchObject({ format, pages: 1 })
    if (format !== 'svg') expect(kept).toMatchObject({ width: 60, height: 40 })
    // Printing inks are duller than a screen's colours.
    await expectColours(kept.whole, UPRIGHT, kind.includes('CMYK') ? 90 : 40)
    expect(new Set(chunkNames(kept.whole))).toEqual(new Set(['IHDR', 'IDAT', 'IEND']))
  })

  const rows24 = (width: number, height: number) => {
    const stride = Math.ceil((width * 3) / 4) * 4
    const rows = Buffer.alloc(stride * height)
    // From bottom to top, blue first.
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1) {
        const [red, green, blue] = x < width / 2 ? (y < height / 2 ? RED : GREEN) : BLUE
        rows.set([blue, green, red], y * stride + x * 3)
      }
    return rows
  }
  const bitmaps: readonly (readonly [string, Buffer, readonly Colour[]])[] = [
    ['24 bits', bmp({ width: 5, height: 4, bitsPerPixel: 24, rows: rows24(5, 4) }), UPRIGHT],
    [
      '24 bits from top to bottom',
      bmp({ width: 5, height: -4, bitsPerPixel: 24, rows: rows24(5, 4) }),
      [RED, BLUE, GREEN, BLUE],
    ],
    [
      '1 bit',
      bmp({
        width: 2,
        height: 2,
        bitsPerPixel: 1,
        palette: [RED, BLUE],
        rows: Buffer.from([64, 0, 0, 0, 128, 0, 0, 0]),
      }),
      [BLUE, RED, RED, BLUE],
    ],
    [
      '4 bits',
      bmp({
        width: 2,
        height: 2,
        bitsPerPixel: 4,
        palette: [RED, BLUE, GREEN],
        rows: Buffer.from([1, 0, 0, 0, 33, 0, 0, 0]),
      }),
      [GREEN, BLUE, RED, BLUE],
    ],
    [
      '8 bits',
      bmp({
        width: 2,
        height: 2,
        bitsPerPixel: 8,
        palette: [RED, BLUE, GREEN],
        rows: Buffer.from([0, 1, 0, 0, 2, 1, 0, 0]),
      }),
      UPRIGHT,
    ],
    [
      '16 bits by masks',
      bmp({
        width: 2,
        height: 1,
        bitsPerPixel: 16,
        masks: [0xf800, 0x7e0, 0x1f],
        rows: Buffer.from([0, 0xf8, 0x1f, 0]),
      }),
      [
        [255, 0, 0],
        [0, 0, 255],
        [255, 0, 0],
        [0, 0, 255],
      ],
    ],
    [
      '32 bits, half of it clear',
      bmp({
        width: 2,
        height: 1,
        bitsPerPixel: 32,
        masks: [0xff0000, 0xff00, 0xff, 0xff000000],
        rows: Buffer.from([200, 60, 30, 255, 200, 60, 30, 0]),
      }),
      [BLUE, WHITE, BLUE, WHITE],
    ],
    [
      '32 bits without opacity',
      bmp({ width: 2, height: 1, bitsPerPixel: 32, rows: Buffer.from([30, 30, 220, 0, 200, 60, 30, 0]) }),
      [RED, BLUE, RED, BLUE],
    ],
  ]
  test.each(bitmaps)('BMP of %s', async (_kind, bytes, colours) => {
    const kept = await shared.keep(given(bytes))
    expect(kept.format).toBe('bmp')
    await expectColours(kept.whole, colours)
  })
})
