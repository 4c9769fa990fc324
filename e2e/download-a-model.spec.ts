import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { startFaultyHub, type FaultyHub } from '../electron/model-files/download/fixtures/faulty-hub.ts'
import { expect, test } from './fixtures/app.ts'
import { askAndWait } from './fixtures/chat.ts'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const model = readFileSync('models/demo/ponder-demo-q8.gguf')
const FILE = 'little-Q8_0.gguf'
/** What Ponder calls it. */
const NAME = 'Little Q8_0'
const SUM = createHash('sha256').update(model).digest('hex')

/** Stands in for huggingface.co; PONDER_HUB tells every Ponder that these tests start. */
let hub: FaultyHub
test.beforeEach(async () => {
  hub = await startFaultyHub({
    'ponder-tests/little-GGUF': {
      licence: 'apache-2.0',
      files: { [FILE]: model, 'little-F16.gguf': Buffer.concat([model, model]) },
    },
  })
  process.env['PONDER_HUB'] = hub.hub.base.origin
})
test.afterEach(async () => {
  delete process.env['PONDER_HUB']
  await hub.close()
})

async function showModels(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Models' }).click()
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible()
}

async function lookUp(page: Page, address: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Hugging Face address' }).fill(address)
  await page.getByRole('button', { name: 'Look up' }).click()
}

const downloadRow = (page: Page): Locator =>
  page.getByRole('list', { name: 'Downloads' }).getByRole('listitem', { name: NAME })

const folder = (dataFolder: string): string => join(dataFolder, 'models', 'ponder-tests', 'little-GGUF')

test('a model is downloaded by its address, across a dropped connection, and answers', async ({
  app,
  dataFolder,
}) => {
  const { page } = app
  await showModels(page)
  await lookUp(page, 'https://huggingface.co/ponder-tests/little-GGUF')

  const decision = page.getByRole('region', { name: 'ponder-tests/little-GGUF' })
  await expect(decision).toContainText(FILE)
  await expect(decision).toContainText('apache-2.0')
  await expect(decision).toContainText(/Free on disk.*GB/)
  await expect(decision).toContainText(`This contacts ${hub.hub.base.host}`)
  expect(hub.seen.filter(({ server }) => server === 'content')).toEqual([])

  hub.paceMs = 20
  hub.fault = ({ number }) => (number === 1 ? { kind: 'cut', afterBytes: model.length / 2 } : null)
  await decision.getByRole('button', { name: /^Download/ }).click()
  await expect(downloadRow(page).getByRole('progressbar')).toBeVisible()
  await expect(downloadRow(page)).toContainText('/s')
  await expect(downloadRow(page)).toContainText('Complete and checked')

  const again = hub.seen.filter(({ server }) => server === 'content').at(-1)
  expect(Number(/\d+/.exec(again?.range ?? '')?.[0])).toBeGreaterThan(model.length / 4)
  const file = readFileSync(join(folder(dataFolder), FILE))
  expect(createHash('sha256').update(file).digest('hex')).toBe(SUM)
  expect(readdirSync(folder(dataFolder))).toEqual([FILE])

  await downloadRow(page)
    .getByRole('button', { name: `Open ${NAME}` })
    .click()
  await expect(page.getByRole('button', { name: /^Model: Little Q8_0, decides/ })).toBeVisible()
  await page.getByRole('button', { name: 'New chat' }).click()
  await expect(await askAndWait(page, 'What is the capital of France?')).toContainText('Paris')
})

test('a download is paused, survives the end of Ponder, and goes on', async ({ app, dataFolder }) => {
  const { page } = app
  await showModels(page)
  hub.paceMs = 40
  await lookUp(page, 'ponder-tests/little-GGUF:Q8_0')
  await page.getByRole('button', { name: /^Download/ }).click()
  await expect(downloadRow(page)).toContainText('left')
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual(
    [],
  )
  await downloadRow(page)
    .getByRole('button', { name: `Pause ${NAME}` })
    .click()
  await expect(downloadRow(page)).toContainText('Paused')

  const next = await app.restart()
  await showModels(next.page)
  await expect(downloadRow(next.page)).toContainText('Paused')
  hub.paceMs = 0
  const before = hub.seen.length
  await downloadRow(next.page)
    .getByRole('button', { name: `Resume ${NAME}` })
    .click()
  await expect(downloadRow(next.page)).toContainText('Complete and checked')
  expect(hub.seen.slice(before).some(({ range }) => range !== null)).toBe(true)
  expect(readdirSync(folder(dataFolder))).toEqual([FILE])
  await next.close()
})

test('what goes wrong is said with what to do, and nothing is left of a cancelled download', async ({
  app,
  dataFolder,
}) => {
  const { page } = app
  await showModels(page)
  await lookUp(page, 'https://example.org/ponder-tests/little-GGUF')
  await expect(page.getByRole('alert')).toContainText('huggingface.co only')
  await lookUp(page, 'ponder-tests/nothing')
  await expect(page.getByRole('alert')).toContainText('no such model')
  expect(hub.seen.every(({ path }) => !path.includes('example.org'))).toBe(true)

  hub.fault = () => ({ kind: 'flip', at: 1000 })
  await lookUp(page, 'ponder-tests/little-GGUF:Q8_0')
  await page.getByRole('button', { name: /^Download/ }).click()
  await expect(downloadRow(page).getByRole('alert')).toContainText('not the file')
  hub.fault = ({ offset }) => ({ kind: 'stall', afterBytes: offset === 0 ? 200_000 : 0 })
  await downloadRow(page)
    .getByRole('button', { name: `Try again ${NAME}` })
    .click()
  await expect(downloadRow(page)).toContainText('stopped sending. Trying again')
  await downloadRow(page)
    .getByRole('button', { name: `Cancel the download of ${NAME}` })
    .click()
  await expect(downloadRow(page)).toHaveCount(0)
  await expect.poll(() => readdirSync(join(dataFolder, 'models'))).toEqual([])
})
