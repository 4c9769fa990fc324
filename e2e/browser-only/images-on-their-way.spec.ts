import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/app.ts'
import { composer } from '../fixtures/chat.ts'
import { holdKeptImages } from '../fixtures/hold-kept-images.ts'
import { colourFile, dropOn, placedImages, writtenIn } from '../fixtures/images.ts'

const shown = (page: Page) => composer(page).locator('img[src^="data:"]')

test('a message is not sent without an image that is shown and not yet kept, nor lost with the page', async ({
  app,
}) => {
  const { page } = app
  const images = await holdKeptImages(page)
  await page.reload()
  const wanted = await colourFile('poster.png', 'teal')
  await composer(page).fill('Look at ')
  await dropOn(page, [wanted], null)
  await shown(page).waitFor()
  await expect(placedImages(page)).toHaveAttribute('aria-busy', 'true')
  await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled()
  await page.keyboard.press('Enter')
  await expect.poll(() => writtenIn(page)).toBe('Look at [image 1: poster.png, being taken in]')
  await page.reload()
  const said = page.getByRole('alert', { name: 'Not added' })
  await expect(said).toContainText(
    'poster.png was not in Ponder yet when this message was left. Add it again.',
  )
  await expect.poll(() => writtenIn(page)).toBe('Look at ')
  // The page that went does not hold up the next image.
  await dropOn(page, [wanted], null)
  await shown(page).waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => writtenIn(page)).toBe('Look at [image 1: poster.png, being taken in]')
  images.release()
  await expect(placedImages(page)).toHaveAccessibleName('image 1: poster.png')
  await expect.poll(() => writtenIn(page)).toBe('Look at [image 1: poster.png]')
  await dropOn(page, [await colourFile('red.png', 'red')], null)
  await expect(placedImages(page).nth(1)).toHaveAccessibleName('image 2: red.png')
  await page.keyboard.press('Enter')
  const question = page.getByRole('article').first()
  await expect(question).toContainText('Look at')
  await expect(question.getByRole('img')).toHaveCount(2)
  await expect.poll(() => writtenIn(page)).toBe('')
})
