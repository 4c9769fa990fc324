import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { WebSocket } from 'ws'
import type { Client } from '../../electron/contract/define.ts'
import { imageAddress } from '../../electron/contract/images.ts'
import type { SendBytes } from '../../electron/contract/send-bytes.ts'
import { sendImage } from '../../electron/contract/send-image.ts'
import { BYTES_PATH, WIRE_PATH, WIRE_PROTOCOL } from '../../electron/contract/shell-bridge.ts'
import { windowCalls, type WindowCalls } from '../../electron/contract/window-calls.ts'
import { connect } from '../../electron/wire/connect.ts'
import { webSocketPort } from '../../electron/wire/web-socket-port.ts'
import { expect, test } from '../fixtures/app.ts'

// What a window calls is called here, with the key of a real one.

test('an image given by a window is shown in it under its policy, and its text is read', async ({ app }) => {
  const { calls, close } = await callsOf(app.page)
  const page = new Blob([readFileSync('electron/media/fixtures/page.png')])
  const { image } = await sendImage(calls, { name: 'page.png', bytes: page })
  expect(image).toMatchObject({ width: 640, height: 240, name: 'page.png' })
  for (const [size, width] of [
    ['whole', 640],
    ['small', 256],
  ] as const)
    expect(await shownWidth(app.page, imageAddress(image.id, size))).toBe(width)
  expect(await shownWidth(app.page, imageAddress('a'.repeat(64), 'whole'))).toBe(null)

  let text = ''
  for await (const update of calls.readImageText({ imageId: image.id, language: 'eng' }))
    if (update.kind === 'read') text = update.result.text
  expect(text).toContain('The ferry leaves at seven')
  close()
})

test('a photo as large as a telephone makes it is taken, and a bad file is said', async ({ app }) => {
  const { calls, close } = await callsOf(app.page)
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 30 }
  const photo = await sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#888', noise } })
    .jpeg()
    .toBuffer()
  const { image } = await sendImage(calls, { name: 'photo.jpg', bytes: new Blob([new Uint8Array(photo)]) })
  expect(await shownWidth(app.page, imageAddress(image.id, 'whole'))).toBe(1536)
  const cut = { name: 'photo.jpg', bytes: new Blob([new Uint8Array(photo.subarray(0, 99_999))]) }
  await expect(sendImage(calls, cut)).rejects.toMatchObject({ code: 'image-damaged' })
  close()
})

/** The calls of a window, over a connection of its own with the window's key. */
async function callsOf(page: Page) {
  const { origin } = new URL(page.url())
  const key = await page.evaluate(() => localStorage.getItem(`ponder-key:${location.origin}`))
  const socket = new WebSocket(origin.replace('http', 'ws') + WIRE_PATH, [WIRE_PROTOCOL, key ?? ''], {
    origin,
  })
  const client: Client<WindowCalls> = connect(windowCalls, webSocketPort(socket))
  const sendBytes: SendBytes = async ({ kind, uploadId, offset }, bytes) => {
    const headers = { origin, authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' }
    const address = `${origin}${BYTES_PATH}/${kind}/${uploadId}/${offset}`
    expect((await fetch(address, { method: 'POST', headers, body: bytes })).status).toBe(204)
  }
  return { calls: { ...client, sendBytes }, close: () => socket.close() }
}

/** How wide the page shows what is at an address; null when there is nothing. */
function shownWidth(page: Page, address: string): Promise<number | null> {
  return page.evaluate(
    (source) =>
      new Promise<number | null>((resolve) => {
        const image = new Image()
        image.addEventListener('load', () => resolve(image.naturalWidth))
        image.addEventListener('error', () => resolve(null))
        image.src = source
      }),
    address,
  )
}
