import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures/app.ts'
import { answers, askAndWait, untilAnswered } from './fixtures/chat.ts'
import { expectNoBarrier, look } from './fixtures/look.ts'

async function openLearning(page: Page): Promise<Locator> {
  await page.getByRole('link', { name: 'Learning' }).click()
  await expect(page.getByRole('heading', { name: 'Learning', level: 1 })).toBeVisible()
  return page.getByRole('region', { name: 'Calibration', exact: true })
}

/** Answers sampled so far, as the bar has it. */
async function sampled(calibration: Locator): Promise<number> {
  return calibration.getByRole('progressbar').evaluate((bar) => (bar as HTMLProgressElement).value)
}

test.describe('when to think', () => {
  // Three answers, on a machine that may be busy.
  test.setTimeout(180_000)

  test('Auto says in one line what it chose, why when asked, and is overruled with one click', async ({
    app,
  }) => {
    const { page } = app
    const easy = await askAndWait(page, 'What is the capital of Japan?')
    const line = easy.getByRole('button', { name: /Quick: \d+ % sure no thinking is needed/ })
    await expect(line).toBeVisible()
    await line.hover()
    await expect(page.getByRole('tooltip')).toContainText('answered at once')
    await page.mouse.move(2, 2)
    await expect(page.getByRole('tooltip')).toBeHidden()

    await easy.getByRole('button', { name: 'Think instead' }).click()
    await untilAnswered(page)
    const thought = answers(page).last()
    await expect(thought).toContainText('2/2')
    await expect(thought.getByRole('button', { name: /Thought for/ })).toBeVisible()
    await expect(thought).toContainText('chosen by you')
    await expect(thought.getByRole('button', { name: /instead/ })).toHaveCount(0)

    const hard = await askAndWait(page, 'What is 347 + 585?')
    await expect(hard.getByRole('button', { name: /Thought: .* % sure/ })).toBeVisible()
    await hard.getByRole('button', { name: 'Quick instead' }).focus()
    await page.keyboard.press('Shift+Tab')
    await expect(page.getByRole('tooltip')).toContainText('thought first')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('tooltip')).toBeHidden()
    await slideInChat(page)
  })

  test.describe('calibrated', () => {
    test.setTimeout(480_000)

    test('calibrating stops and goes on, even over a kill, and ends with a report, a slider and a way back', async ({
      app,
    }) => {
      const { page } = app
      await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused()
      const calibration = await openLearning(page)
      await expect(page.getByText('Nothing learned yet')).toBeVisible()
      await expect(page.getByText('No answers yet.')).toBeVisible()
      await look(page, 'learning-empty')
      // Long, so that it is certainly not over before it is stopped.
      await calibration.getByRole('radio', { name: /Long/ }).check()
      await calibration.getByRole('button', { name: 'Calibrate' }).click()
      await expect.poll(() => sampled(calibration), { timeout: 60_000 }).toBeGreaterThan(2)
      await expect(calibration).toContainText(/of 1,560 answers, about .* left/)
      await calibration.getByRole('button', { name: 'Stop' }).click()
      await expect(calibration).toContainText('Paused at')
      const stoppedAt = await sampled(calibration)
      await look(page, 'learning-paused')
      await calibration.getByRole('button', { name: 'Resume' }).click()
      await expect.poll(() => sampled(calibration), { timeout: 60_000 }).toBeGreaterThan(stoppedAt)

      const again = await app.restart()
      const { page: next } = again
      const resumed = await openLearning(next)
      await expect(resumed).toContainText('Paused at')
      expect(await sampled(resumed)).toBeGreaterThan(stoppedAt)
      await resumed.getByRole('button', { name: 'Give it up' }).click()
      await expect(resumed.getByRole('checkbox', { name: 'Ask my own past questions too' })).toBeDisabled()
      await resumed.getByRole('radio', { name: /Short/ }).check()
      await resumed.getByRole('button', { name: 'Calibrate' }).click()
      await expect(resumed.getByRole('button', { name: 'Stop' })).toBeVisible()
      // Leaving the page does not stop it, and the chat goes first.
      await next.getByRole('button', { name: /New chat/ }).click()
      await askAndWait(next, 'What is the capital of Japan?')
      await askAndWait(next, 'What is 347 + 585?')
      await openLearning(next)
      await expect(next.getByText('calibrated on this model')).toBeVisible({ timeout: 300_000 })

      const report = next.getByRole('region', { name: 'How well Auto chooses' })
      await expect(report.getByRole('figure', { name: 'Hybrid Accuracy' })).toContainText('Always think')
      await expect(report.getByRole('figure', { name: 'Right answers for their cost' })).toContainText(
        'in use',
      )
      await expect(
        report.getByRole('figure', { name: 'Kinds of questions' }).getByRole('row'),
      ).not.toHaveCount(1)
      for (const [button, file] of [
        ['Save Hybrid Accuracy as CSV', 'hybrid-accuracy.csv'],
        ['Save Hybrid Accuracy as PNG', 'hybrid-accuracy.png'],
      ] as const) {
        const saved = next.waitForEvent('download')
        await report.getByRole('button', { name: button }).click()
        expect((await saved).suggestedFilename()).toBe(file)
      }
      await slide(next)
      await flipSwitches(next)
      await judgeAndUndo(next)
      await look(next, 'learning')
      await lookFurther(next)
      await expectNoBarrier(next, 'learning')
      await forget(next)
    })
  })

  test.describe('after a bad end', () => {
    test.setTimeout(300_000)

    test('weights that cannot be read are begun anew with a notice, and the chat goes on', async ({
      app,
      dataFolder,
    }) => {
      const { page } = app
      // Four judged answers, not all alike, make the first version.
      for (const [question, thumb] of [
        ['Hello', 'Good answer'],
        ['What is the capital of Spain?', 'Good answer'],
        ['What is the capital of Japan?', 'Good answer'],
        ['What is 47 + 85?', 'Bad answer'],
      ] as const) {
        const answer = await askAndWait(page, question)
        await answer.getByRole('button', { name: thumb }).click()
      }
      await openLearning(page)
      await expect(page.getByText('Version 1 of what it learned, not calibrated')).toBeVisible()
      await expect(page.getByRole('figure', { name: 'Answers given in Auto' })).toContainText(
        'made version 1',
      )
      await expect(page.getByRole('figure', { name: 'Variance of a step of learning' })).toContainText('OPO')

      const sqlite = new DatabaseSync(join(dataFolder, 'ponder.db'))
      sqlite.prepare('UPDATE policies SET weights = ?').run('{"own-dec')
      sqlite.close()
      const again = await app.restart()
      const answer = await askAndWait(again.page, 'What is 347 + 585?')
      await expect(answer).toContainText('932')
      await openLearning(again.page)
      const notice = again.page.getByRole('alert').filter({ hasText: 'could not be read' })
      await expect(notice).toBeVisible()
      await look(again.page, 'learning-unreadable')
      await notice.getByRole('button', { name: 'Understood' }).click()
      await expect(notice).toHaveCount(0)
    })
  })
})

