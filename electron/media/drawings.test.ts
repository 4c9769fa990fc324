import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import { RED, WHITE, css, drawing, hugePng } from './fixtures/make-images.ts'
import { expectColours, given, openWorker, startWorker } from './fixtures/open-worker.ts'
import { defaultWorkerLimits } from './image-worker.ts'
import { svg, uses } from './fixtures/write-svg.ts'

const { worker: shared } = startWorker()
afterAll(() => shared.close())

describe('a drawing (SVG)', () => {
  test('is drawn large enough to be read, whatever its size', async () => {
    for (const size of [
      'width="24" height="16"',
      'viewBox="0 0 30000 20000"',
      'width="90mm" height="60mm"',
    ]) {
      const { width, height } = await shared.keep(given(svg('<rect width="9" height="9"/>', size)))
      expect([width, Math.abs(height - 683) < 2]).toEqual([1024, true])
    }
  })

  test('may come with a prolog, entities, a prefix or another encoding', async () => {
    const illustrator = `<?xml version="1.0" encoding="iso-8859-1"?>\n<!-- ${'x'.repeat(2000)} -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [\n<!ENTITY ns_svg "http://www.w3.org/2000/svg"> <!ENTITY c "${css(RED)}">\n]>\n`
    const entities = Buffer.from(
      `${illustrator}<svg xmlns="&ns_svg;" width="60" height="40"><rect width="60" height="40" fill="&c;"/></svg>`,
    )
    const prefixed = Buffer.from(
      `<s:svg xmlns:s="http://www.w3.org/2000/svg" width="60" height="40"><s:rect width="60" height="40" fill="${css(RED)}"/></s:svg>`,
    )
    const utf16 = Buffer.from(
      `\ufeff${svg(`<rect width="60" height="40" fill="${css(RED)}"/>`).toString()}`,
      'utf16le',
    )
    for (const bytes of [entities, prefixed, utf16])
      await expectColours((await shared.keep(given(bytes))).whole, [RED, RED, RED, RED])
  })

  test('reaches no file and no network, and runs nothing', async () => {
    let connections = 0
    const server = createServer((_, response) => response.end()).on('connection', () => (connections += 1))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    // True of a TCP server: its address is an object with a port.
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const folder = mkdtempSync(join(tmpdir(), 'ponder-svg-'))
    const red = join(folder, 'red.png')
    writeFileSync(
      red,
      await sharp({ create: { width: 60, height: 40, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    )
    writeFileSync(join(folder, 'red.css'), 'rect { fill: red }')
    writeFileSync(join(folder, 'red.svg'), svg('<rect id="r" width="60" height="40" fill="red"/>'))
    try {
      const places = [origin, `file://${folder}`, folder, '.']
      const outside = places.flatMap((place) => [
        svg(`<image width="60" height="40" href="${place}/red.png"/>`),
        svg(`<image width="60" height="40" xlink:href="${place}/red.svg"/>`),
        svg(`<use href="${place}/red.svg#r"/>`),
        svg(`<style>@import url("${place}/red.css");</style><rect width="60" height="40" fill="white"/>`),
        svg(`<style>rect { fill: url(${place}/red.svg#r) white }</style><rect width="60" height="40"/>`),
        svg(
          '<rect width="60" height="40" fill="white"/>',
          'width="60" height="40"',
          `<?xml-stylesheet href="${place}/red.css"?>`,
        ),
        svg(`<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${place}/red.svg"/>`),
        svg(
          `<script href="${place}/x.js">fetch("${place}")</script><foreignObject><iframe src="${place}"/></foreignObject>`,
        ),
      ])
      for (const bytes of outside)
        await expectColours((await shared.keep(given(bytes))).whole, [WHITE, WHITE, WHITE, WHITE])
      expect(connections).toBe(0)
    } finally {
      server.close()
      rmSync(folder, { recursive: true })
    }
  })
})

describe('a drawing made to do harm', () => {
  const nested = `data:image/png;base64,${hugePng(20_000, 20_000).toString('base64')}`
  test.each([
    ['holds an image of 20000 by 20000 pixels', svg(`<image width="60" height="40" href="${nested}"/>`)],
    ['has elements that use each other without end', svg(uses(12))],
    ['has groups within groups without end', svg('<g>'.repeat(20_000) + '</g>'.repeat(20_000))],
  ])(
    'costs one sentence: it %s',
    async (_what, bytes) => {
      // Shorter than usual, for the test's sake.
      const { worker } = openWorker({ ...defaultWorkerLimits, work: 6_000 })
      await expect(worker.keep(given(bytes))).rejects.toMatchObject({ code: /^image-/, remedy: /\w\.$/ })
      expect(await worker.keep(given(await drawing(60, 40).png().toBuffer()))).toMatchObject({ width: 60 })
    },
    60_000,
  )
})
