import { afterAll, expect, test } from 'vitest'
import { bmp, drawing } from './fixtures/make-images.ts'
import { given, startWorker } from './fixtures/open-worker.ts'
import { svg, svgDrawing } from './fixtures/write-svg.ts'

const { worker, children } = startWorker()
afterAll(() => worker.close())

const ROUNDS = 25
const image = () => drawing(300, 200)
const formats: readonly (readonly [string, () => Promise<Buffer> | Buffer])[] = [
  ['JPEG', () => image().jpeg().toBuffer()],
  ['progressive JPEG', () => image().jpeg({ progressive: true }).toBuffer()],
  ['PNG', () => image().png().toBuffer()],
  ['WebP', () => image().webp().toBuffer()],
  ['AVIF', () => image().avif().toBuffer()],
  ['GIF', () => image().gif().toBuffer()],
  ['TIFF', () => image().tiff({ compression: 'lzw' }).toBuffer()],
  ['BMP', () => bmp({ width: 40, height: 40, bitsPerPixel: 24, rows: Buffer.alloc(4800, 7) })],
  ['SVG', () => svg(svgDrawing)],
]

test.each(formats)(
  '%s that is cut off or has wrong bytes is taken, or refused in a sentence',
  async (format, make) => {
    const whole = await make()
    const random = seeded(format.length)
    for (let round = 0; round < ROUNDS; round += 1) {
      const bytes = mutated(whole, random)
      const outcome: unknown = await worker
        .keep(given(bytes, { evenIfDamaged: random() < 0.3 }))
        .catch((error: unknown) => error)
      if (outcome instanceof Error)
        expect(outcome).toMatchObject({ code: /^(image-(?!reader|result)|not-an-image)/, remedy: /\w\.$/ })
      else expect(outcome).toMatchObject({ width: expect.any(Number) })
    }
  },
)

test('all that cost the worker nothing', () => {
  expect(children).toHaveLength(1)
})

function mutated(whole: Buffer, random: () => number): Buffer {
  const kind = random()
  if (kind < 0.3) return whole.subarray(0, Math.floor(random() * whole.length))
  const bytes = Buffer.from(whole)
  for (let times = kind < 0.6 ? 1 : 12; times > 0; times -= 1) {
    // Half of them in the head, where sizes and lengths are.
    const reach = random() < 0.5 ? Math.min(64, bytes.length) : bytes.length
    bytes[Math.floor(random() * reach)] = Math.floor(random() * 256)
  }
  return bytes
}

/** 0 to 1, the same row for the same seed. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
