import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixtures/app.ts'
import { answers, askAndWait } from './fixtures/chat.ts'

const DEMO = 'models/demo/ponder-demo-q8.gguf'

test('broken files among the models get a sentence each, and the next good model works', async ({
  app,
  dataFolder,
}) => {
  const demo = readFileSync(DEMO)
  const folder = join(dataFolder, 'models', 'someone', 'broken')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'empty.gguf'), '')
  writeFileSync(join(folder, 'text.gguf'), 'This is a letter, not a model.')
  writeFileSync(join(folder, 'cut.gguf'), demo.subarray(0, demo.length / 2))
  await app.close()
  const again = await app.restart()
  const { page } = again
  for (const name of [/empty/i, /text/i, /cut/i]) {
    await page.getByRole('button', { name: /^Model/ }).click()
    await page.getByRole('menuitemradio', { name }).click()
    await expect(page.getByRole('alert')).toContainText(/file|model/i)
  }
  await page.getByRole('button', { name: /^Model/ }).click()
  await page.getByRole('menuitemradio', { name: /Ponder demo/i }).click()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await askAndWait(page, 'What is the capital of France?')
  await expect(answers(page).last()).toContainText('Paris')
  await again.close()
})
