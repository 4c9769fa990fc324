import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from './fixtures/app.ts'
import { composer } from './fixtures/chat.ts'
import { colourFile, dropOn, pasteFiles, placedImages, pointBefore, writtenIn } from './fixtures/images.ts'

test.describe('a message with images', () => {
  test('images are dropped between words and at the caret, and stand in order', async ({ app }) => {
    const { page } = app
    await composer(page).fill('In this, and in that: what differs?')
    await dropOn(page, [await colourFile('red.png', 'red')], ', and')
    await dropOn(page, [await colourFile('blue.png', 'blue')], ': what')
    await expect(placedImages(page)).toHaveCount(2)
    await expect(composer(page).locator('img')).toHaveCount(2)
    await expect
      .poll(() => writtenIn(page))
      .toBe('In this[image 1: red.png], and in that[image 2: blue.png]: what differs?')
    await page.keyboard.press('End')
    await page.keyboard.type(' And here:')
    await pasteFiles(page, [await colourFile('image.png', 'green')])
    await page.keyboard.type('?')
    await expect.poll(() => writtenIn(page)).toMatch(/ And here:\[image 3: Pasted image[^\]]*\]\?$/)
    const shown = composer(page).locator('img').first()
    await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(60)
  })

  test('images are chosen in a dialog, moved by keyboard, walked past and removed', async ({ app }) => {
    const { page } = app
    await composer(page).fill('one two three')
    const dialog = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Images…' }).click()
    const { name, bytes } = await colourFile('red.png', 'red')
    await (await dialog).setFiles({ name, mimeType: 'image/png', buffer: Buffer.from(bytes) })
    await expect(placedImages(page)).toHaveAccessibleName('image 1: red.png')
    await composer(page).focus()
    await page.keyboard.press('ArrowLeft')
    await expect(placedImages(page)).toBeFocused()
    await page.keyboard.press('Alt+ArrowLeft')
    await expect.poll(() => writtenIn(page)).toBe('one two [image 1: red.png]three')
    await page.keyboard.press('Alt+ArrowLeft')
    await expect.poll(() => writtenIn(page)).toBe('one [image 1: red.png]two three')
    await expect(page.locator('#announcement')).toHaveText('Now image 1, after “one”')
    await page.keyboard.press('Alt+Home')
    await expect.poll(() => writtenIn(page)).toBe('[image 1: red.png]one two three')
    await page.keyboard.press('Alt+End')
    await expect.poll(() => writtenIn(page)).toBe('one two three[image 1: red.png]')
    await page.keyboard.press('Alt+ArrowLeft')
    // Past it: letters go behind it, and before it after one more step back.
    await page.keyboard.press('ArrowRight')
    await page.keyboard.type('A')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await expect(placedImages(page)).toBeFocused()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.type('B')
    await expect.poll(() => writtenIn(page)).toBe('one two B[image 1: red.png]Athree')
    // On the image itself a letter goes behind it.
    await page.keyboard.press('ArrowRight')
    await page.keyboard.type('C')
    await expect.poll(() => writtenIn(page)).toBe('one two B[image 1: red.png]CAthree')
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Backspace')
    await expect.poll(() => writtenIn(page)).toBe('one two BAthree')
    await page.keyboard.press('ControlOrMeta+z')
    await expect.poll(() => writtenIn(page)).toContain('[image 1: red.png]')
    await page.keyboard.press('ControlOrMeta+Shift+z')
    await expect.poll(() => writtenIn(page)).toBe('one two BAthree')
  })

  test('an image is moved with the mouse, and a copied stretch keeps its images', async ({ app }) => {
    const { page } = app
    await composer(page).fill('one two three')
    await dropOn(page, [await colourFile('red.png', 'red')], 'three')
    await expect(composer(page).locator('img')).toHaveCount(1)
    const to = await pointBefore(page, 'two')
    const from = await placedImages(page).boundingBox()
    await page.mouse.move((from?.x ?? 0) + 20, (from?.y ?? 0) + 20)
    await page.mouse.down()
    await page.mouse.move(to.x + 4, to.y, { steps: 4 })
    await page.mouse.move(to.x, to.y, { steps: 2 })
    await page.mouse.up()
    await expect.poll(() => writtenIn(page)).toBe('one [image 1: red.png]two three')
    await composer(page).focus()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('ControlOrMeta+c')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ControlOrMeta+v')
    await expect
      .poll(() => writtenIn(page))
      .toBe('one [image 1: red.png]two threeone [image 2: red.png]two three')
    const text = await page.evaluate(() => navigator.clipboard.readText())
    expect(text).toBe('one [image 1]two three')
  })

  test('an image has its facts and words of its own, and they are there after a reload', async ({ app }) => {
    const { page } = app
    await composer(page).fill('What is ')
    await dropOn(page, [await colourFile('red.png', 'red')], null)
    await placedImages(page).click()
    const about = page.getByRole('dialog', { name: 'About image 1' })
    await expect(about).toContainText('60 × 40')
    await about.getByRole('textbox').fill('a red card')
    await page.keyboard.press('Escape')
    await expect(about).toBeHidden()
    await expect(placedImages(page)).toBeFocused()
    await expect(placedImages(page)).toHaveAccessibleName('image 1: a red card')
    await page.waitForTimeout(600)
    await page.reload()
    await expect(placedImages(page)).toHaveAccessibleName('image 1: a red card')
    await expect.poll(() => writtenIn(page)).toBe('What is [image 1: a red card]')
    await expect(composer(page)).toBeFocused()
    await page.keyboard.type('?')
    await expect.poll(() => writtenIn(page)).toBe('What is [image 1: a red card]?')
  })

  test('an image is shown before it is kept; one that cannot be kept goes, with its sentence', async ({
    app,
    dataFolder,
  }) => {
    const { page } = app
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 30 }
    const create = { width: 2000, height: 1500, channels: 3 as const, background: '#888', noise }
    const photo = { name: 'photo.jpg', bytes: await sharp({ create }).jpeg().toBuffer() }
    const folder = join(dataFolder, 'images')
    // A file where the folder should be.
    rmSync(folder, { recursive: true, force: true })
    writeFileSync(folder, '')
    await composer(page).fill('Look at ')
    const sources = await composer(page).evaluateHandle((box) => {
      const seen: string[] = []
      new MutationObserver(() => {
        const source = box.querySelector('img')?.getAttribute('src')
        if (source && seen.at(-1) !== source) seen.push(source)
      }).observe(box, { subtree: true, childList: true, attributes: true })
      return seen
    })
    await dropOn(page, [photo], null)
    const said = page.getByRole('alert', { name: 'Not added' })
    await expect(said).toContainText('The image could not be saved in Ponder')
    await expect.poll(() => writtenIn(page)).toBe('Look at ')
    expect(await sources.jsonValue()).toEqual([expect.stringMatching(/^data:image\/png;base64,/)])
    rmSync(folder)
    await dropOn(page, [photo], null)
    await expect(composer(page).locator('img')).toHaveAttribute('src', /^\/images\/[0-9a-f]{64}\.small\.png$/)
    await expect(placedImages(page)).not.toHaveAttribute('aria-busy')
  })

  test('lines, long pasted text and words of any kind are written as in a plain box', async ({ app }) => {
    const { page } = app
    await page.keyboard.type('one')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('two')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.type('middle')
    await expect.poll(() => writtenIn(page)).toBe('one\nmiddle\ntwo')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('Delete')
    await expect.poll(() => writtenIn(page)).toBe('')
    await page.evaluate(() => navigator.clipboard.writeText(`<b>bold</b>\r\n${'line\n'.repeat(300)}end`))
    await page.keyboard.press('ControlOrMeta+v')
    await expect.poll(() => writtenIn(page)).toBe(`<b>bold</b>\n${'line\n'.repeat(300)}end`)
    const box = await composer(page).boundingBox()
    expect(box?.height).toBeLessThanOrEqual(321)
    // The end is in sight, where one goes on.
    const rest = await composer(page).evaluate(
      (element) => element.scrollHeight - element.scrollTop - element.clientHeight,
    )
    expect(rest).toBeLessThan(3)
    await page.keyboard.press('ControlOrMeta+Backspace')
    await expect.poll(() => writtenIn(page)).toMatch(/line\n$/)
    await page.keyboard.press('ControlOrMeta+z')
    await page.keyboard.press('ControlOrMeta+z')
    await expect.poll(() => writtenIn(page)).toBe('')
  })
})
