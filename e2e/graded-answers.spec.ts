import type { Page } from '@playwright/test'
import { expect, test } from './fixtures/app.ts'
import { answers, ask, askAndWait, chooseMode, untilAnswered } from './fixtures/chat.ts'
import { enginePids } from './fixtures/engine-process.ts'
import { putTwin } from './fixtures/other-models.ts'

const grade = (page: Page, name: string | RegExp = /^Grade/) =>
  answers(page).last().getByRole('button', { name })

test.describe('grades', () => {
  // Judging takes many short answers; on a busy machine that is a while.
  test.slow()

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
    // Another window shows what is written here, and goes on from there.
    const second = await app.secondWindow()
    await second
      .getByRole('list', { name: 'Conversations' })
      .getByText('What is the capital of France?')
      .click()
    await answers(second)
      .last()
      .getByRole('button', { name: /^You: good/ })
      .click()
    const noteIn = (window: Page) => window.getByRole('textbox', { name: 'Your note' })
    await expect(noteIn(second)).toHaveValue('Short and right.')
    await noteIn(page).fill('Short, and right.')
    await expect(noteIn(second)).toHaveValue('Short, and right.')
    await noteIn(second).pressSequentially(' So it is.')
    await expect(noteIn(page)).toHaveValue('Short, and right. So it is.')
    await answer.getByRole('button', { name: 'Good answer' }).click()
    await expect(answer.getByRole('button', { name: /^Grade \d/ })).toBeVisible()
  })

  test('answers are graded by themselves when that is chosen, once the chat is quiet or always, and a question asked meanwhile is answered', async ({
    app,
  }) => {
    const { page } = app
    await gradeBy(page, 'When idle')
    await askAndWait(page, 'What is 21 + 34?')
    await expect(grade(page, /^Grade \d/)).toBeVisible({ timeout: 60_000 })
    await gradeBy(page, 'Always')
    await askAndWait(page, 'What is 47 + 85?')
    await askAndWait(page, 'What is the capital of Spain?')
    await expect(answers(page).last()).toContainText('Madrid')
    for (const index of [1, 2])
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

test.describe('the best of several', () => {
  test.slow()

  test('of four by knockout: the bracket fills, the winner is shown, and two versions can be compared', async ({
    app,
  }) => {
    const { page } = app
    await chooseMode(page, 'Quick')
    await askAndWait(page, 'What is 358 + 467?')
    await expect(answers(page).last()).not.toContainText('825')
    await findBest(page, '4', /Knockout, 3 pairs/)
    const bracket = page.getByRole('region', { name: 'Knockout' })
    await expect(bracket.getByRole('status')).toHaveText(/Answer \d is the best of 4/, { timeout: 60_000 })
    await expect(bracket.getByRole('list', { name: 'Answers' }).locator('> li')).toHaveCount(4)
    await expect(bracket.getByRole('region', { name: 'Round 1' }).locator('> ul > li')).toHaveCount(2)
    await expect(bracket.getByRole('region', { name: 'Round 2' }).locator('> ul > li')).toHaveCount(1)
    await expect(answers(page)).toHaveCount(1)
    await expect(answers(page).last().getByRole('group', { name: 'Versions of this answer' })).toBeVisible()
    await bracket.getByRole('list', { name: 'Answers' }).getByRole('button').first().click()
    await expect(answers(page).last()).not.toContainText('Thought')
    // Whoever looks at another version is told where the best one is.
    const toBest = answers(page)
      .last()
      .getByRole('button', { name: /^Best of 4: version \d$/ })
    await toBest.click()
    await expect(answers(page).last()).toContainText('Thought')
    await expect(toBest).toHaveCount(0)
    await bracket.getByRole('list', { name: 'Answers' }).getByRole('button').first().click()
    await expect(answers(page).last()).not.toContainText('Thought')

    await page.getByRole('button', { name: 'Compare', exact: true }).click()
    const comparison = page.getByRole('region', { name: 'Comparison' })
    await expect(comparison.getByRole('status')).toHaveText(/better|Undecided|same/, { timeout: 60_000 })
    await comparison.getByRole('region', { name: 'Round 1' }).locator('summary').click()
    await expect(comparison.getByRole('region', { name: "The judge's thought" })).toHaveCount(2)
  })

  test('another model is chosen as the judge and as one more that answers: each grade and each answer says whose it is', async ({
    app,
    dataFolder,
  }) => {
    const { page } = app
    await chooseMode(page, 'Quick')
    await askAndWait(page, 'What is 358 + 467?')
    // While Ponder runs: the settings see it by themselves.
    putTwin(dataFolder)
    await page.keyboard.press('ControlOrMeta+,')
    await page.getByLabel('Judge', { exact: true }).selectOption('Twin')
    await expect(page.getByText(/^It thinks and writes its judgements/)).toBeVisible()
    await page.getByLabel('The judge thinks').selectOption('When it is unsure')
    await page.getByRole('button', { name: 'Close' }).click()
    await grade(page, 'Grade').click()
    await expect(grade(page, /^Grade \d\.\d/)).toBeVisible({ timeout: 60_000 })
    const pane = page.getByRole('region', { name: 'Grade', exact: true })
    await expect(pane).toContainText('Judged by Twin in ')

    await pane.getByText('All answers by the open model').click()
    await pane.getByRole('checkbox', { name: 'Twin' }).check()
    await expect(pane.getByText('Answers by the open model and 1 more, which take turns')).toBeVisible()
    await findBest(page, '3', /Knockout, 2 pairs/)
    const bracket = page.getByRole('region', { name: 'Knockout' })
    await expect(bracket.getByRole('status')).toHaveText(/Answer \d is the best of 3/, { timeout: 60_000 })
    const listed = bracket.getByRole('list', { name: 'Answers' }).locator('> li')
    await expect(listed).toHaveText([/won(?! ·.*Twin)/, /won · (?!Twin)/, /won · Twin/])
    await expect(answers(page).last()).toContainText('825')
  })
})

test.describe('with a model that never ends by itself', () => {
  test.slow()
  test.use({ model: 'slow' })

  test('a tournament can be stopped, gone on with, and stopped again', async ({ app }) => {
    const { page } = app
    await chooseMode(page, 'Quick')
    await ask(page, 'Go on for ever.')
    const answer = answers(page).last()
    await expect.poll(async () => (await answer.innerText()).length).toBeGreaterThan(40)
    await page.keyboard.press('Escape')
    await untilAnswered(page)
    await findBest(page, '8', /Everyone with everyone, 28 pairs/)
    const bracket = page.getByRole('region', { name: 'Everyone with everyone' })
    const stop = bracket.getByRole('button', { name: 'Stop and keep the best so far' })
    for (const _ of [1, 2]) {
      await expect(bracket.getByRole('status')).toHaveText('Writing answer 2 of 8')
      await stop.click()
      await expect(bracket.getByRole('status')).toHaveText('Stopped after 0 of 28 pairs.')
      await bracket.getByRole('button', { name: 'Go on' }).click()
    }
    // A page that comes back finds what goes on.
    await page.reload()
    await page.getByRole('button', { name: 'Best of 8: 0/35' }).click()
    await expect(stop).toBeVisible()
    // Whoever asks on is answered at once all the same.
    await ask(page, 'And then?')
    const next = answers(page).last()
    await expect.poll(async () => (await next.innerText()).length).toBeGreaterThan(40)
    const stopAnswer = page.getByRole('button', { name: 'Stop', exact: true })
    await stopAnswer.click()
    await expect(stopAnswer).toHaveCount(0, { timeout: 60_000 })
  })
})

test('a conversation shows its grades, and its preferences are seen before they are saved', async ({
  app,
}) => {
  test.slow()
  const { page } = app
  await chooseMode(page, 'Quick')
  const answer = await askAndWait(page, 'What is 358 + 467?')
  await answer.getByRole('button', { name: 'Bad answer' }).click()
  await answer.getByRole('button', { name: 'Redo' }).click()
  await page.getByRole('menuitem', { name: 'Redo with thinking' }).click()
  await expect(answer).toContainText('825', { timeout: 60_000 })
  await untilAnswered(page)
  await answer.getByRole('button', { name: 'Good answer' }).click()
  await answer.getByRole('button', { name: 'You: good' }).click()
  await expect(answer.getByRole('button', { name: /grade \d\.\d/ })).toBeVisible({ timeout: 60_000 })

  await page.keyboard.press('ControlOrMeta+i')
  const grades = page.getByRole('region', { name: 'Grades of this conversation' })
  const plot = grades.getByRole('img', { name: /Grades/ })
  await expect(plot).toBeVisible()
  // Of a single grade too the interval is seen.
  const interval = await plot.locator('.plot-whisker').boundingBox()
  expect(interval?.height).toBeGreaterThan(20)
  await grades.getByRole('button', { name: 'Where did it go wrong?' }).click()

  await grades.getByRole('button', { name: 'Export preferences…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export preferences' })
  await expect(dialog.getByRole('status')).toHaveText(/^1 pair: 1 by you, 0 by a judge/)
  await expect(dialog.getByRole('region', { name: 'Preview' })).toContainText('"chosen"')
  const save = dialog.getByRole('button', { name: 'Save the file' })
  await expect(save).toBeDisabled()
  await dialog.getByLabel(/word for word/).check()
  const download = page.waitForEvent('download')
  await save.click()
  expect((await download).suggestedFilename()).toBe('ponder-preferences-chosen-rejected.jsonl')
})

async function gradeBy(page: Page, choice: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+,')
  await page.getByLabel('Grade answers').selectOption(choice)
  await page.getByRole('button', { name: 'Close' }).click()
}

/** From the menu under the last answer. */
async function findBest(page: Page, count: string, kind: RegExp): Promise<void> {
  const answer = answers(page).last()
  await answer.getByRole('button', { name: 'Redo' }).click()
  await page.getByRole('menuitem', { name: 'Best of several…' }).click()
  const pane = page.getByRole('region', { name: 'Grade', exact: true })
  await pane.getByLabel('Best of').selectOption(count)
  const how = pane.getByLabel('How they meet')
  await how.selectOption({
    label: (await how.locator('option').allInnerTexts()).find((text) => kind.test(text)) ?? '',
  })
  await pane.getByRole('button', { name: 'Find the best' }).click()
}
