import { BLUE, RED, disc } from '../electron/engine/vision/fixtures/write-png.ts'
import { expect, test } from './fixtures/app.ts'
import { answers, ask, composer, detail, untilAnswered } from './fixtures/chat.ts'
import { enginePids } from './fixtures/engine-process.ts'
import { dropOn, placedImages, somePictures, writtenIn, type SomeFile } from './fixtures/images.ts'
import { expectNoBarrier, look } from './fixtures/look.ts'
import type { Page } from '@playwright/test'

const red: SomeFile = { name: 'card.png', bytes: disc(RED) }
const blue: SomeFile = { name: 'card.png', bytes: disc(BLUE) }
const questions = (page: Page) => page.getByRole('article', { name: 'Your question' })

/** An image, a new line, and words about it. */
async function askAbout(page: Page, file: SomeFile, words: string): Promise<void> {
  await dropOn(page, [file], null)
  await expect(composer(page).locator('img')).toHaveCount(1)
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type(words)
  await expect(page.getByRole('button', { name: 'Send' })).toBeEnabled()
  await page.keyboard.press('Enter')
}

test.describe('with a model that sees', () => {
  test.use({ model: 'sees' })
  test.setTimeout(240_000)

  test('an image is asked about, followed up without looking again, and swapped', async ({ app }) => {
    const { page } = app
    await dropOn(page, [red], null)
    await placedImages(page).click()
    // What it costs is counted before it is sent.
    await expect(page.getByRole('dialog', { name: 'About image 1' })).toContainText('36 tokens')
    await page.keyboard.press('Escape')
    await composer(page).press('ControlOrMeta+a')
    await page.keyboard.press('Delete')
    await askAbout(page, red, 'What colour?')
    await expect(answers(page).last()).toContainText('red', { timeout: 60_000 })
    await untilAnswered(page)
    await expect(questions(page).getByRole('img', { name: 'card.png' })).toBeVisible()
    await ask(page, 'What shape is it?')
    await expect(answers(page)).toHaveCount(2)
    await untilAnswered(page)
    expect(Number(await detail(page, 'Read'))).toBeLessThanOrEqual(12)
    await page.keyboard.press('ControlOrMeta+i')

    // The same words and the same name about another picture.
    await page.getByRole('button', { name: 'Edit question' }).first().click()
    await expect(placedImages(page)).toHaveCount(1)
    expect(await writtenIn(page)).toBe('[image 1: card.png]\nWhat colour?')
    await placedImages(page).focus()
    await page.keyboard.press('Delete')
    await dropOn(page, [blue], 'What')
    await expect(composer(page).locator('img')).toHaveCount(1)
    await composer(page).press('Enter')
    await expect(answers(page).last()).toContainText('blue', { timeout: 60_000 })
    await untilAnswered(page)
    await page.getByRole('button', { name: 'Previous version' }).first().click()
    await expect(answers(page).first()).toContainText('red')
    await expectNoBarrier(page, 'images of questions')
    await page.reload()
    await page.getByRole('list', { name: 'Conversations' }).getByRole('link').first().click()
    const shown = questions(page).first().getByRole('img', { name: 'card.png' })
    await expect(shown).toBeVisible()
    // Copied with its image, it is the same message again.
    await questions(page).first().hover()
    await page.getByRole('button', { name: 'Copy question' }).first().click()
    await composer(page).focus()
    await page.keyboard.press('ControlOrMeta+v')
    expect(await writtenIn(page)).toBe('[image 1: card.png]\nWhat colour?')
    await questions(page)
      .first()
      .getByRole('button', { name: /image 1/ })
      .click()
    await expect(page.getByRole('dialog', { name: 'Look at image 1' })).toBeVisible()
  })

  test('images stand among the words of a question', async ({ app }) => {
    const { page } = app
    const [lake, poster] = await somePictures()
    await composer(page).fill('In this and in this, what colour is the sky?')
    await dropOn(page, [poster], ', what')
    await dropOn(page, [lake], ' and')
    await expect(composer(page).locator('img')).toHaveCount(2)
    await page.keyboard.press('Enter')
    await expect(questions(page).getByRole('img')).toHaveCount(2)
    await untilAnswered(page)
    expect(await questions(page).innerText()).toMatch(/In this\s*image 1\s*and in this\s*image 2\s*, what/)
    await look(page, 'images-asked')
  })
})

test.describe('with a model that sees and never ends', () => {
  test.use({ model: 'sees-slowly' })
  test.setTimeout(180_000)

  test('when what sees ends under an answer, the app lives and the next one comes', async ({ app }) => {
    const { page } = app
    await askAbout(page, red, 'What colour?')
    await expect(answers(page)).toHaveCount(1)
    await expect.poll(() => enginePids(app, 'vision-engine').length, { timeout: 60_000 }).toBe(1)
    process.kill(enginePids(app, 'vision-engine')[0] ?? 0, 'SIGKILL')
    await untilAnswered(page)
    await expect(answers(page).last()).not.toHaveText('')
    await expect(questions(page).getByRole('img', { name: 'card.png' })).toBeVisible()
    await page.getByRole('button', { name: 'New chat', exact: true }).click()
    await askAbout(page, blue, 'What colour?')
    await expect(answers(page).last()).toContainText('blue', { timeout: 60_000 })
    // Stops it, unless it has come to the end of its context by itself.
    await page.keyboard.press('Escape')
    await untilAnswered(page)
  })
})

test.describe('with a model that cannot see', () => {
  test.use({ model: 'blind' })

  test('a model that cannot see gets the text of a picture, and it is shown which', async ({ app }) => {
    const { page } = app
    test.setTimeout(180_000)
    const [, , letter] = await somePictures()
    await composer(page).fill('When does the ferry leave, by ?')
    await dropOn(page, [letter], '?')
    const said = page.getByRole('alert').filter({ hasText: 'cannot see images' })
    await expect(said).toContainText(/cannot see images\. Give it words/)
    await expect(said.getByRole('button', { name: 'Open a model that sees' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled()
    await expectNoBarrier(page, 'a model that cannot see')
    await look(page, 'images-unseen')
    await said.getByRole('button', { name: 'Read their text' }).click()
    await expect(composer(page)).toContainText('image 1 · as text', { timeout: 60_000 })
    await placedImages(page).click()
    const words = page.getByRole('textbox', { name: /^Words instead of it, read in it/ })
    await expect(words).toHaveValue(/The ferry leaves at seven/)
    await words.fill('The ferry leaves at nine.')
    await page.keyboard.press('Escape')
    await composer(page).press('Enter')
    await expect(answers(page)).toHaveCount(1)
    await untilAnswered(page)
    await questions(page).getByText('Words instead of it, written by you').click()
    await expect(questions(page)).toContainText('[Image "page.png": what it shows]')
    await expect(questions(page)).toContainText('The ferry leaves at nine.')
    await expectNoBarrier(page, 'words instead of an image')
  })
})