/** The effect is said while the slider moves, and the place is kept when it is let go. */
async function slide(page: Page): Promise<void> {
  const slider = page.getByRole('slider', { name: 'How readily Auto thinks' })
  const effect = page.getByRole('status').filter({ hasText: 'On your last' })
  await expect(effect).toContainText(/On your last 2 questions: thinks \d+ %\./)
  const box = await slider.boundingBox()
  if (box === null) throw new Error('the slider is not drawn')
  await slider.hover()
  await page.mouse.down()
  await page.mouse.move(box.x + 3, box.y + box.height / 2, { steps: 4 })
  await expect(slider).toHaveAttribute('aria-valuetext', 'Never thinks')
  await expect(effect).toContainText(/thinks 0 % instead of \d+ %/)
  await page.mouse.up()
  await expect(effect).toContainText('On your last 2 questions: thinks 0 %.')
  await page.reload()
  await expect(slider).toHaveAttribute('aria-valuetext', 'Never thinks')
  // By keyboard back to the thorough end.
  await slider.focus()
  await page.keyboard.press('End')
  await expect(slider).toHaveAttribute('aria-valuetext', 'Thorough')
  await expect(effect).not.toContainText('instead')
}

/** Beside Auto the effect is said before the key is let go, and the place is kept then. */
async function slideInChat(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'How readily Auto thinks: Balanced' }).click()
  const slider = page.getByRole('slider', { name: 'How readily Auto thinks' })
  await expect(slider).toBeFocused()
  const effect = page.getByRole('status').filter({ hasText: 'On your last' })
  await expect(effect).toContainText('On your last 2 questions: thinks 50 %.')
  await page.keyboard.down('Home')
  await expect(effect).toContainText(/thinks 0 % instead of 50 %, about \d+ tokens saved/)
  await look(page, 'margin-in-chat')
  await page.keyboard.up('Home')
  await page.keyboard.press('Escape')
  await expect(slider).toBeHidden()
  await expect(page.getByRole('button', { name: 'How readily Auto thinks: Never thinks' })).toBeFocused()
}

/** Off means off, also after a reload; beside Auto there is then nothing to slide. */
async function flipSwitches(page: Page): Promise<void> {
  const learns = page.getByRole('switch', { name: 'Learn from use' })
  const explores = page.getByRole('switch', { name: 'Try the other way now and then' })
  await learns.click()
  await explores.click()
  await expect(page.getByText('Learning is off')).toBeVisible()
  await page.reload()
  await expect(learns).not.toBeChecked()
  await expect(explores).not.toBeChecked()
  await learns.click()
  await explores.click()
  await expect(page.getByText('calibrated on this model')).toBeVisible()
  await expect(explores).toBeChecked()
}

/** A step back makes a new version, which can be taken back like anything else. */
async function judgeAndUndo(page: Page): Promise<void> {
  const versions = page.getByRole('figure', { name: 'Versions', exact: true })
  await expect(versions).toContainText('calibration, 156 answers')
  await versions.getByRole('button', { name: 'Go back to before it learned' }).click()
  await expect(versions).toContainText('back to before it learned')
  await expect(page.getByRole('figure', { name: 'Hybrid Accuracy over its versions' })).toContainText(
    'in use',
  )
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click()
  await expect(versions).toContainText('back to version 1')
  await versions.getByRole('button', { name: 'Go back to version 2' }).click()
  await expect(versions).toContainText('back to version 2')
}

async function lookFurther(page: Page): Promise<void> {
  for (const name of [
    'How well Auto chooses',
    'Right answers for their cost',
    'What it learns from',
    'History',
  ]) {
    const heading = page.getByRole('heading', { name, exact: true })
    await heading.evaluate((element) => element.scrollIntoView())
    await look(page, `learning-${name.toLowerCase().replaceAll(' ', '-')}`)
  }
}

async function forget(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Forget it all…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Forget it all' }).click()
  await expect(page.getByText('Nothing learned yet')).toBeVisible()
  await expect(page.getByRole('figure', { name: 'Versions', exact: true })).toHaveCount(0)
}
