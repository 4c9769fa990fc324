import { expect, test as base } from '@playwright/test'
import { copyFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { PIECE_BYTES } from '../../electron/contract/send-bytes.ts'
import { askAndWait, composer } from '../fixtures/chat.ts'
import { dropFile } from '../fixtures/drop-file.ts'
import { dropOn, placedImages } from '../fixtures/images.ts'
import { openDesktop, type Desktop } from './open-desktop.ts'

const DEMO = 'models/demo/ponder-demo-q8.gguf'

/** Main, preload, core and engine as they are built, on a stand-in for Electron. Not Electron: see README.md. */
const test = base.extend<{ desktop: Desktop }>({
  desktop: async ({}, use) => {
    const desktop = await openDesktop()
    await use(desktop)
    await desktop.end()
  },
})

test.describe('the desktop bundles, on a stand-in for Electron', () => {
  test('a question typed in the window is answered by the engine three processes away', async ({
    desktop,
  }) => {
    const answer = await askAndWait(desktop.page, 'What is the capital of France?')
    await expect(answer).toContainText('Paris')
    // Polled: the check of a model file is a process of its own that may just be ending.
    await expect
      .poll(async () => Object.keys(await desktop.pids()).sort())
      .toEqual(['Ponder core', 'Ponder text-engine', 'main'])
  })

  test('the page sees the bridge and nothing of Node or Electron', async ({ desktop }) => {
    await expect(composer(desktop.page)).toBeVisible()
    const seen = await desktop.page.evaluate(() => ({
      bridge: Object.keys(window.ponderShell ?? {}).sort(),
      node: ['require', 'process', 'Buffer', 'module', 'electron'].filter((name) => name in window),
    }))
    expect(seen).toEqual({
      bridge: ['addModel', 'chooseModel', 'kind', 'openExternal', 'platform', 'requestPort'],
      node: [],
    })
  })

  test('the page stays where it is, and only web and mail links leave', async ({ desktop }) => {
    const { page } = desktop
    await expect(composer(page)).toBeVisible()
    const pages = page.context().pages().length
    await page.evaluate(() => {
      location.href = 'https://example.org/'
      open('https://example.org/')
      for (const url of ['file:///etc/passwd', 'javascript:alert(1)', 'https://example.org/a'])
        window.ponderShell?.openExternal(url)
    })
    await expect.poll(() => desktop.opened).toEqual(['https://example.org/a'])
    await expect.poll(() => page.context().pages().length).toBe(pages)
    expect(page.url()).toBe('https://ponder.test/')
    await expect(page.evaluate(() => fetch('https://example.org/'))).rejects.toThrow()
    await expect(composer(page)).toBeVisible()
  })

  test('a dropped and a chosen model file are opened where they lie', async ({ desktop }) => {
    const { page, files } = desktop
    await expect(composer(page)).toBeVisible()
    for (const name of ['dropped.gguf', 'chosen.gguf']) copyFileSync(DEMO, join(files, name))
    await dropFile(page, 'dropped.gguf')
    await expect(page.getByRole('button', { name: /^Model: Dropped/ })).toBeVisible()
    await expect(await askAndWait(page, 'What is the capital of France?')).toContainText('Paris')
    await page.getByRole('button', { name: /^Model/ }).click()
    await page.getByRole('menuitem', { name: 'Add a model…' }).click()
    await expect(page.getByRole('button', { name: /^Model: Chosen/ })).toBeVisible()
    // Where they lie: nothing was copied.
    expect(readdirSync(join(files, '..', 'data'))).not.toContain('models')
    await dropFile(page, 'not-there.gguf')
    await expect(page.getByRole('alert')).toContainText('not-there.gguf is not there')
  })

  test('an image dropped into the message is taken in, its bytes over the port', async ({ desktop }) => {
    const { page } = desktop
    await composer(page).fill('Look at ')
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 }
    const create = { width: 3000, height: 2000, channels: 3 as const, background: '#888', noise }
    const bytes = await sharp({ create }).jpeg({ quality: 95 }).toBuffer()
    expect(bytes.length).toBeGreaterThan(PIECE_BYTES)
    await dropOn(page, [{ name: 'photo.jpg', bytes }], null)
    await expect(placedImages(page)).toHaveAccessibleName('image 1: photo.jpg')
    const shown = composer(page).locator('img')
    await expect(shown).toHaveAttribute('src', /^\/images\/[0-9a-f]{64}\.small\.png$/)
    await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(256)
  })

  test('when core is killed, the window comes back with the conversation', async ({ desktop }) => {
    const { page } = desktop
    await askAndWait(page, 'What is the capital of France?')
    const before = await desktop.pids()
    process.kill(before['Ponder core'] ?? Number.NaN, 'SIGKILL')
    await expect.poll(async () => (await desktop.pids())['Ponder core']).not.toBe(before['Ponder core'])
    await expect(page.getByRole('article', { name: 'Answer' }).last()).toContainText('Paris')
    await expect(await askAndWait(page, 'What is the opposite of hot?')).not.toBeEmpty()
  })

  test('closing the window ends the app and all its processes', async ({ desktop }) => {
    await expect(composer(desktop.page)).toBeVisible()
    const pids = Object.values(await desktop.pids())
    expect(await desktop.closeWindow()).toBe(0)
    await expect.poll(() => pids.filter(isRunning)).toEqual([])
  })
})

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    // ESRCH: gone.
    return false
  }
}
