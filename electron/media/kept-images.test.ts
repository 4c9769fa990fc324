import sharp from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import { KEPT_SIDE, SMALL_SIDE } from '../contract/images.ts'
import { BLUE, GREEN, RED, WHITE, chunk, chunkNames, drawing, isNear } from './fixtures/make-images.ts'
import { quarters, type Colour } from './fixtures/make-images.ts'
import { expectColours, given, startWorker } from './fixtures/open-worker.ts'

const { worker: shared } = startWorker()
afterAll(() => shared.close())

const UPRIGHT = [GREEN, BLUE, RED, BLUE]
const image = () => drawing(60, 40)
const GREY: Colour = [191, 191, 191]

describe('what is kept', () => {
  test('is upright, whatever the camera wrote about itself', async () => {
    for (const orientation of [1, 3, 6, 8]) {
      // Stored as the camera held it: turned back from upright.
      const turn = { 1: 0, 3: 180, 6: 270, 8: 90 }[orientation] ?? 0
      const turned = await sharp(await image().png().toBuffer())
        .rotate(turn)
        .png()
        .toBuffer()
      const bytes = await sharp(turned).withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer()
      const kept = await shared.keep(given(bytes))
      expect(kept).toMatchObject({ width: 60, height: 40 })
      await expectColours(kept.whole, UPRIGHT)
      await expectColours(kept.small, UPRIGHT)
    }
  })

  const secret = '51/1 30/1 1234/100'
  const exif = {
    IFD0: { Copyright: 'SECRET', Make: 'SECRET' },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: secret, GPSLongitudeRef: 'W', GPSLongitude: secret },
  }
  const xmp =
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="SECRET"/></rdf:RDF></x:xmpmeta>'
  test.each(['jpeg', 'png', 'webp', 'tiff', 'avif'] as const)(
    'has nothing of where a %s was taken',
    async (format) => {
      const made = await image().withExif(exif).withXmp(xmp).withIccProfile('p3').toFormat(format).toBuffer()
      const extra =
        format === 'png'
          ? Buffer.concat([chunk('tEXt', Buffer.from('Comment\0SECRET')), chunk('tIME', Buffer.alloc(7))])
          : null
      // After the header, which is the first chunk.
      const bytes = extra ? Buffer.concat([made.subarray(0, 33), extra, made.subarray(33)]) : made
      expect(bytes.includes('SECRET')).toBe(true)
      const kept = await shared.keep(given(bytes))
      for (const png of [kept.whole, kept.small]) {
        expect(new Set(chunkNames(png))).toEqual(new Set(['IHDR', 'IDAT', 'IEND']))
        expect(png.includes('SECRET')).toBe(false)
        const left = await sharp(png).metadata()
        expect([left.exif, left.xmp, left.icc, left.iptc, left.comments]).toEqual(Array(5).fill(undefined))
      }
    },
  )

  test('is at most so long, with a small copy, and never made larger', async () => {
    const wide = await shared.keep(given(await drawing(3000, 1000).jpeg().toBuffer()))
    expect([wide.width, wide.height]).toEqual([KEPT_SIDE, KEPT_SIDE / 3])
    expect(await sharp(wide.small).metadata()).toMatchObject({
      width: SMALL_SIDE,
      height: Math.round(SMALL_SIDE / 3),
    })
    const dot = await shared.keep(given(await drawing(1, 1).png().toBuffer()))
    expect([dot.width, dot.height]).toEqual([1, 1])
    const line = await shared.keep(given(await drawing(20_000, 3).png().toBuffer()))
    expect([line.width, line.height]).toEqual([KEPT_SIDE, 1])
  })

  test('stands on white where it was clear', async () => {
    const half = await sharp({
      create: { width: 40, height: 40, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .composite([{ input: await drawing(20, 40).png().toBuffer(), left: 0, top: 0 }])
      .png()
      .toBuffer()
    const kept = await shared.keep(given(half))
    expect(isNear((await quarters(kept.whole))[1], WHITE, 0)).toBe(true)
    expect((await sharp(kept.whole).metadata()).hasAlpha).toBe(false)
  })

  test('has the colours that were meant, when the file has a profile', async () => {
    const p3 = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#c83c3c' } })
      .withIccProfile('p3')
      .png()
      .toBuffer()
    const { whole } = await shared.keep(given(p3))
    expect(isNear((await quarters(whole))[0], [0xc8, 0x3c, 0x3c], 4)).toBe(true)
  })

  test('is the same, byte for byte, for the same pixels in another file', async () => {
    const [one, other] = [
      await image().png().toBuffer(),
      await image().tiff({ compression: 'none' }).toBuffer(),
    ]
    const [first, second] = [await shared.keep(given(one)), await shared.keep(given(other))]
    expect(first.whole.equals(second.whole)).toBe(true)
  })

  test('is what the bytes say, not what the name says', async () => {
    const bytes = await image().png().toBuffer()
    expect(await shared.keep(given(bytes, { name: 'photo.jpg' }))).toMatchObject({ format: 'png' })
  })

  test('is the first picture of an animation or of many pages, or the chosen one', async () => {
    const frames = await Promise.all(
      [RED, GREEN, BLUE].map(([r, g, b]) =>
        sharp({ create: { width: 30, height: 20, channels: 3, background: { r, g, b } } })
          .png()
          .toBuffer(),
      ),
    )
    for (const format of ['gif', 'webp', 'tiff'] as const) {
      const bytes = await sharp(frames, { join: { animated: true } })
        .toFormat(format)
        .toBuffer()
      const first = await shared.keep(given(bytes))
      expect(first).toMatchObject({ pages: 3, width: 30, height: 20 })
      await expectColours(first.whole, [RED, RED, RED, RED])
      await expectColours((await shared.keep(given(bytes, { page: 2 }))).whole, [BLUE, BLUE, BLUE, BLUE])
      await expect(shared.keep(given(bytes, { page: 3 }))).rejects.toMatchObject({
        code: 'image-page-missing',
      })
    }
  })
})

describe('of an image that is kept', () => {
  test('a part can be had, upright and small copy included', async () => {
    const { whole } = await shared.keep(given(await drawing(600, 400).png().toBuffer()))
    const corner = await shared.crop(whole, { left: 0, top: 0, width: 300, height: 200 }, 'It')
    expect(corner).toMatchObject({ width: 300, height: 200 })
    await expectColours(corner.whole, [GREEN, GREEN, GREEN, GREEN])
    const beyond = await shared.crop(whole, { left: 590, top: 390, width: 300, height: 300 }, 'It')
    expect(beyond).toMatchObject({ width: 10, height: 10 })
    const outside = shared.crop(whole, { left: 600, top: 0, width: 1, height: 1 }, 'It')
    await expect(outside).rejects.toMatchObject({ code: 'image-broken' })
  })

  test('a smaller one keeps thin lines', async () => {
    // Lines of one pixel, four apart: a model that takes every fourth pixel would see all of them or none.
    const pixels = Buffer.alloc(800 * 400, 255)
    for (let at = 0; at < pixels.length; at += 4) pixels[at] = 0
    const striped = await sharp(pixels, { raw: { width: 800, height: 400, channels: 1 } })
      .png()
      .toBuffer()
    const { whole } = await shared.keep(given(striped))
    const shrunk = await shared.shrink(whole, 200, 'It')
    expect(await sharp(shrunk).metadata()).toMatchObject({ width: 200, height: 100 })
    await expectColours(shrunk, [GREY, GREY, GREY, GREY], 10)
    expect(await sharp(await shared.shrink(whole, 4000, 'It')).metadata()).toMatchObject({ width: 800 })
  })
})

test('what can be read of a damaged file is taken when that is wanted', async () => {
  const whole = await drawing(400, 300).jpeg({ quality: 95 }).toBuffer()
  const kept = await shared.keep(given(whole.subarray(0, whole.length * 0.7), { evenIfDamaged: true }))
  expect(kept).toMatchObject({ width: 400, height: 300 })
  expect(isNear((await quarters(kept.whole))[1], BLUE, 40)).toBe(true)
  const nothing = shared.keep(given(Buffer.from('\xff\xd8\xff\xe0', 'latin1'), { evenIfDamaged: true }))
  await expect(nothing).rejects.toMatchObject({ code: 'image-broken' })
})
