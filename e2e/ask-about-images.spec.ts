import { starter } from '../electron/engine/vision/fixtures/starter-model.ts'
import { BLUE, RED, disc } from '../electron/engine/vision/fixtures/write-png.ts'
import { expect, test } from './fixtures/app.ts'
import { answers, ask, composer, detail, untilAnswered } from './fixtures/chat.ts'
import { enginePids } from './fixtures/engine-process.ts'
import { dropOn, placedImages, somePictures, writtenIn, type SomeFile } from './fixtures/images.ts'
import { expectNoBarrier, look } from './fixtures/look.ts'
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import sharp from 'sharp'

const red: SomeFile = { name: 'card.png', bytes: disc(RED) }
const blue: SomeFile = { name: 'card.png', bytes: disc(BLUE) }
const questions = (page: Page) => page.getByRole('article', { name: 'Your question' })

function redCircle(): Promise<Buffer> {
  const drawing =
    '<svg xmlns="http://www.w3.org/2000/svg" width="288" height="288"><rect width="288" height="288" fill="#f4f4f4"/>' +
    '<circle cx="150" cy="140" r="75" fill="#dc1e28"/></svg>'
  return sharp(Buffer.from(drawing)).png().toBuffer()
}

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
    expect(await detail(page, 'Images')).toBe('36')
    await page.keyboard.press('ControlOrMeta+i')

    // The same words and the same name about another picture.
    await page.getByRole('button', { name: 'Edit question' }).first().click()
    await expect(placedImages(page)).toHaveCount(1)
    await expect.poll(() => writtenIn(page)).toBe('[image 1: card.png]\nWhat colour?')
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
    // Exported, it takes its image along.
    const download = page.waitForEvent('download')
    await page.getByRole('list', { name: 'Conversations' }).getByRole('link').first().hover()
    await page
      .getByRole('button', { name: /^More for/ })
      .first()
      .click()
    await page.getByRole('menuitem', { name: 'Export' }).click()
    const exported = await download
    expect(exported.suggestedFilename()).toMatch(/\.md$/)
    const text = readFileSync(await exported.path(), 'utf8')
    expect(text).toMatch(/\*\*You\*\*\n\n!\[image 1: card\.png\]\(data:image\/png;base64,iVBOR[\w+/=]+\)/)
    expect(text).toMatch(/\*\*Starter\*\*\n\nred/)
    // Copied with its image, it is the same message again.
    await questions(page).first().hover()
    await page.getByRole('button', { name: 'Copy question' }).first().click()
    await composer(page).focus()
    await page.keyboard.press('ControlOrMeta+v')
    await expect.poll(() => writtenIn(page)).toBe('[image 1: card.png]\nWhat colour?')
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

/** An image in the message whose tokens are counted, so that sending it asks what sees for nothing but the answer. */
async function writeAbout(page: Page, file: SomeFile, words: string): Promise<void> {
  await dropOn(page, [file], null)
  await placedImages(page).click()
  await expect(page.getByRole('dialog', { name: 'About image 1' })).toContainText('36 tokens')
  await page.keyboard.press('Escape')
  await composer(page).press('ControlOrMeta+End')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type(words)
  await expect(page.getByRole('button', { name: 'Send' })).toBeEnabled()
}

