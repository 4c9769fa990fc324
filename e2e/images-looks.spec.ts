import { test } from './fixtures/app.ts'
import { composer } from './fixtures/chat.ts'
import { dropOn, placedImages, somePictures } from './fixtures/images.ts'
import { expect } from './fixtures/app.ts'
import { expectNoBarrier, look } from './fixtures/look.ts'

test.describe('images', () => {
  test.setTimeout(240_000)

  test('in the message, with their facts, and beside files that were refused', async ({ app }) => {
    const { page } = app
    const [lake, poster, letter] = await somePictures()
    await composer(page).fill('Compare the light in with the colours of , and tell me whether fits.')
    await dropOn(page, [letter], 'fits')
    await dropOn(page, [poster], ', and')
    await dropOn(page, [lake], 'with')
    await expect(composer(page).locator('img')).toHaveCount(3)
    await expectNoBarrier(page, 'images in the message')
    await look(page, 'images-written')
    await placedImages(page).nth(1).click()
    await expect(page.getByRole('dialog', { name: 'About image 2' })).toBeVisible()
    await expectNoBarrier(page, 'facts of an image')
    await look(page, 'images-facts')
    await page.keyboard.press('Escape')
    const bytes = lake.bytes.slice(0, 3000)
    await dropOn(
      page,
      [
        { name: 'half.png', bytes },
        { name: 'words.png', bytes: Buffer.from('words') },
      ],
      null,
    )
    await expect(page.getByRole('alert', { name: 'Not added' }).getByRole('listitem')).toHaveCount(2)
    await expectNoBarrier(page, 'refused files')
    await look(page, 'images-refused')
  })
})
