import { expect, test } from './fixtures/app.ts'
import { answers, ask, askAndWait } from './fixtures/chat.ts'

test.describe('the first minute', () => {
  test('the demo model is open, the composer has the focus and three questions are offered', async ({
    app,
  }) => {
    const { page } = app
    await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused()
    await expect(page.getByRole('button', { name: /capital of France/ })).toBeVisible()
    await expect(page.getByRole('button', { name: /347 \+ 585/ })).toBeVisible()
    await expect(page.getByRole('button', { name: /What can Ponder do/ })).toBeVisible()
  })

  test('an easy question is answered at once by a real model', async ({ app }) => {
    await askAndWait(app.page, 'What is the capital of France?')
    await expect(answers(app.page).last()).toContainText('Paris')
  })

  test('clicking an example question sends it', async ({ app }) => {
    await app.page.getByRole('button', { name: /347 \+ 585/ }).click()
    await expect(answers(app.page).last()).toContainText('932')
  })

  test('nothing is sent when nothing is written', async ({ app }) => {
    await app.page.getByRole('textbox', { name: 'Message' }).press('Enter')
    await expect(answers(app.page)).toHaveCount(0)
  })

  test('the conversation is named after its question and listed', async ({ app }) => {
    await ask(app.page, 'What is the opposite of hot?')
    await expect(
      app.page.getByRole('list', { name: 'Conversations' }).getByText('What is the opposite of hot?'),
    ).toBeVisible()
  })
})