test.describe('while a model looks', () => {
  test.use({ model: 'sees' })
  test.setTimeout(240_000)

  test('that is said; a kill costs the answer, Stop ends it at once, and the next one comes', async ({
    app,
  }) => {
    const { page } = app
    await askAbout(page, red, 'What colour?')
    await expect(answers(page).last()).toContainText('red', { timeout: 60_000 })
    await untilAnswered(page)
    const looking = answers(page).last().getByText('Looking at the images')
    for (const [end, bytes] of [
      ['kill', disc(BLUE)],
      ['stop', disc([30, 160, 60])],
    ] as const) {
      await page.getByRole('button', { name: 'New chat', exact: true }).click()
      await writeAbout(page, { name: 'other.png', bytes }, 'What colour?')
      // Frozen, since looking is over in no time with so small a model.
      const pid = enginePids(app, 'vision-engine')[0] ?? 0
      process.kill(pid, 'SIGSTOP')
      await composer(page).press('Enter')
      await expect(looking).toBeVisible()
      if (end === 'kill') {
        await look(page, 'images-looking')
        process.kill(pid, 'SIGKILL')
        await untilAnswered(page)
        await expect(answers(page).last()).toContainText(/ended|SIGKILL/)
      } else {
        await page.getByRole('button', { name: 'Stop' }).click()
        await untilAnswered(page)
        await expect(answers(page).last()).toContainText('You stopped this answer.')
        // It did not come to rest within two seconds, so it is gone.
        await expect.poll(() => enginePids(app, 'vision-engine')).not.toContain(pid)
      }
      await page.getByRole('button', { name: 'New chat', exact: true }).click()
      await askAbout(page, red, 'What colour?')
      await expect(answers(page).last()).toContainText('red', { timeout: 60_000 })
      await untilAnswered(page)
    }
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

  test('or a description by one that sees, shown as it was given; or one that sees is opened', async ({
    app,
  }) => {
    const { page } = app
    test.setTimeout(240_000)
    const bytes = await redCircle()
    await dropOn(page, [{ name: 'thing.png', bytes }], null)
    const said = page.getByRole('alert').filter({ hasText: 'cannot see images' })
    await said.getByRole('button', { name: 'Describe them' }).click()
    await expect(composer(page)).toContainText('image 1 · as text', { timeout: 90_000 })
    await placedImages(page).click()
    const words = page.getByRole('textbox', { name: /^Words instead of it, said of it by a model/ })
    const given = await words.inputValue()
    expect(given.toLowerCase()).toMatch(/red|circle/)
    await page.keyboard.press('Escape')
    await composer(page).press('ControlOrMeta+End')
    await page.keyboard.type(' What is 2 + 3?')
    await page.keyboard.press('Enter')
    await expect(answers(page)).toHaveCount(1)
    await untilAnswered(page)
    // Word for word what the model was given.
    await questions(page)
      .getByText(/^Words instead of it/)
      .click()
    await expect(questions(page)).toContainText(given)
    await page.getByRole('button', { name: 'New chat', exact: true }).click()
    await dropOn(page, [{ name: 'thing.png', bytes }], null)
    await said.getByRole('button', { name: 'Open a model that sees' }).click()
    await page.getByRole('menuitem', { name: /Ponder demo/ }).click()
    await expect(said).toBeHidden({ timeout: 60_000 })
    await composer(page).press('ControlOrMeta+End')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('What colour is the circle?')
    await expect(page.getByRole('button', { name: 'Send' })).toBeEnabled()
    await page.keyboard.press('Enter')
    await expect(answers(page).last()).toContainText(/red/i, { timeout: 60_000 })
  })

  test('is given an image half by hand; one of another model is refused in words', async ({ app }) => {
    const { page } = app
    test.setTimeout(240_000)
    await expect(page.getByRole('button', { name: /^Model: Blind/ })).toBeVisible()
    await page.getByRole('link', { name: 'Models' }).click()
    const row = page.getByRole('listitem').filter({ hasText: 'Blind Q8' })
    await row.getByRole('button', { name: 'About Blind Q8' }).click()
    const half = row.getByRole('combobox', { name: 'Image half' })
    await expect(half.locator('option:checked')).toHaveText(/^none/)
    const dialog = page.waitForEvent('filechooser')
    await row.getByRole('button', { name: 'Choose a file…' }).click()
    await (await dialog).setFiles(starter.projectorPath)
    const copied = half.locator('option', { hasText: 'starter-vision-mmproj.gguf' })
    await expect(copied).toHaveCount(1, { timeout: 30_000 })
    await half.selectOption({ label: await copied.innerText() })
    await expect(row).toContainText(/While it looks at images it needs [\d.]+ MB more, which fits too/)
    await expect(row).toContainText('in use')
    await expectNoBarrier(page, 'an image half chosen by hand')
    await half.scrollIntoViewIfNeeded()
    await look(page, 'images-half')
    const bytes = await redCircle()
    await page.getByRole('button', { name: 'New chat', exact: true }).click()
    await dropOn(page, [{ name: 'thing.png', bytes }], null)
    const said = page.getByRole('alert').filter({ hasText: 'cannot see images' })
    await expect(said).toContainText(/does not belong to this model.*made for this very model/, {
      timeout: 60_000,
    })
    await page.getByRole('link', { name: 'Models' }).click()
    await row.getByRole('button', { name: 'About Blind Q8' }).click()
    const right = half.locator('option', { hasText: 'mmproj-ponder-demo.gguf' })
    await half.selectOption({ label: await right.innerText() })
    await page.getByRole('button', { name: 'New chat', exact: true }).click()
    await expect(composer(page).locator('img')).toHaveCount(1)
    await expect(said).toBeHidden({ timeout: 60_000 })
    await composer(page).press('ControlOrMeta+End')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('What colour is the circle?')
    await expect(page.getByRole('button', { name: 'Send' })).toBeEnabled()
    await page.keyboard.press('Enter')
    await expect(answers(page).last()).toContainText(/red/i, { timeout: 60_000 })
  })
})
