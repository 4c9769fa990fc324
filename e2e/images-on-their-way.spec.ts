import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { expect, test } from './fixtures/app.ts'
import { composer } from './fixtures/chat.ts'
import { enginePids } from './fixtures/engine-process.ts'
import { colourFile, dropOn, placedImages, writtenIn, type SomeFile } from './fixtures/images.ts'

const shown = (page: Page) => composer(page).locator('img[src^="data:"]')

/** So large that there is time between its small copy, which is shown, and the whole one, which is kept. */
async function poster(): Promise<SomeFile> {
  const create = { width: 9000, height: 9000, channels: 3 as const, background: '#369' }
  return { name: 'poster.jpg', bytes: await sharp({ create }).jpeg({ progressive: true }).toBuffer() }
}

test('a message is not sent without an image that is shown and not yet kept, nor lost with the page', async ({
  app,
}) => {
  const { page } = app
  const wanted = await poster()
  await composer(page).fill('Look at ')
  await dropOn(page, [wanted], null)
  await shown(page).waitFor()
  // From here on it stays as it is.
  for (const pid of enginePids(app, 'media-worker')) process.kill(pid, 'SIGSTOP')
  await expect(placedImages(page)).toHaveAttribute('aria-busy', 'true')
  await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled()
  await page.keyboard.press('Enter')
  await expect.poll(() => writtenIn(page)).toBe('Look at [image 1: poster.jpg, being taken in]')
  await page.reload()
  const said = page.getByRole('alert', { name: 'Not added' })
  await expect(said).toContainText(
    'poster.jpg was not in Ponder yet when this message was left. Add it again.',
  )
  await expect.poll(() => writtenIn(page)).toBe('Look at ')
  // Neither the page that went nor the worker that hung holds up the next image.
  await dropOn(page, [wanted], null)
  await shown(page).waitFor()
  await page.keyboard.press('Enter')
  await expect(placedImages(page)).toHaveAccessibleName('image 1: poster.jpg')
  await expect.poll(() => writtenIn(page)).toBe('Look at [image 1: poster.jpg]')
  await dropOn(page, [await colourFile('red.png', 'red')], null)
  await expect(placedImages(page).nth(1)).toHaveAccessibleName('image 2: red.png')
  await page.keyboard.press('Enter')
  const question = page.getByRole('article').first()
  await expect(question).toContainText('Look at')
  await expect(question.getByRole('img')).toHaveCount(2)
  await expect.poll(() => writtenIn(page)).toBe('')
})
