import { expect, test } from './fixtures/app.ts'
import { askAndWait, detail } from './fixtures/chat.ts'

test.describe('a follow-up', () => {
  test('reads only what is new and shows what was reused', async ({ app }) => {
    const { page } = app
    await askAndWait(page, 'What is the capital of France?')
    // The next prompt is prepared in idle time after the answer, which a busy machine may not have had yet.
    await expect(async () => {
      await page.waitForTimeout(500)
      await askAndWait(page, 'And of Japan?')
      const read = Number.parseInt(await detail(page, 'Read'), 10)
      const reused = Number.parseInt(await detail(page, 'Reused'), 10)
      expect(reused).toBeGreaterThan(15)
      expect(read).toBeLessThan(20)
    }).toPass()
  })

  test('after a thought reads only what is new as well', async ({ app }) => {
    const { page } = app
    await askAndWait(page, 'What is 347 + 585?')
    await page.waitForTimeout(500)
    await askAndWait(page, 'What is the capital of Spain?')
    expect(Number.parseInt(await detail(page, 'Read'), 10)).toBeLessThan(24)
  })

  test('shows its cost: tokens, speed and time to the first token', async ({ app }) => {
    await askAndWait(app.page, 'What is 347 + 585?')
    expect(Number.parseInt(await detail(app.page, 'Thought'), 10)).toBeGreaterThan(5)
    expect(await detail(app.page, 'Speed')).toMatch(/tok\/s|tokens/)
    expect(await detail(app.page, 'First token')).toMatch(/\d/)
  })
})
