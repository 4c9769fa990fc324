import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from './fixtures/app.ts'
import { answers, askAndWait, composer } from './fixtures/chat.ts'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

test.describe('keyboard and screen reader', () => {
  test('a whole conversation needs no mouse', async ({ app }) => {
    const { page } = app
    await page.keyboard.type('What is the capital of France?')
    await page.keyboard.press('Enter')
    await expect(answers(page).last()).toContainText('Paris')
    await page.keyboard.press('ControlOrMeta+Shift+KeyO')
    await expect(answers(page)).toHaveCount(0)
    await expect(composer(page)).toBeFocused()
    await page.keyboard.type('What is 347 + 585?')
    await page.keyboard.press('Enter')
    await expect(answers(page).last()).toContainText('932')
    await page.keyboard.press('ControlOrMeta+b')
    await expect(page.getByRole('list', { name: 'Conversations' })).toBeHidden()
    await page.keyboard.press('ControlOrMeta+i')
    await expect(page.getByRole('complementary', { name: 'About this answer' })).toBeVisible()
  })

  test('a screen reader hears when an answer begins and ends, not each token', async ({ app }) => {
    const { page } = app
    await page.evaluate(() => {
      const heard: string[] = []
      Object.assign(globalThis, { heard })
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const element = target instanceof Element ? target : target.parentElement
          const live = element?.closest('[role=status], [aria-live=polite], [aria-live=assertive]')
          if (live) heard.push(live.textContent ?? '')
        }
      }).observe(document.body, { subtree: true, childList: true, characterData: true })
    })
    await askAndWait(page, 'What is 347 + 585?')
    const heard = () => page.evaluate<string[]>(() => Reflect.get(globalThis, 'heard'))
    await expect.poll(async () => (await heard()).join(' ')).toMatch(/Answer complete/)
    expect((await heard()).length).toBeLessThan(8)
  })

  for (const scheme of ['light', 'dark'] as const) {
    test(`no barrier is found by axe on the start page and an answer (${scheme})`, async ({ app }) => {
      const { page } = app
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      for (const state of ['start', 'answer', 'details']) {
        if (state === 'answer') await askAndWait(page, 'What is 347 + 585?')
        if (state === 'details') await page.keyboard.press('ControlOrMeta+i')
        const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
        const found = violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`,
        )
        expect(found, `${state}, ${scheme}`).toEqual([])
      }
    })
  }

  test('works at 320 px width', async ({ app }) => {
    const { page } = app
    await page.setViewportSize({ width: 320, height: 640 })
    await askAndWait(page, 'What is the capital of France?')
    await expect(answers(page).last()).toContainText('Paris')
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBeLessThanOrEqual(0)
  })
})
