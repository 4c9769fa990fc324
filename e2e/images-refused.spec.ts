import sharp from 'sharp'
import { heicHead, hugePng } from '../electron/media/fixtures/make-images.ts'
import { svg } from '../electron/media/fixtures/write-svg.ts'
import { expect, test } from './fixtures/app.ts'
import { composer } from './fixtures/chat.ts'
import { colourFile, dropOn, placedImages, writtenIn } from './fixtures/images.ts'

test('each bad file has its sentence, and nothing else of the message goes', async ({ app }) => {
  const { page } = app
  await composer(page).fill('Look at this')
  const good = await colourFile('good.png', 'teal')
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 30 }
  const photo = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#888', noise } })
    .jpeg()
    .toBuffer()
  await dropOn(
    page,
    [
      good,
      { name: 'cut.jpg', bytes: photo.subarray(0, 9_999) },
      { name: 'nothing.png', bytes: new Uint8Array() },
      { name: 'bomb.png', bytes: hugePng(20_000, 20_000) },
      { name: 'notes.png', bytes: Buffer.from('these are words') },
      { name: 'phone.heic', bytes: heicHead },
    ],
    null,
  )
  const said = page.getByRole('alert', { name: 'Not added' })
  for (const words of [
    'cut.jpg is damaged or was cut off.',
    'nothing.png is empty.',
    'bomb.png is 20000 by 20000 pixels; at most 100 million pixels can be taken.',
    'notes.png is not an image.',
    // The latter where the system has a program that tries.
    /phone\.heic is (a HEIC image, which Ponder cannot read|damaged and cannot be read)\./,
  ])
    await expect(said).toContainText(words)
  await expect(said.getByRole('listitem')).toHaveCount(5)
  await expect.poll(() => writtenIn(page)).toBe('Look at this[image 1: good.png]')
  await said.getByRole('button', { name: 'Take what can be read' }).click()
  await expect(said.getByRole('listitem')).toHaveCount(4)
  await expect(placedImages(page)).toHaveCount(2)
  await expect(placedImages(page).nth(1)).toHaveAccessibleName('image 2: cut.jpg')
  for (let left = 3; left >= 0; left -= 1) {
    await said.getByRole('button', { name: 'Close notice' }).first().click()
    await expect(said.getByRole('listitem')).toHaveCount(left)
  }
})

test('what only looks wrong is taken: a wrong ending, CMYK, a drawing with a script', async ({ app }) => {
  const { page } = app
  await composer(page).fill('These: ')
  const jpeg = await sharp({ create: { width: 90, height: 30, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer()
  const cmyk = await sharp({ create: { width: 30, height: 90, channels: 3, background: 'blue' } })
    .toColourspace('cmyk')
    .jpeg()
    .toBuffer()
  const drawing = svg(
    '<script>fetch("https://example.org/a")</script><rect width="60" height="40" fill="lime" onload="alert(1)"/>',
  )
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await dropOn(
    page,
    [
      { name: 'really-a.png', bytes: jpeg },
      { name: 'print.jpg', bytes: cmyk },
      { name: 'drawing.svg', bytes: drawing },
    ],
    null,
  )
  await expect(composer(page).locator('img')).toHaveCount(3)
  await expect(page.getByRole('alert', { name: 'Not added' })).toHaveCount(0)
  expect(requests.filter((url) => url.includes('example.org'))).toEqual([])
})

test('one picture of an animation is chosen', async ({ app }) => {
  const { page } = app
  const frames = await Promise.all(
    ['red', 'lime', 'blue'].map((background) =>
      sharp({ create: { width: 40, height: 30, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  )
  const bytes = await sharp(frames, { join: { animated: true } })
    .gif({ delay: 100 })
    .toBuffer()
  await dropOn(page, [{ name: 'moving.gif', bytes }], null)
  await expect(composer(page).locator('img')).toHaveCount(1)
  const first = await composer(page).locator('img').getAttribute('src')
  await placedImages(page).click()
  const about = page.getByRole('dialog', { name: 'About image 1' })
  await expect(about).toContainText('Picture 1 of 3')
  await about.getByRole('button', { name: 'Next picture' }).click()
  await expect(about).toContainText('Picture 2 of 3')
  await expect(composer(page).locator('img')).not.toHaveAttribute('src', first ?? '')
})
