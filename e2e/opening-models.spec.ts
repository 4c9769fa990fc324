import { expect, test } from './fixtures/app.ts'
import { answers, askAndWait } from './fixtures/chat.ts'
import { killThreeTimes, signalEngine } from './fixtures/engine-process.ts'

test.describe('opening a model', () => {
  test('can be cancelled from the window, even where it hangs, and the next one opens', async ({ app }) => {
    const { page } = app
    await askAndWait(page, 'What is the capital of France?')
    const before = await signalEngine(app, 'SIGKILL')
    // Stopped, so that it would be opening for ever.
    await signalEngine(app, 'SIGSTOP', before)
    await page.getByRole('button', { name: 'Cancel', exact: true }).click()
    await expect(page.getByText('No model is open. Choose one at the top.')).toBeVisible()

    await page.getByRole('button', { name: /^Model/ }).click()
    await page.getByRole('menuitemradio', { name: /Ponder demo/i }).click()
    await askAndWait(page, 'What is the capital of Italy?')
    await expect(answers(page).last()).toContainText('Rome')
  })

  test('one that ended the engine three times is not opened at the next start, until it is asked for', async ({
    app,
  }) => {
    // Three starts of Ponder and five of its engine.
    test.setTimeout(240_000)
    await killThreeTimes(app)
    const again = await app.restart()
    await expect(again.page.getByRole('alert')).toContainText(
      /3 times in a row, so it was not opened by itself/,
    )
    await again.page.getByRole('button', { name: 'Try it again' }).click()
    await askAndWait(again.page, 'What is the capital of France?')
    await expect(answers(again.page).last()).toContainText('Paris')

    const third = await again.restart()
    await askAndWait(third.page, 'What is the capital of Japan?')
    await expect(answers(third.page).last()).toContainText('Tokyo')
    await third.close()
  })

  test('happens where the settings say, and says why there', async ({ app }) => {
    const { page } = app
    await askAndWait(page, 'What is the capital of France?')
    await page.keyboard.press('ControlOrMeta+Comma')
    const runsOn = page.getByRole('combobox', { name: 'Runs on' })
    await expect(runsOn).toHaveValue('auto')
    await expect(page.locator('#setting-device-hint')).toContainText(/^(Processor|.*graphics.*)\. \S+/i)
    await runsOn.selectOption('cpu')
    await expect(page.locator('#setting-device-hint')).toHaveText(
      'Processor. The processor was chosen in the settings.',
    )
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'Models' }).click()
    await expect(page.getByRole('region', { name: 'Model in use' })).toContainText(/Runs on: \S+/)
  })
})
