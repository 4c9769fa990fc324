import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listModels } from './list-models.ts'

let root = ''
let demoFolder = ''
let ownFolder = ''

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ponder-models-'))
  demoFolder = join(root, 'demo')
  ownFolder = join(root, 'own')
  mkdirSync(join(ownFolder, 'deep', 'deeper'), { recursive: true })
  mkdirSync(demoFolder)
  writeFileSync(join(demoFolder, 'tiny-q8.gguf'), 'GGUF')
})
afterEach(() => rmSync(root, { recursive: true }))

function names(given: string | null = null): string[] {
  return listModels({ demoFolder, ownFolder, given }).map((file) => `${file.origin} ${file.name}`)
}

test('lists the demo models and those in the person’s folders, however deep', () => {
  writeFileSync(join(ownFolder, 'deep', 'deeper', 'mine-q4_0.gguf'), 'x')
  writeFileSync(join(ownFolder, 'readme.md'), 'x')
  expect(names()).toEqual(['demo Tiny Q8', 'own Mine Q4_0'])
})

test('leaves out image halves and the later parts of split models', () => {
  for (const file of [
    'mmproj-a.gguf',
    'a-MMPROJ-f16.gguf',
    'big-00001-of-00002.gguf',
    'big-00002-of-00002.gguf',
    '.x.gguf',
  ]) {
    writeFileSync(join(ownFolder, file), 'x')
  }
  expect(names()).toEqual(['demo Tiny Q8', 'own Big'])
})

test('follows links within the folder and none out of it', () => {
  writeFileSync(join(root, 'secret.gguf'), 'x')
  writeFileSync(join(ownFolder, 'deep', 'real.gguf'), 'x')
  symlinkSync(join(root, 'secret.gguf'), join(ownFolder, 'out.gguf'))
  symlinkSync(root, join(ownFolder, 'up'))
  symlinkSync(join(ownFolder, 'nowhere'), join(ownFolder, 'dangling.gguf'))
  symlinkSync(join(ownFolder, 'deep', 'real.gguf'), join(ownFolder, 'alias.gguf'))
  expect(names()).toEqual(['demo Tiny Q8', 'own Alias', 'own Real'])
})

test('a folder that is not there holds no models', () => {
  rmSync(ownFolder, { recursive: true })
  expect(names()).toEqual(['demo Tiny Q8'])
})

test('a given file comes first, is not listed twice, and is listed even when it is gone', () => {
  expect(names(join(demoFolder, 'tiny-q8.gguf'))).toEqual(['given Tiny Q8'])
  const [gone] = listModels({ demoFolder, ownFolder, given: join(root, 'gone.gguf') })
  expect(gone).toMatchObject({ origin: 'given', name: 'Gone', sizeBytes: 0 })
})

test('ids hold when the whole folder moves, and never show a path', () => {
  const [before] = listModels({ demoFolder, ownFolder, given: null })
  mkdirSync(join(root, 'elsewhere'))
  writeFileSync(join(root, 'elsewhere', 'tiny-q8.gguf'), 'GGUF')
  const [after] = listModels({ demoFolder: join(root, 'elsewhere'), ownFolder, given: null })
  expect(after?.id).toBe(before?.id)
  expect(before?.id).toMatch(/^[0-9a-f]{24}$/)
})
