import type { Page } from '@playwright/test'
import { expect, test } from './fixtures/app.ts'
import { answers, askAndWait, chooseMode, composer } from './fixtures/chat.ts'
import { otherTemplates, putModel } from './fixtures/other-models.ts'

/** Opens a model on the page of all models, which looks at the folder by itself. */
async function openFromPage(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Models' }).click()
  await page.getByRole('button', { name: new RegExp(`^Open .*${name}`, 'i') }).click()
}

const inUse = (page: Page) => page.getByRole('region', { name: 'Model in use' })
const newChat = (page: Page) => page.keyboard.press('ControlOrMeta+Shift+KeyO')

test.describe('whatever template a model brings', () => {
  test('a hostile one gets its sentence, and with another one the model answers', async ({
    app,
    dataFolder,
  }) => {
    const { page } = app
    putModel(dataFolder, 'hostile', otherTemplates.hostile)
    await page.getByRole('link', { name: 'Models' }).click()
    await page.getByRole('button', { name: 'About Hostile' }).click()
    await expect(page.getByText(/^The chat template of hostile does not come to an end/i)).toBeVisible()
    await openFromPage(page, 'hostile')
    const alert = page.getByRole('alert')
    await expect(alert).toContainText(/chat template of hostile does not come to an end/i)
    await expect(alert).toContainText(/another template/)

    await page.getByRole('button', { name: 'Open with the template ChatML' }).click()
    await expect(inUse(page)).toContainText('Template: ChatML, from Ponder')
    await newChat(page)
    await askAndWait(page, 'What is the capital of France?')
    await expect(answers(page).last()).toContainText('Paris')

    // It is kept, and comes back with the model.
    const again = await app.restart()
    await askAndWait(again.page, 'What is the capital of Italy?')
    await expect(answers(again.page).last()).toContainText('Rome')
    await again.close()
  })

  test('it can be read and copied as plain text, replaced by one of one’s own, and brought back', async ({
    app,
    dataFolder,
  }) => {
    const { page } = app
    putModel(dataFolder, 'plain', otherTemplates.plain)
    await openFromPage(page, 'plain')
    // Not of the model before it, whose template is its own as well.
    await expect(inUse(page)).toContainText('Plain')
    await expect(inUse(page)).toContainText('Template: its own')
    await inUse(page).getByRole('button', { name: 'Read template' }).click()
    const reader = page.getByRole('dialog', { name: 'Template' })
    await expect(reader.getByLabel('Template text')).toHaveText(otherTemplates.plain)
    await reader.getByRole('button', { name: 'Copy' }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(otherTemplates.plain)
    await page.keyboard.press('Escape')

    await inUse(page).getByRole('button', { name: 'Use another template…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Use another template' })
    await dialog.getByRole('radio', { name: /A text of yours/ }).check()
    await expect(dialog.getByRole('button', { name: 'Open with this template' })).toBeDisabled()
    await dialog.getByLabel('Template text').fill('{% for message in messages %}')
    await dialog.getByRole('button', { name: 'Open with this template' }).click()
    await expect(page.getByRole('alert')).toContainText(/cannot be used/)

    await page.getByRole('button', { name: 'Another…' }).click()
    await dialog.getByRole('radio', { name: /A text of yours/ }).check()
    await dialog.getByLabel('Template text').fill(otherTemplates.efforts)
    await dialog.getByRole('button', { name: 'Open with this template' }).click()
    await expect(inUse(page)).toContainText('Template: your text')
    await inUse(page).getByRole('button', { name: 'Back to its own' }).click()
    await expect(inUse(page)).toContainText('Template: its own')
  })

  test('a model with efforts is asked for one, which stays with its conversation', async ({
    app,
    dataFolder,
  }) => {
    const { page } = app
    await expect(page.getByRole('combobox', { name: 'Effort' })).toHaveCount(0)
    putModel(dataFolder, 'efforts', otherTemplates.efforts)
    await openFromPage(page, 'efforts')
    await newChat(page)
    const effort = page.getByRole('combobox', { name: 'Effort' })
    await expect(effort).toHaveValue('')
    await effort.selectOption('High effort')
    await askAndWait(page, 'What is 347 + 585?')
    await expect(effort).toHaveValue('high')
    // This one has no way not to think: it says so where that is asked for.
    await chooseMode(page, 'Quick')
    await expect(page.getByText(/template cannot switch its thoughts off/)).toBeVisible()
    await chooseMode(page, 'Auto')
    await expect(page.getByText(/template cannot switch its thoughts off/)).toHaveCount(0)
    await page.keyboard.press('ControlOrMeta+i')
    const details = page.getByRole('complementary', { name: 'About this answer' })
    await expect(details).toContainText(/High effort, as you chose/)
    await page.keyboard.press('ControlOrMeta+i')
    await newChat(page)
    await expect(effort).toHaveValue('')

    const again = await app.restart()
    await again.page.getByRole('list', { name: 'Conversations' }).getByText(/347/).click()
    await expect(again.page.getByRole('combobox', { name: 'Effort' })).toHaveValue('high')
    await again.close()
  })

  test('a model without thoughts says so and offers plain answers or step by step', async ({
    app,
    dataFolder,
  }) => {
    const { page } = app
    putModel(dataFolder, 'plain', otherTemplates.plain)
    await openFromPage(page, 'plain')
    await newChat(page)
    await expect(page.getByText(/This model has no thoughts of its own/)).toBeVisible()
    await expect(page.getByRole('radio', { name: 'Plain answers' })).toBeChecked()
    const plain = await askAndWait(page, 'What is the capital of France?')
    await expect(plain).toContainText('Plain answer')

    await composer(page).focus()
    await page.keyboard.press('ControlOrMeta+Shift+KeyT')
    await expect(page.getByRole('radio', { name: 'Step by step' })).toBeChecked()
    const steps = await askAndWait(page, 'What is the capital of Japan?')
    await expect(steps).toContainText('Step by step · chosen by you')
    await expect(steps.getByRole('button', { name: /Thought for/ })).toHaveCount(0)
    await page.getByRole('button', { name: 'Redo' }).last().click()
    await expect(page.getByRole('menuitem', { name: 'Redo as a plain answer' })).toBeVisible()
    await page.keyboard.press('Escape')
    await page.keyboard.press('ControlOrMeta+i')
    await expect(page.getByRole('complementary', { name: 'About this answer' })).toContainText(
      /You asked for the steps/,
    )
  })
})
