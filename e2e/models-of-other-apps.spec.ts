import { lstatSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures/app.ts'
import { answers, askAndWait, composer } from './fixtures/chat.ts'
import { dropFile } from './fixtures/drop-file.ts'
import { homeIn } from './fixtures/lonely-home.ts'
import { addToOllama, DEMO, putModel } from './fixtures/other-apps.ts'

/** Names, sizes and times of all that is in a folder. */
function stateOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { size, mtimeMs } = lstatSync(join(folder, name))
      return `${name} ${size} ${mtimeMs}`
    })
}

async function showModels(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Models' }).click()
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible()
}

const modelsOf = (page: Page, source: string): Locator =>
  page.getByRole('list', { name: source }).getByRole('listitem')
const modelNow = (page: Page, name: RegExp): Locator => page.getByRole('button', { name })

test('models of LM Studio and Ollama are listed under their names, answer, and stay as they were', async ({
  app,
  dataFolder,
}) => {
  const home = homeIn(dataFolder)
  putModel(join(home, '.lmstudio', 'models', 'ada', 'Tiny-GGUF', 'tiny-studio-q8_0.gguf'))
  putModel(join(home, '.lmstudio', 'models', 'ada', 'Tiny-GGUF', 'mmproj-f16.gguf'))
  putModel(join(home, '.lmstudio', 'models', 'ada', 'Torn', 'torn-00001-of-00002.gguf'))
  addToOllama(home, 'tiny-llama', '8b')
  const before = stateOf(home)
  const { page } = app
  await showModels(page)

  await expect(modelsOf(page, 'LM Studio')).toHaveCount(2)
  const studio = modelsOf(page, 'LM Studio').filter({ hasText: 'Tiny studio Q8_0' })
  await expect(studio).toContainText('ada/Tiny-GGUF')
  await expect(studio).toContainText('with its image half')
  await expect(modelsOf(page, 'LM Studio').filter({ hasText: 'Torn' })).toContainText('part 2 is missing')
  await expect(modelsOf(page, 'Ollama')).toContainText('tiny-llama:8b')

  await page.getByRole('button', { name: 'Open Tiny studio Q8_0' }).click()
  await expect(modelNow(page, /^Model: Tiny studio Q8_0, decides/)).toBeVisible()
  await expect(studio).toContainText('in use')
  await page.getByRole('button', { name: 'New chat' }).click()
  await expect(await askAndWait(page, 'What is the capital of France?')).toContainText('Paris')

  await page.getByRole('button', { name: /^Model/ }).click()
  await page
    .getByRole('group', { name: 'Ollama' })
    .getByRole('menuitemradio', { name: /tiny-llama:8b/ })
    .click()
  await expect(modelNow(page, /^Model: tiny-llama:8b, decides/)).toBeVisible()
  await expect(await askAndWait(page, 'What is 347 + 585?')).toContainText('932')

  const again = await app.restart()
  await expect(modelNow(again.page, /^Model: tiny-llama:8b, decides/)).toBeVisible()
  expect(stateOf(home)).toEqual(before)
  await again.close()
})

test('what cannot be opened says why when it is tried, and the model in use stays', async ({
  app,
  dataFolder,
}) => {
  putModel(join(homeIn(dataFolder), '.lmstudio', 'models', 'ada', 'Torn', 'torn-00001-of-00002.gguf'))
  const { page } = app
  await showModels(page)
  await page.getByRole('button', { name: 'Open Torn' }).click()
  await expect(page.getByRole('alert')).toContainText('Put the missing files beside the others')
  putModel(join(homeIn(dataFolder), '.lmstudio', 'models', 'ada', 'Torn', 'torn-00002-of-00002.gguf'))
  await page.getByRole('button', { name: 'Look again' }).click()
  await expect(modelsOf(page, 'LM Studio')).not.toContainText('missing')
  await expect(modelsOf(page, 'Came with Ponder')).toContainText('in use')
})

