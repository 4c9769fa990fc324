import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { writeSparseModel } from '../models/gguf/sparse-model.ts'
import { expect, test } from './fixtures/app.ts'
import { answers, askAndWait, detail } from './fixtures/chat.ts'
import { putModel } from './fixtures/other-apps.ts'

async function about(page: Page, name: string): Promise<Locator> {
  await page.getByRole('link', { name: 'Models' }).click()
  const row = page.getByRole('listitem').filter({ hasText: name })
  await row.getByRole('button', { name: `About ${name}` }).click()
  await expect(row.getByText('Architecture', { exact: true })).toBeVisible()
  return row
}

test('a model is described before it is opened, opened with another context, and keeps it', async ({
  app,
  dataFolder,
}) => {
  putModel(join(dataFolder, 'models', 'me', 'mine', 'mine-q8_0.gguf'))
  const { page } = app
  await askAndWait(page, 'What is the capital of France?')
  const row = await about(page, 'Mine Q8_0')
  for (const fact of [
    /Architecture\s*qwen3/,
    /Quantisation\s*Q8_0/,
    /Trained for\s*2,048 tokens/,
    /Licence\s*mit/,
    /Thinking\s*decides when to think; thinks or answers at once, as you ask/,
  ])
    await expect(row).toContainText(fact)
  await expect(row.getByText(/^needs .*, fits$/)).toHaveCount(3)
  await expect(row).toContainText(/where [\d.]+ GB would be free/)

  await row.getByRole('combobox', { name: 'Context' }).selectOption('1,024 tokens')
  await row.getByRole('radio', { name: /^8 bits/ }).check()
  await row.getByRole('button', { name: 'Open with this context' }).click()
  await expect(row).toContainText('in use')
  await page
    .getByRole('list', { name: 'Conversations' })
    .getByText(/capital of France/)
    .click()
  await expect(answers(page)).toHaveCount(1)
  await askAndWait(page, 'And of Italy?')
  expect(await detail(page, 'Context')).toContain('1,024 of 2,048 tokens')

  const again = await app.restart()
  await askAndWait(again.page, 'What is the capital of Japan?')
  await expect(answers(again.page).last()).toContainText('Tokyo')
  const kept = await about(again.page, 'Mine Q8_0')
  await expect(kept.getByRole('combobox', { name: 'Context' })).toHaveValue('1024')
  await expect(kept.getByRole('radio', { name: /^8 bits/ })).toBeChecked()
  await kept.getByRole('button', { name: 'Let Ponder decide' }).click()
  await expect(kept.getByRole('combobox', { name: 'Context' })).toHaveValue('2048')
  await expect(kept.getByRole('button', { name: 'Let Ponder decide' })).toHaveCount(0)
  const { violations } = await new AxeBuilder({ page: again.page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
    .analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  await again.close()
})

// Elsewhere a file of this size would really be written.
test.describe('what does not fit into memory', () => {
  test.skip(process.platform === 'win32')

  test('says so before it is opened, is refused with numbers, and the next model answers', async ({
    app,
    dataFolder,
  }) => {
    const folder = join(dataFolder, 'models', 'some', 'giant')
    mkdirSync(folder, { recursive: true })
    writeSparseModel(join(folder, 'giant.gguf'), {
      architecture: 'llama',
      vocabulary: 300,
      width: 8192,
      layers: 400,
      heads: 64,
      kvHeads: 64,
      headWidth: 128,
      hidden: 8192,
      contextLength: 4096,
      type: 'F32',
    })
    const { page } = app
    await askAndWait(page, 'What is the capital of France?')
    const row = await about(page, 'Giant')
    await expect(row.getByText(/^needs [\d.]+ GB, does not fit$/)).toHaveCount(3)
    await row.getByRole('button', { name: 'Open Giant' }).click()
    const alert = page.getByRole('alert')
    await expect(alert).toContainText(
      /Giant does not fit into memory: .* it needs about [\d.]+ GB, and [\d.]+ GB are free/,
    )
    await expect(alert).toContainText(/smaller/)
    await page.getByRole('button', { name: /^Open Ponder demo/i }).click()
    await page
      .getByRole('list', { name: 'Conversations' })
      .getByText(/capital of France/)
      .click()
    await expect(answers(page)).toHaveCount(1)
    await askAndWait(page, 'And of Italy?')
  })
})
