import type { Page } from '@playwright/test'
import { expect, test } from './fixtures/app.ts'
import { answers, askAndWait, chooseMode, composer, untilAnswered, type ModeName } from './fixtures/chat.ts'

test.describe('choosing how it thinks', () => {
  test('Auto answers an easy question at once and thinks about a hard one, and says so', async ({ app }) => {
    const easy = await askAndWait(app.page, 'What is the capital of Japan?')
    await expect(easy).toContainText('Tokyo')
    await expect(easy).toContainText(/Quick/)
    const hard = await askAndWait(app.page, 'What is 347 + 585?')
    await expect(hard).toContainText('932')
    await expect(hard.getByRole('button', { name: /Thought for/ })).toBeVisible()
  })

  test('Quick never thinks, Think always does', async ({ app }) => {
    await chooseMode(app.page, 'Quick')
    const quick = await askAndWait(app.page, 'What is 347 + 585?')
    await expect(quick.getByRole('button', { name: /Thought for/ })).toHaveCount(0)
    await chooseMode(app.page, 'Think')
    const thought = await askAndWait(app.page, 'What is the capital of France?')
    await expect(thought.getByRole('button', { name: /Thought for/ })).toBeVisible()
    await expect(thought).toContainText('Paris')
  })

  test('the mode is switched from the keyboard', async ({ app }) => {
    const { page } = app
    await expect(page.getByRole('radio', { name: 'Auto' })).toBeChecked()
    await page.keyboard.press('ControlOrMeta+Shift+KeyT')
    await expect(page.getByRole('radio', { name: 'Think' })).toBeChecked()
    await page.keyboard.press('ControlOrMeta+Shift+KeyT')
    await expect(page.getByRole('radio', { name: 'Quick' })).toBeChecked()
  })

  test('two windows keep their own mode, and the next one opens with the one chosen last', async ({
    app,
    shell,
  }) => {
    test.skip(shell === 'electron', 'not run: the desktop has one window')
    const chosen = (page: Page, mode: ModeName) => page.getByRole('radio', { name: mode })
    const other = await app.secondWindow()
    await expect(chosen(other, 'Auto')).toBeChecked()
    await chooseMode(app.page, 'Think')
    // Opened after the change was stored, so that the other window has heard of it too.
    await expect(async () => {
      const next = await app.secondWindow()
      await expect(chosen(next, 'Think')).toBeChecked({ timeout: 1000 })
      await next.close()
    }).toPass()
    await expect(chosen(other, 'Auto')).toBeChecked()
    await chooseMode(other, 'Quick')
    await expect(chosen(app.page, 'Think')).toBeChecked()
  })

  test('a question sent right after the switch goes with the new mode', async ({ app }) => {
    const { page } = app
    await composer(page).fill('What is the capital of France?')
    await expect(page.getByRole('button', { name: 'Send' })).toBeEnabled()
    // Both keys in one turn of the page: nothing from core can come in between.
    await page.evaluate(() => {
      const press = (key: KeyboardEventInit) =>
        document.activeElement?.dispatchEvent(
          new KeyboardEvent('keydown', { ...key, bubbles: true, cancelable: true }),
        )
      const mac = navigator.platform.startsWith('Mac')
      press({ key: 'T', code: 'KeyT', ctrlKey: !mac, metaKey: mac, shiftKey: true })
      return Promise.resolve().then(() => press({ key: 'Enter', code: 'Enter' }))
    })
    await untilAnswered(page)
    await expect(answers(page).last()).toContainText('Paris')
    await expect(
      answers(page)
        .last()
        .getByRole('button', { name: /Thought for/ }),
    ).toBeVisible()
  })

  test('an answer can be redone with and without thinking, and every version is kept', async ({ app }) => {
    const { page } = app
    await chooseMode(page, 'Quick')
    await askAndWait(page, 'What is 58 + 67?')
    await page.getByRole('button', { name: 'Redo' }).last().click()
    await page.getByRole('menuitem', { name: 'Redo with thinking' }).click()
    await untilAnswered(page)
    await expect(answers(page).last()).toContainText('125')
    await expect(
      answers(page)
        .last()
        .getByRole('button', { name: /Thought for/ }),
    ).toBeVisible()
    await expect(answers(page).last()).toContainText('2/2')
    await page.getByRole('button', { name: 'Previous version' }).last().click()
    await expect(answers(page).last()).toContainText('1/2')
    await expect(
      answers(page)
        .last()
        .getByRole('button', { name: /Thought for/ }),
    ).toHaveCount(0)
  })

  test('the thought unfolds and never stands in the answer or in what is copied', async ({ app }) => {
    const { page } = app
    const answer = await askAndWait(page, 'What is 347 + 585?')
    await answer.getByRole('button', { name: /Thought for/ }).click()
    await expect(answer.getByText(/7\+5/)).toBeVisible()
    await answer.getByRole('button', { name: 'Copy answer' }).click()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toContain('932')
    expect(copied).not.toMatch(/think|7\+5/)
  })
})
