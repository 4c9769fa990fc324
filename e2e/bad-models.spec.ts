import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brokenFiles } from '../models/gguf/broken-files.ts'
import { expect, test } from './fixtures/app.ts'
import { answers, askAndWait } from './fixtures/chat.ts'

/** A few of each kind of damage, by what is wrong with the file, and what the person reads. */
const SENTENCES: readonly (readonly [what: string, sentence: RegExp])[] = [
  ['nothing in it', /is empty, not a GGUF model/],
  ['a text in it', /is a text, not a GGUF model/],
  ['an end within the tensors', /is cut off: its file ends before the model does/],
  ['safetensors in it', /is a safetensors file, which Ponder cannot open/],
  ['2⁶⁴ − 1 settings', /far beyond any real model/],
  ['lists within lists without end', /is damaged: its setting "a" is a list of lists/],
  ['a kind that nobody knows', /is of a kind \("qwenX"\)/],
  ['600 layers', /is damaged: its setting "block_count" is 600/],
  ['the same token again and again', /is damaged: its token "abc" stands there twice/],
  ['the image half of a model in it', /is only the image half of a model/],
  ['its embedding missing', /is damaged: its tensor "token_embd.weight" is missing/],
]
/** A person waits no longer for a sentence. Milliseconds. */
const LONGEST_WAIT = 5000

test('broken files among the models get a sentence each, and the next good model works', async ({
  app,
  dataFolder,
}) => {
  const folder = join(dataFolder, 'models', 'someone', 'broken')
  mkdirSync(folder, { recursive: true })
  SENTENCES.forEach(([what], at) => {
    const file = brokenFiles.find((each) => each.what === what)
    if (file === undefined) throw new Error(`There is no broken file with ${what}.`)
    writeFileSync(join(folder, `${nameOf(at)}.gguf`), file.bytes())
  })
  await app.close()
  const again = await app.restart()
  const { page } = again
  for (const [at, [, sentence]] of SENTENCES.entries()) {
    await page.getByRole('button', { name: /^Model/ }).click()
    await page.getByRole('menuitemradio', { name: new RegExp(nameOf(at), 'i') }).click()
    const told = page.getByRole('alert').filter({ hasText: new RegExp(`${nameOf(at)} `, 'i') })
    await expect(told).toContainText(sentence, { timeout: LONGEST_WAIT })
  }
  await page.getByRole('button', { name: /^Model/ }).click()
  await page.getByRole('menuitemradio', { name: /Ponder demo/i }).click()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await askAndWait(page, 'What is the capital of France?')
  await expect(answers(page).last()).toContainText('Paris')
  await again.close()
})

/** Letters only, so that no name is the beginning of another. */
function nameOf(at: number): string {
  return `broken${String.fromCharCode(97 + at)}`
}
