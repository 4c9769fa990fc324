import { expect, test } from './fixtures/app.ts'
import { answers, ask, chooseMode, untilAnswered } from './fixtures/chat.ts'
import { enginePids, killThreeTimes, signalEngine } from './fixtures/engine-process.ts'

test.describe('when the engine dies', () => {
  test.use({ model: 'slow' })

  test('in the middle of an answer, the part stays, the engine comes back and Continue goes on', async ({
    app,
  }) => {
    const { page } = app
    await chooseMode(page, 'Quick')
    await ask(page, 'Go on for ever.')
    const answer = answers(page).last()
    await expect.poll(async () => (await answer.innerText()).length).toBeGreaterThan(40)
    const pid = await signalEngine(app, 'SIGKILL')
    await untilAnswered(page)
    await expect(answer).toContainText(/ended unexpectedly/)
    const before = (await answer.innerText()).length
    await expect.poll(() => enginePids(app).filter((each) => each !== pid).length).toBe(1)
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect.poll(async () => (await answer.innerText()).length).toBeGreaterThan(before)
    await page.keyboard.press('Escape')
    await untilAnswered(page)
  })

  test('three times in a minute, Ponder stops trying and says so, and starts it again when asked', async ({
    app,
  }) => {
    const { page } = app
    await killThreeTimes(app)
    const restart = page.getByRole('button', { name: /Start again|Restart|Try again/ })
    await expect(restart).toBeVisible()
    await expect.poll(() => enginePids(app)).toEqual([])
    await restart.click()
    await expect.poll(() => enginePids(app).length).toBe(1)
  })

  test('no engine is left behind when Ponder is killed', async ({ app }) => {
    await expect.poll(() => enginePids(app).length).toBe(1)
    const [pid] = enginePids(app)
    const again = await app.restart()
    await expect.poll(() => isAlive(pid ?? 0)).toBe(false)
    await again.close()
  })
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    // No such process: what was hoped for.
    return false
  }
}
