import { expect, test } from './fixtures/app.ts'
import { answers, askAndWait, composer, untilAnswered } from './fixtures/chat.ts'

test.describe('nothing is lost', () => {
  test('conversations are there again after the page reloads', async ({ app }) => {
    const { page } = app
    await askAndWait(page, 'What is the capital of France?')
    await page.reload()
    await page
      .getByRole('list', { name: 'Conversations' })
      .getByText(/capital of France/)
      .click()
    await expect(answers(page).last()).toContainText('Paris')
  })

  test('conversations are there again after Ponder was killed', async ({ app }) => {
    await askAndWait(app.page, 'What is the capital of Italy?')
    const again = await app.restart()
    await again.page
      .getByRole('list', { name: 'Conversations' })
      .getByText(/capital of Italy/)
      .click()
    await expect(answers(again.page).last()).toContainText('Rome')
    await again.close()
  })

  test('what was typed and not sent is there after a reload', async ({ app }) => {
    const { page } = app
    await composer(page).fill('half a thought')
    await page.waitForTimeout(600)
    await page.reload()
    await expect(composer(page)).toHaveText('half a thought')
  })

  test('what is typed right after Enter belongs to the next message, whole', async ({ app }) => {
    const { page } = app
    for (const [sent, next] of [
      ['Hello!', 'what I write on'],
      ['Hello again!', 'and on'],
    ] as const) {
      await composer(page).fill(sent)
      await page.keyboard.press('Enter')
      await page.keyboard.type(next)
      await untilAnswered(page)
      await expect(composer(page)).toHaveText(next)
    }
  })

  test('a system prompt is kept as it is typed', async ({ app }) => {
    const { page } = app
    await page.keyboard.press('ControlOrMeta+Comma')
    await page.getByRole('textbox', { name: 'System prompt' }).fill('Be kind.')
    await page.waitForTimeout(300)
    await page.reload()
    await page.keyboard.press('ControlOrMeta+Comma')
    await expect(page.getByRole('textbox', { name: 'System prompt' })).toHaveValue('Be kind.')
  })

  test('a deleted conversation comes back with Undo', async ({ app }) => {
    const { page } = app
    await askAndWait(page, 'What is the opposite of big?')
    const list = page.getByRole('list', { name: 'Conversations' })
    await list.getByRole('listitem').first().hover()
    await list.getByRole('button', { name: /More/ }).first().click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await expect(list.getByText(/opposite of big/)).toHaveCount(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(list.getByText(/opposite of big/)).toBeVisible()
  })

  test('an edited question keeps the first one beside it', async ({ app }) => {
    const { page } = app
    await askAndWait(page, 'What is the capital of France?')
    await page.getByRole('button', { name: 'Edit question' }).last().click()
    await composer(page).fill('What is the capital of Germany?')
    await composer(page).press('Enter')
    await expect(answers(page).last()).toContainText('Berlin')
    await untilAnswered(page)
    await page.getByRole('button', { name: 'Previous version' }).first().click()
    await expect(answers(page).last()).toContainText('Paris')
    await page.getByRole('button', { name: 'Next version' }).first().click()
    await expect(answers(page).last()).toContainText('Berlin')
    // What is found is shown, also where another version of it stood.
    await page.keyboard.press('ControlOrMeta+k')
    await page.getByRole('searchbox').fill('Paris')
    // Before anything was found.
    await page.keyboard.press('Enter')
    await expect(answers(page).last()).toContainText('Paris')
    // And once more, after the other version was chosen.
    await page.getByRole('button', { name: 'Next version' }).first().click()
    await expect(answers(page).last()).toContainText('Berlin')
    await page.keyboard.press('ControlOrMeta+k')
    await page.keyboard.press('Enter')
    await expect(answers(page).last()).toContainText('Paris')
  })

  test('search finds words of questions and answers', async ({ app }) => {
    const { page } = app
    await askAndWait(page, 'What is the capital of France?')
    await page.getByRole('button', { name: 'New chat' }).click()
    await askAndWait(page, 'What is the opposite of hot?')
    await page.keyboard.press('ControlOrMeta+k')
    await page.getByRole('searchbox').fill('Paris')
    await expect(page.getByText(/capital of France/).first()).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(answers(page).getByText('Paris')).toBeInViewport()
    expect(await composer(page).evaluate((box) => box.textContent)).toBe('')
  })
})
