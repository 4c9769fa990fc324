import { afterAll, describe, expect, test } from 'vitest'
import { LARGEST_IMAGE_BYTES } from '../contract/images.ts'
import { bmp, drawing, heicHead, hugePng } from './fixtures/make-images.ts'
import { given, startWorker } from './fixtures/open-worker.ts'
import { svg, svgDrawing } from './fixtures/write-svg.ts'
import { systemHeicTool } from './heic.ts'

const { worker: shared, children } = startWorker()
afterAll(() => shared.close())

describe('says in a sentence why it cannot take', () => {
  const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('')
  const cases: readonly (readonly [string, () => Promise<Buffer> | Buffer, string])[] = [
    ['nothing', () => Buffer.alloc(0), 'image-empty'],
    ['text', () => Buffer.from('Dear diary, today '.repeat(20)), 'not-an-image'],
    ['a web page', () => Buffer.from('<!DOCTYPE html><html><body><svg></svg></body></html>'), 'not-an-image'],
    ['a program', () => Buffer.from('MZ\x90\0'.repeat(30), 'latin1'), 'not-an-image'],
    ['a PDF', () => Buffer.from('%PDF-1.7\n'), 'image-format-unknown'],
    ['HEIC', () => heicHead, systemHeicTool() === null ? 'image-format-unknown' : 'image-broken'],
    ['a video', () => Buffer.from('\0\0\0\x14ftypisom\0\0\0\0mp42', 'latin1'), 'image-format-unknown'],
    ['a packed drawing', () => Buffer.from('\x1f\x8b\x08\0', 'latin1'), 'image-format-unknown'],
    [
      'more bytes than allowed',
      () => Buffer.alloc(LARGEST_IMAGE_BYTES + 1, '\xff\xd8\xff', 'latin1'),
      'image-too-large',
    ],
    ['20000 by 20000 pixels', () => hugePng(20_000, 20_000), 'image-too-large'],
    [
      'a BMP that says so of itself',
      () => bmp({ width: 60_000, height: 60_000, bitsPerPixel: 1, rows: Buffer.alloc(9) }),
      'image-too-large',
    ],
    [
      'a drawing without end',
      () => svg('<rect width="9" height="9"/>', 'width="30000000" height="30000000"'),
      'image-too-large',
    ],
    ['half a JPEG', async () => half(await drawing(400, 300).jpeg().toBuffer()), 'image-damaged'],
    [
      'half a PNG',
      async () => half(await drawing(400, 300).png({ compressionLevel: 0 }).toBuffer()),
      'image-damaged',
    ],
    ['half a WebP', async () => half(await drawing(400, 300).webp().toBuffer()), 'image-damaged'],
    ['half a GIF', async () => half(await drawing(400, 300).gif().toBuffer()), 'image-damaged'],
    ['half a TIFF', async () => half(await drawing(400, 300).tiff().toBuffer()), 'image-damaged'],
    ['half an AVIF', async () => half(await drawing(400, 300).avif().toBuffer()), 'image-damaged'],
    [
      'half a BMP',
      () => half(bmp({ width: 40, height: 40, bitsPerPixel: 24, rows: Buffer.alloc(4800) })),
      'image-damaged',
    ],
    ['half a drawing', () => half(svg(svgDrawing)), 'image-broken'],
    ['a header alone', () => Buffer.from('\xff\xd8\xff\xe0', 'latin1'), 'image-damaged'],
    ['a BMP header alone', () => Buffer.from('BM'), 'image-broken'],
    [
      'a compressed BMP',
      () => bmp({ width: 4, height: 4, bitsPerPixel: 8, compression: 1, rows: Buffer.alloc(9) }),
      'image-format-unknown',
    ],
    [
      'entities within entities',
      () => svg('&l9;', '', `<!DOCTYPE svg [<!ENTITY l0 "lol">${laughs}]>`),
      'image-unsafe',
    ],
    [
      'an entity from a file',
      () => svg('&x;', '', '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
      'image-unsafe',
    ],
    [
      'an entity repeated without end',
      () => svg('&x;'.repeat(100_000), '', `<!DOCTYPE svg [<!ENTITY x "${'y'.repeat(999)}">]>`),
      'image-unsafe',
    ],
  ]
  test.each(cases)('%s', async (_what, make, code) => {
    const refused = shared.keep(given(await make()))
    await expect(refused).rejects.toMatchObject({ code, message: /^It /, remedy: /\w\.$/ })
  })

  test('was the same worker all the time', () => {
    expect(children).toHaveLength(1)
  })
})

function half(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.length / 2)
}
