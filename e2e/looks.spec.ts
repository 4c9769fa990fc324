import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixtures/app.ts'
import { answers, ask, askAndWait, chooseMode, composer, untilAnswered } from './fixtures/chat.ts'
import { hoverFile } from './fixtures/drop-file.ts'
import { signalEngine } from './fixtures/engine-process.ts'
import { look, LOOKS } from './fixtures/look.ts'
import { homeIn } from './fixtures/lonely-home.ts'
import { otherTemplates, putModel as putForeignModel } from './fixtures/other-models.ts'
import { addToOllama, putModel } from './fixtures/other-apps.ts'
import { writeConversation } from './fixtures/write-conversation.ts'

/** Pictures to look at, not pixel checks. The README shows a copy of ponder.png, kept in e2e/looks. */
test.describe('how it looks', () => {
  test.setTimeout(180_000)

  test('the first start', async ({ app }) => {
    await expect(composer(app.page)).toBeFocused()
    await look(app.page, 'first-start')
  })

  test('answers with and without a thought, and their details', async ({ app }) => {
    const { page } = app
    await askAndWait(page, 'Hello!')
    await askAndWait(page, 'What is the capital of France?')
    const answer = await askAndWait(page, 'What is 347 + 585?')
    await look(page, 'answers')
    await answer.getByRole('button', { name: /Thought for/ }).click()
    await page.keyboard.press('ControlOrMeta+i')
    await page.emulateMedia({ colorScheme: 'light' })
    await page.waitForTimeout(300)
    await page.screenshot({ path: `${LOOKS}/ponder.png` })
    await look(page, 'details')
  })

  test('an answer with a table, code and mathematics', async ({ dataFolder, app }) => {
    const again = await writeConversation(app, dataFolder)
    await again.page.getByRole('list', { name: 'Conversations' }).getByText('Everything markdown can').click()
    await expect(answers(again.page).last().getByRole('table')).toBeVisible()
    await expect(answers(again.page).last().locator('.katex').first()).toBeVisible()
    await look(again.page, 'markdown')
    await again.close()
  })

  test('a message that does not fit', async ({ app }) => {
    const { page } = app
    await composer(page).fill('A long story. '.repeat(600))
    await page.waitForTimeout(1500)
    await look(page, 'does-not-fit')
  })

  test('the models of this computer, a file over the window, and a copy under way', async ({
    app,
    dataFolder,
  }) => {
    const { page } = app
    const home = homeIn(dataFolder)
    const studio = join(home, '.lmstudio', 'models')
    putModel(join(dataFolder, 'models', 'qwen', 'Qwen3-4B-GGUF', 'qwen3-4b-instruct-q4_k_m.gguf'))
    putModel(join(studio, 'lmstudio-community', 'gemma-3-4b-it-GGUF', 'gemma-3-4b-it-Q4_K_M.gguf'))
    putModel(join(studio, 'lmstudio-community', 'gemma-3-4b-it-GGUF', 'mmproj-model-f16.gguf'))
    putModel(join(studio, 'unsloth', 'GLM-4.6-GGUF', 'GLM-4.6-UD-Q2_K_XL-00001-of-00003.gguf'))
    addToOllama(home, 'llama3.2', '3b')
    await page.getByRole('link', { name: 'Models' }).click()
    await expect(page.getByRole('list', { name: 'Ollama' })).toBeVisible()
    await look(page, 'models')
    await hoverFile(page, true)
    await look(page, 'models-drop')
    await hoverFile(page, false)
    const big = join(dataFolder, 'big-q8_0.gguf')
    writeFileSync(big, Buffer.concat([Buffer.from('GGUF'), Buffer.alloc(500 * 1024 * 1024)]))
    const dialog = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Add a model…' }).click()
    await (await dialog).setFiles(big)
    await expect(page.getByRole('region', { name: 'Copying a model' })).toBeVisible()
    await look(page, 'models-copy')
  })

  test('what is known of a model, its template, and one that is of no use', async ({ app, dataFolder }) => {
    const { page } = app
    putModel(join(dataFolder, 'models', 'qwen', 'Qwen3-4B-GGUF', 'qwen3-4b-instruct-q4_k_m.gguf'))
    putForeignModel(dataFolder, 'hostile', otherTemplates.hostile)
    await page.getByRole('link', { name: 'Models' }).click()
    await page.getByRole('button', { name: /^About Qwen3/ }).click()
    await expect(page.getByText('Architecture', { exact: true })).toBeVisible()
    await look(page, 'models-about')
    await page.getByRole('button', { name: 'Use another template…' }).click()
    await look(page, 'template-choice')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Read template' }).click()
    await expect(page.getByLabel('Template text')).toBeVisible()
    await look(page, 'template')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Open Hostile' }).click()
    await expect(page.getByRole('alert')).toBeVisible()
    await look(page, 'template-hostile')
  })

  test('the settings', async ({ app }) => {
    await expect(composer(app.page)).toBeFocused()
    await app.page.keyboard.press('ControlOrMeta+Comma')
    await look(app.page, 'settings')
  })

  test.describe('with a slow model', () => {
    test.use({ model: 'slow' })

    test('a long thought under way, and an engine that died', async ({ app }) => {
      const { page } = app
      await chooseMode(page, 'Think')
      await ask(page, 'Think about this for a long while.')
      await expect(page.getByRole('button', { name: 'Answer now' })).toBeVisible()
      await page.waitForTimeout(1000)
      await page.screenshot({ path: `${LOOKS}/thinking.png` })
      await signalEngine(app, 'SIGKILL')
      await untilAnswered(page)
      await look(page, 'interrupted')
    })
  })
})
