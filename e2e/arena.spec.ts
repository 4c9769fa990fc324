import { expect, test } from './fixtures/app.ts'
import { askAndWait, chooseMode } from './fixtures/chat.ts'
import { expectNoBarrier, look } from './fixtures/look.ts'

test('in the arena two settings answer blind, a key votes, and a leaderboard of both kinds of votes begins', async ({
  app,
}) => {
  test.slow()
  const { page } = app
  await chooseMode(page, 'Quick')
  await askAndWait(page, 'What is 358 + 467?')
  await page.getByRole('link', { name: 'Arena' }).click()
  await expect(page.getByRole('heading', { name: 'Arena', level: 1 })).toBeVisible()
  const board = page.getByRole('region', { name: 'Leaderboard' })
  await expect(board).toContainText('It begins with your first vote')
  await page.getByLabel('Take a question you asked before').selectOption('What is 358 + 467?')
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue('What is 358 + 467?')
  await page.getByLabel('Prompt', { exact: true }).press('ControlOrMeta+Enter')

  const round = page.getByRole('region', { name: 'Round', exact: true })
  const answer = (name: string) => round.getByRole('article', { name: `Answer ${name}` })
  await expect(answer('A')).toBeVisible({ timeout: 60_000 })
  await expect(round.getByRole('status')).toHaveText('Which one is better?')
  for (const name of ['A', 'B']) await expect(answer(name)).not.toContainText(/thinks|quick|thought/i)
  // Another prompt in between: the round that waits for a vote is still there to go back to.
  const isShown = (prompt: string) => expect(round.getByText(prompt, { exact: true })).toBeVisible()
  await page.getByLabel('Prompt', { exact: true }).fill('What is the capital of France?')
  await page.getByRole('button', { name: 'Ask both' }).click()
  await isShown('What is the capital of France?')
  await expect(answer('A')).toContainText('Paris', { timeout: 60_000 })
  await page.getByText('One more round has no vote of yours yet').click()
  await look(page, 'arena-blind')
  await page.getByRole('button', { name: 'What is 358 + 467?', exact: true }).click()
  await isShown('What is 358 + 467?')
  // A key that is pressed in a dialog is no vote.
  await page.keyboard.press('ControlOrMeta+,')
  await page.getByRole('button', { name: 'Close' }).focus()
  await page.keyboard.press('1')
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(round.getByRole('status')).toHaveText('Which one is better?')
  const isA = (await answer('A').innerText()).includes('825')
  await expect(answer(isA ? 'A' : 'B')).toContainText('825')
  await page.keyboard.press(isA ? '1' : '2')
  await expect(answer(isA ? 'A' : 'B')).toContainText('thinks')
  await expect(answer(isA ? 'B' : 'A')).toContainText('quick')
  await expect(round.getByRole('group', { name: 'Your vote' })).toHaveCount(0)
  // Where the judge had not voted yet, it made way for the other prompt.
  await expect(round.getByRole('status')).toContainText(/Both have voted|Stopped before the judge voted/)
  const goOn = round.getByRole('button', { name: 'Go on' })
  if (await goOn.isVisible()) await goOn.click()
  await expect(round.getByRole('status')).toContainText(
    `You found ${isA ? 'A' : 'B'} better. Both have voted.`,
    {
      timeout: 60_000,
    },
  )
  await expect(round.getByText(/^The judge, .* (finds|is undecided)/)).toBeVisible()

  await expect(board.getByRole('figure', { name: 'Ratings' }).getByRole('img')).toBeVisible()
  const rows = board.getByRole('figure', { name: 'Rounds' }).getByRole('row')
  await expect(rows.nth(1)).toContainText(/thinks/)
  await expect(rows.nth(2)).toContainText(/quick/)
  await expect(board).toContainText(/agree in [01] of 1 round/)
  await page.reload()
  await expect(rows.nth(1)).toContainText(/thinks/)
  await look(page, 'arena')
  await board.evaluate((element) => element.scrollIntoView())
  await look(page, 'arena-board')
  await expectNoBarrier(page, 'arena')
})