test('a model dropped on the window is copied, opened and kept', async ({ app, dataFolder, shell }) => {
  test.skip(shell === 'electron', 'a desktop window uses the file where it lies')
  const { page } = app
  await expect(composer(page)).toBeVisible()
  await dropFile(page, 'dropped-q8_0.gguf', readFileSync(DEMO))
  await expect(modelNow(page, /^Model: Dropped Q8_0, decides/)).toBeVisible()
  await askAndWait(page, 'What is the capital of France?')
  await expect(answers(page).last()).toContainText('Paris')
  expect(readdirSync(join(dataFolder, 'models', 'added'))).toEqual(['dropped-q8_0.gguf'])
  const again = await app.restart()
  await expect(modelNow(again.page, /^Model: Dropped Q8_0, decides/)).toBeVisible()
  await again.close()
})

test('what is no model is refused when it is dropped, and other files go into the message', async ({
  app,
  shell,
}) => {
  test.skip(shell === 'electron', 'the stand-in file has no path')
  const { page } = app
  await expect(composer(page)).toBeVisible()
  await dropFile(page, 'renamed.gguf', Buffer.from('Dear diary'))
  await expect(page.getByRole('alert')).toContainText('renamed.gguf is not a GGUF model file')
  await dropFile(page, 'cat.png', Buffer.from('not a picture'))
  await expect(page.getByRole('alert', { name: 'Not added' })).toContainText('cat.png is not an image.')
})

test('a copy can be cancelled and leaves nothing', async ({ app, dataFolder, shell }) => {
  test.skip(shell === 'electron', 'a desktop window copies nothing')
  const { page } = app
  await showModels(page)
  const big = join(dataFolder, 'big-q8_0.gguf')
  writeFileSync(big, Buffer.concat([Buffer.from('GGUF'), Buffer.alloc(400 * 1024 * 1024)]))
  const dialog = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Add a model…' }).click()
  await (await dialog).setFiles(big)
  const copying = page.getByRole('region', { name: 'Copying a model' })
  await expect(copying.getByRole('progressbar')).toBeVisible()
  await copying.getByRole('button', { name: 'Cancel' }).click()
  await expect(copying).toHaveCount(0)
  await expect.poll(() => readdirSync(join(dataFolder, 'models', 'added'))).toEqual([])
  await expect(page.getByRole('alert')).toHaveCount(0)
  await expect(modelsOf(page, 'Came with Ponder')).toContainText('in use')
})

test('a file that is moved away is missed in words and comes back', async ({ app, dataFolder }) => {
  const file = join(dataFolder, 'models', 'me', 'mine', 'mine-q8_0.gguf')
  putModel(file)
  const { page } = app
  await showModels(page)
  await expect(modelsOf(page, 'Your models folder')).toContainText('me/mine')
  renameSync(file, join(dataFolder, 'elsewhere.gguf'))
  await page.getByRole('button', { name: 'Open Mine Q8_0' }).click()
  await expect(page.getByRole('alert')).toContainText(/gone|no longer/)
  renameSync(join(dataFolder, 'elsewhere.gguf'), file)
  await page.getByRole('button', { name: 'Open Mine Q8_0' }).click()
  await expect(modelNow(page, /^Model: Mine Q8_0, decides/)).toBeVisible()
})

test('the page of models is reached, used and left by keyboard, and axe finds no barrier', async ({
  app,
  dataFolder,
}) => {
  const home = homeIn(dataFolder)
  putModel(join(home, '.lmstudio', 'models', 'ada', 'Tiny-GGUF', 'tiny-studio-q8_0.gguf'))
  putModel(join(home, '.lmstudio', 'models', 'ada', 'Torn', 'torn-00001-of-00002.gguf'))
  const { page } = app
  await expect(composer(page)).toBeFocused()
  await page.getByRole('link', { name: 'Models' }).focus()
  await page.keyboard.press('Enter')
  await expect(modelsOf(page, 'LM Studio')).toHaveCount(2)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
      .analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual(
      [],
    )
  }
  await page.getByRole('button', { name: 'Open Tiny studio Q8_0' }).focus()
  await page.keyboard.press('Enter')
  await expect(modelNow(page, /^Model: Tiny studio Q8_0, decides/)).toBeVisible()
  await page.setViewportSize({ width: 320, height: 640 })
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  await expect.poll(overflow).toBeLessThanOrEqual(0)
  await page.keyboard.press('ControlOrMeta+Shift+KeyO')
  await expect(composer(page)).toBeFocused()
})
