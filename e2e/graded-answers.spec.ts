import type { Page } from '@playwright/test'
import { expect, test } from './fixtures/app.ts'
import { answers, askAndWait, chooseMode } from './fixtures/chat.ts'
import { enginePids } from './fixtures/engine-process.ts'

const grade = (page: Page, name: string | RegExp = /^Grade/) =>
  answers(page).last().getByRole('button', { name })

test.describe('grades', () => {
  test('an answer is graded when asked, with a reason and the thought of the judge, and the grade stays', async ({
    app,
  }) => {
    const { page } = app
    await chooseMode(page, 'Think')
    await askAndWait(page, 'What is 347 + 585?')
    await grade(page, 'Grade').click()
    await expect(grade(page, /^Grade \d\.\d/)).toBeVisible({ timeout: 60_000 })
    const pane = page.getByRole('region', { name: 'Grade' })
    await expect(pane).toContainText(/\d\.\d ± \d\.\d of 5/)
    await expect(pane).toContainText(/“.+”/)
    const rivals = pane.getByRole('list', { name: 'Held against' })
    await expect(rivals.locator('> li')).toHaveCount(4)
    await rivals.getByText('No answer at all').click()
    await expect(rivals.getByRole('region', { name: "The judge's thought" }).first()).toContainText(/\d/)

    const words = await grade(page, /^Grade \d/).innerText()
    await page.reload()
    await expect(grade(page, words)).toBeVisible()
  })

  test("the person's own thumb and note stand beside it and win", async ({ app }) => {
    const { page } = app
    await askAndWait(page, 'What is the capital of France?')
    const answer = answers(page).last()
    await answer.getByRole('button', { name: 'Good answer' }).click()
    await expect(answer.getByRole('button', { name: 'You: good' })).toBeVisible()
    await answer.getByRole('button', { name: 'You: good' }).click()
    const pane = page.getByRole('region', { name: 'Grade' })
    await expect(pane).toContainText('Your word counts')
    await pane.getByRole('textbox', { name: 'Your note' }).fill('Short and right.')
    await expect(answer.getByRole('button', { name: /^You: good · grade \d/ })).toBeVisible({
      timeout: 60_000,
    })
    await page.reload()
    await answer.getByRole('button', { name: /^You: good · grade \d/ }).click()
    await expect(pane.getByRole('textbox', { name: 'Your note' })).toHaveValue('Short and right.')
    await answer.getByRole('button', { name: 'Good answer' }).click()
    await expect(answer.getByRole('button', { name: /^Grade \d/ })).toBeVisible()
  })

  test('every answer is graded by itself when that is chosen, and a question asked meanwhile is answered', async ({
    app,
  }) => {
    const { page } = app
    await page.keyboard.press('ControlOrMeta+,')
    await page.getByLabel('Grade answers').selectOption('Always')
    await page.getByRole('button', { name: 'Close' }).click()
    await askAndWait(page, 'What is 21 + 34?')
    await askAndWait(page, 'What is the capital of Spain?')
    await expect(answers(page).last()).toContainText('Madrid')
    for (const index of [0, 1])
      await expect(
        answers(page)
          .nth(index)
          .getByRole('button', { name: /^Grade \d/ }),
      ).toBeVisible({
        timeout: 60_000,
      })
  })

  test('the judge is killed in the middle: it comes back and goes on, and the chat is not touched', async ({
    app,
  }) => {
    const { page } = app
    await chooseMode(page, 'Think')
    await askAndWait(page, 'What is 347 + 585?')
    const [pid = Number.NaN] = enginePids(app)
    await grade(page, 'Grade').click()
    await expect(grade(page, /^Grading [1-9]/)).toBeVisible({ timeout: 60_000 })
    process.kill(pid, 'SIGKILL')
    await expect(grade(page, /^Grade \d\.\d/)).toBeVisible({ timeout: 60_000 })
    await expect(answers(page).last()).toContainText('932')
    await askAndWait(page, 'What is 58 + 67?')
    await expect(answers(page).last()).toContainText('125')
  })
})
