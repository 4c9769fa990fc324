import { expect, test } from './fixtures/app.ts'
import { answers, ask, chooseMode, composer, untilAnswered } from './fixtures/chat.ts'

test.describe('with a model that writes slowly and never ends', () => {
  test.use({ model: 'slow' })

  test('Esc stops and keeps the part; Continue goes on with it', async ({ app }) => {
    const { page } = app
    await chooseMode(page, 'Quick')
    await ask(page, 'Tell me everything.')
    const answer = answers(page).last()
    await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible()
    await expect.poll(async () => (await answer.innerText()).length).toBeGreaterThan(40)
    await page.keyboard.press('Escape')
    await untilAnswered(page)
    await expect(answer).toContainText(/[Ss]topped/)
    await expect(composer(page)).toBeFocused()
    const before = (await answer.innerText()).length
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect.poll(async () => (await answer.innerText()).length).toBeGreaterThan(before + 20)
    await page.getByRole('button', { name: 'Stop' }).click()
    await untilAnswered(page)
  })

  test('Answer now ends the thought and the answer goes on', async ({ app }) => {
    const { page } = app
    await chooseMode(page, 'Think')
    await ask(page, 'Think for a long time.')
    await expect(page.getByText(/Thinking/).first()).toBeVisible()
    await page.getByRole('button', { name: 'Answer now' }).click()
    const answer = answers(page).last()
    await expect(answer.getByRole('button', { name: /Thought for/ })).toBeVisible()
    await page.keyboard.press('Escape')
    await untilAnswered(page)
  })

  test('a page that reloads finds the answer still being written', async ({ app }) => {
    const { page } = app
    await chooseMode(page, 'Quick')
    await ask(page, 'Go on for ever.')
    const length = async () => (await answers(page).last().innerText()).length
    await expect.poll(length).toBeGreaterThan(30)
    await page.reload()
    await page.getByRole('list', { name: 'Conversations' }).getByText('Go on for ever.').click()
    await expect.poll(length).toBeGreaterThan(60)
    await page.keyboard.press('Escape')
    await untilAnswered(page)
  })

  test('a second tab shows the answer while it is written, and can stop it', async ({ app, shell }) => {
    test.skip(shell === 'electron', 'The desktop app has one window.')
    const second = await app.secondWindow()
    await chooseMode(app.page, 'Quick')
    await ask(app.page, 'Go on for ever.')
    await second.getByRole('list', { name: 'Conversations' }).getByText('Go on for ever.').click()
    const length = async () => (await answers(second).last().innerText()).length
    const before = await length()
    await expect.poll(length).toBeGreaterThan(before + 30)
    await second.getByRole('button', { name: 'Stop' }).click()
    await untilAnswered(app.page)
    await expect(answers(app.page).last()).toContainText(/[Ss]topped/)
  })

  test('an answer waits in line behind another one, and Answer now reaches only the one being written', async ({
    app,
  }) => {
    const { page } = app
    await chooseMode(page, 'Think')
    await ask(page, 'The first of two.')
    await expect(page.getByRole('button', { name: 'Answer now' })).toBeVisible()
    await page.keyboard.press('ControlOrMeta+Shift+KeyO')
    await ask(page, 'The second of two.')
    await expect(answers(page).last()).toContainText('Waiting for another answer to end')
    await expect(page.getByRole('button', { name: 'Answer now' })).toHaveCount(0)
    await page.getByRole('list', { name: 'Conversations' }).getByText('The first of two.').click()
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByRole('list', { name: 'Conversations' }).getByText('The second of two.').click()
    await expect(page.getByRole('button', { name: 'Answer now' })).toBeVisible()
    await page.getByRole('button', { name: 'Stop' }).click()
    await untilAnswered(page)
  })

  test('a screen reader is told that an answer has begun and that it was stopped', async ({ app }) => {
    const { page } = app
    await chooseMode(page, 'Quick')
    await ask(page, 'Go on for ever.')
    await expect(page.locator('#announcement')).toHaveText('Answering')
    await page.getByRole('button', { name: 'Stop' }).click()
    await expect(page.locator('#announcement')).toHaveText('Answer stopped')
  })

  test('choosing the model that is open already stops nothing', async ({ app }) => {
    const { page } = app
    await chooseMode(page, 'Quick')
    await ask(page, 'Go on for ever.')
    await expect.poll(async () => (await answers(page).last().innerText()).length).toBeGreaterThan(30)
    await page.getByRole('button', { name: /^Model/ }).click()
    await page.getByRole('menuitemradio', { name: /Slow and random/ }).click()
    await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible()
    await page.getByRole('button', { name: 'Stop' }).click()
    await untilAnswered(page)
  })

  test('Ponder killed while it writes keeps what was shown', async ({ app }) => {
    const { page } = app
    await chooseMode(page, 'Quick')
    await ask(page, 'Write until the end.')
    // A run of thirty letters is what the model wrote; no label of the window has one.
    await expect(answers(page).last()).toContainText(/[a-z]{30}/)
    const shown = /[a-z]{30}/.exec(await answers(page).last().innerText())?.[0] ?? 'nothing'
    const again = await app.restart()
    await again.page.getByRole('list', { name: 'Conversations' }).getByText('Write until the end.').click()
    await expect(answers(again.page).last()).toContainText(shown)
    await expect(again.page.getByRole('button', { name: 'Continue' })).toBeVisible()
    await again.close()
  })

  test('a thought budget ends the thought', async ({ app }) => {
    const { page } = app
    await page.keyboard.press('ControlOrMeta+Comma')
    await page.getByRole('spinbutton', { name: /Thinking budget/ }).fill('20')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Escape')
    await chooseMode(page, 'Think')
    await ask(page, 'Think for a long time.')
    await expect(
      answers(page)
        .last()
        .getByRole('button', { name: /Thought for .* 20 tokens/ }),
    ).toBeVisible()
    await page.keyboard.press('Escape')
    await untilAnswered(page)
  })
})
