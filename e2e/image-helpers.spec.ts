import { BLUE, RED, disc, square } from '../electron/engine/vision/fixtures/write-png.ts'
import { expect, test } from './fixtures/app.ts'
import { answers, composer, untilAnswered } from './fixtures/chat.ts'
import { dropOn, type SomeFile } from './fixtures/images.ts'
import { expectNoBarrier, look } from './fixtures/look.ts'
import type { Locator, Page } from '@playwright/test'

const red: SomeFile = { name: 'red.png', bytes: disc(RED) }
const blue: SomeFile = { name: 'blue.png', bytes: disc(BLUE) }
const box: SomeFile = { name: 'box.png', bytes: square(RED) }

async function openHelper(page: Page, name: string): Promise<Locator> {
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('menuitem', { name }).click()
  return page.getByRole('dialog')
}

async function choose(page: Page, slot: Locator, { name, bytes }: SomeFile): Promise<void> {
  const dialog = page.waitForEvent('filechooser')
  await slot.click()
  await (await dialog).setFiles({ name, mimeType: 'image/png', buffer: Buffer.from(bytes) })
}

const slot = (dialog: Locator, name: string): Locator =>
  dialog.getByRole('button', { name: new RegExp(`^${name}: `) })

test.describe('helpers for images', () => {
  test.use({ model: 'sees' })
  test.setTimeout(240_000)

  test('an image is classified among an editable table of classes, as a bar chart', async ({ app }) => {
    const { page } = app
    await dropOn(page, [red], null)
    await expect(composer(page).locator('img')).toHaveCount(1)
    const dialog = await openHelper(page, 'Classify an image')
    // The image of the message is there already.
    await expect(slot(dialog, 'Image')).toHaveAccessibleName('Image: red.png')
    await dialog.getByRole('textbox', { name: 'What all classes are' }).fill('colour')
    await dialog.getByRole('button', { name: 'Add a class' }).click()
    for (const [index, name] of ['red', 'blue', 'green'].entries())
      await dialog.getByRole('textbox', { name: `Class ${index + 1}`, exact: true }).fill(name)
    await dialog.getByRole('textbox', { name: 'Description of class 1' }).fill('like blood')
    await dialog.getByRole('button', { name: 'Remove class 3' }).click()
    await expectNoBarrier(page, 'classes')
    await dialog.getByRole('button', { name: 'Classify' }).click()
    await expect(dialog.getByRole('figure', { name: 'How likely each class is' })).toBeVisible({
      timeout: 60_000,
    })
    await dialog.getByRole('button', { name: 'Table' }).click()
    const rows = dialog.getByRole('figure').getByRole('row')
    await expect(rows).toHaveCount(3)
    const sum = (await rows.allInnerTexts())
      .slice(1)
      .map((row) => Number(row.split('\t')[1]))
      .reduce((one, other) => one + other, 0)
    expect(sum).toBeCloseTo(1, 2)
    await dialog.getByRole('button', { name: 'Table' }).click()
    await expectNoBarrier(page, 'probabilities of classes')
    await look(page, 'images-classes')
  })

  test('answers are weighed: yes or no, or any that stand to choose from', async ({ app }) => {
    const { page } = app
    await dropOn(page, [blue], null)
    await expect(composer(page).locator('img')).toHaveCount(1)
    const dialog = await openHelper(page, 'Weigh answers')
    await expect(slot(dialog, 'Image 1')).toHaveAccessibleName('Image 1: blue.png')
    await dialog.getByRole('textbox', { name: 'Question' }).fill('What colour?')
    await dialog.getByRole('button', { name: 'Weigh' }).click()
    const figure = dialog.getByRole('figure', { name: 'How likely each answer is' })
    await expect(figure).toContainText(/Most likely (Yes|No)/, { timeout: 60_000 })
    await dialog.getByRole('radio', { name: 'These answers' }).check()
    await dialog.getByRole('button', { name: 'Add an answer' }).click()
    for (const [index, colour] of ['red', 'green', 'blue'].entries())
      await dialog.getByRole('textbox', { name: `Answer ${index + 1}`, exact: true }).fill(colour)
    await dialog.getByRole('button', { name: 'Weigh' }).click()
    await expect(figure).toContainText(/Most likely blue, at \d+ %/, { timeout: 60_000 })
    await dialog.getByRole('button', { name: 'Table' }).click()
    const rows = (await figure.getByRole('row').allInnerTexts()).slice(1)
    expect(rows.map((row) => row.split('\t')[0])).toEqual(['red', 'green', 'blue'])
    const sum = rows.reduce((total, row) => total + Number(row.split('\t')[1]), 0)
    expect(sum).toBeCloseTo(1, 2)
    await dialog.getByRole('button', { name: 'Table' }).click()
    await expectNoBarrier(page, 'weighed answers')
    await look(page, 'images-weighed')
  })

  test('a picture puzzle is tried with each candidate', async ({ app }) => {
    const { page } = app
    const dialog = await openHelper(page, 'Solve a picture puzzle')
    for (const [index, file] of [red, blue, red].entries())
      await choose(page, slot(dialog, `Cell ${index + 1}`), file)
    for (const [index, file] of [blue, red, box].entries())
      await choose(page, slot(dialog, `Candidate ${index + 1}`), file)
    await expectNoBarrier(page, 'a puzzle')
    await dialog.getByRole('button', { name: 'Solve' }).click()
    const figure = dialog.getByRole('figure', { name: 'Yes for each candidate' })
    await expect(figure).toBeVisible({ timeout: 60_000 })
    // The small model of the tests was never taught to say Yes.
    await expect(figure).toContainText(/Candidate \d is the likeliest|says Yes to none/)
    await figure.scrollIntoViewIfNeeded()
    await look(page, 'images-puzzle')
  })

  test('examples are put into the message, to be sent', async ({ app }) => {
    const { page } = app
    const dialog = await openHelper(page, 'Ask with examples')
    await choose(page, slot(dialog, 'Example 1'), red)
    await dialog.getByRole('textbox', { name: 'Answer to example 1' }).fill('red')
    await choose(page, slot(dialog, 'Example 2'), box)
    await dialog.getByRole('textbox', { name: 'Answer to example 2' }).fill('red')
    await choose(page, slot(dialog, 'Image to ask about'), blue)
    await expectNoBarrier(page, 'examples')
    await look(page, 'images-examples')
    await dialog.getByRole('button', { name: 'Put into the message' }).click()
    await expect(dialog).toBeHidden()
    await expect(composer(page).locator('img')).toHaveCount(3)
    await expect(composer(page)).toContainText('red')
  })

  test('images are described first, and both steps are shown', async ({ app }) => {
    const { page } = app
    await dropOn(page, [red], null)
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('What colour?')
    await expect(page.getByRole('button', { name: 'Send' })).toBeEnabled()
    await openHelper(page, 'Send, describing the images first')
    await expect(answers(page)).toHaveCount(2, { timeout: 60_000 })
    await untilAnswered(page)
    await expect(page.getByRole('article', { name: 'Your question' })).toHaveCount(2)
  })
})
