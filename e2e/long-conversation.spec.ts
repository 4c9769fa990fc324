import { expect, test } from './fixtures/app.ts'
import { answers, composer } from './fixtures/chat.ts'
import { writeConversation } from './fixtures/write-conversation.ts'

test('a conversation of 10,000 messages opens at its end, scrolls back and says that it is too long', async ({
  app,
  dataFolder,
}) => {
  test.setTimeout(180_000)
  const again = await writeConversation(app, dataFolder, 5_000)
  const { page } = again
  await page.getByRole('list', { name: 'Conversations' }).getByText('Everything markdown can').click()
  await expect(answers(page).last()).toContainText('Answer 5000')
  expect(await page.locator('*').count()).toBeLessThan(6_000)

  const log = page.getByRole('log')
  for (let step = 0; step < 6; step += 1) {
    await log.hover()
    await page.mouse.wheel(0, -4000)
    await page.waitForTimeout(200)
  }
  await expect(page.getByRole('button', { name: /Latest/ })).toBeVisible()
  await page.getByRole('button', { name: /Latest/ }).click()
  // It does not fit the model any more, which is said before anything is sent.
  await composer(page).fill('What is the capital of France?')
  await expect(page.getByRole('alert')).toContainText(/Too long/)
  await page.getByRole('button', { name: /new chat with this message/ }).click()
  await expect(composer(page)).toHaveText('What is the capital of France?')
  await again.close()
})

test('a script in an answer is text', async ({ app, dataFolder }) => {
  const again = await writeConversation(app, dataFolder)
  const { page } = again
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await page.getByRole('list', { name: 'Conversations' }).getByText('Everything markdown can').click()
  await expect(answers(page).last().getByRole('table')).toBeVisible()
  await expect(answers(page).last().locator('img')).toHaveCount(0)
  expect(requests.filter((url) => url.includes('example.org'))).toEqual([])
  await again.close()
})
