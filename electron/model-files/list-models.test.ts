import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findModels } from './found/find-models.ts'
import { listModels, ownModels, type ModelFile, type ModelFolders } from './list-models.ts'

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

async function list(folders: Partial<ModelFolders> = {}): Promise<ModelFile[]> {
  return listModels(await ownModels({ demoFolder, ownFolder, given: null, chosen: [], ...folders }))
}

async function names(folders: Partial<ModelFolders> = {}): Promise<string[]> {
  return (await list(folders)).map((file) => `${file.source} ${file.name}`)
}

test('lists the demo models and those in the person’s folders, however deep', async () => {
  writeFileSync(join(ownFolder, 'deep', 'deeper', 'mine-q4_0.gguf'), 'x')
  writeFileSync(join(ownFolder, 'readme.md'), 'x')
  expect(await names()).toEqual(['demo Tiny Q8', 'own Mine Q4_0'])
})

test('image halves belong to the model beside them, later parts to the first', async () => {
  for (const file of [
    'mmproj-f16.gguf',
    'big-00001-of-00002.gguf',
    'big-00002-of-00002.gguf',
    'imatrix.gguf',
    '.x.gguf',
  ]) {
    writeFileSync(join(ownFolder, file), 'x')
  }
  const [, big, ...rest] = await list()
  expect(rest).toEqual([])
  expect(big).toMatchObject({
    name: 'Big',
    sizeBytes: 2,
    hasProjector: true,
    projectorPath: join(ownFolder, 'mmproj-f16.gguf'),
    problem: null,
  })
})

test('follows links within the folder and none out of it', async () => {
  writeFileSync(join(root, 'secret.gguf'), 'x')
  writeFileSync(join(ownFolder, 'deep', 'real.gguf'), 'x')
  symlinkSync(join(root, 'secret.gguf'), join(ownFolder, 'out.gguf'))
  symlinkSync(root, join(ownFolder, 'up'))
  symlinkSync(join(ownFolder, 'nowhere'), join(ownFolder, 'dangling.gguf'))
  symlinkSync(join(ownFolder, 'deep', 'real.gguf'), join(ownFolder, 'alias.gguf'))
  // Two names of one file are one model.
  expect(await names()).toEqual(['demo Tiny Q8', 'own Alias'])
  const found = await ownModels({ demoFolder, ownFolder, given: null, chosen: [] })
  expect(found.find(({ source }) => source === 'own')?.notes).toEqual([
    '“dangling.gguf” leads to no file.',
    '“out.gguf” is a link that leads out of the folder: add what it leads to by “Add a model…”.',
    '“up” is a link that leads out of the folder: add what it leads to by “Add a model…”.',
  ])
})

test('a folder that is not there holds no models', async () => {
  rmSync(ownFolder, { recursive: true })
  expect(await names()).toEqual(['demo Tiny Q8'])
})

test('a given file comes first, is not listed twice, and is listed even when it is gone', async () => {
  const [given, ...rest] = await list({ given: join(demoFolder, 'tiny-q8.gguf') })
  expect(rest).toEqual([])
  expect(given).toMatchObject({ source: 'given', name: 'Tiny Q8', alsoIn: ['demo'] })
  const [gone] = await list({ given: join(root, 'gone.gguf') })
  expect(gone).toMatchObject({ source: 'given', name: 'Gone', sizeBytes: 0 })
})

test('an added file stays listed when it is gone, and says so', async () => {
  const path = join(root, 'added-q8.gguf')
  expect(await list({ chosen: [path] })).toContainEqual(
    expect.objectContaining({
      source: 'chosen',
      name: 'Added Q8',
      problem: expect.objectContaining({ code: 'model-file-missing', remedy: expect.stringMatching(/back/) }),
    }),
  )
  writeFileSync(path, 'x')
  expect(await list({ chosen: [path] })).toContainEqual(
    expect.objectContaining({ source: 'chosen', sizeBytes: 1, problem: null }),
  )
})

test('a file that several apps hold is listed once, with all of them', async () => {
  const home = join(root, 'home')
  const studio = join(home, '.lmstudio', 'models', 'p', 'r')
  const hub = join(home, '.cache', 'huggingface', 'hub', 'models--p--r', 'snapshots', '1')
  for (const folder of [studio, hub]) mkdirSync(folder, { recursive: true })
  writeFileSync(join(studio, 'm.gguf'), 'x')
  linkSync(join(studio, 'm.gguf'), join(hub, 'm.gguf'))
  linkSync(join(studio, 'm.gguf'), join(ownFolder, 'hard.gguf'))
  symlinkSync(join(studio, 'm.gguf'), join(studio, 'soft.gguf'))
  const own = await ownModels({ demoFolder, ownFolder, given: null, chosen: [join(studio, 'm.gguf')] })
  const places = { home, platform: 'linux', environment: {}, shared: root } as const
  const files = listModels([...own, ...(await findModels(places))])
  expect(files.map(({ source, name, alsoIn }) => [source, name, alsoIn])).toEqual([
    ['demo', 'Tiny Q8', []],
    ['own', 'Hard', ['chosen', 'lm-studio', 'hugging-face']],
  ])
})

test('two files at the same place of two folders have two ids', async () => {
  const home = join(root, 'home')
  for (const folder of ['.lmstudio', '.cache/lm-studio']) {
    mkdirSync(join(home, folder, 'models', 'p', 'r'), { recursive: true })
    writeFileSync(join(home, folder, 'models', 'p', 'r', 'm.gguf'), folder)
  }
  const files = listModels(await findModels({ home, platform: 'linux', environment: {}, shared: root }))
  expect(new Set(files.map(({ id }) => id)).size).toBe(2)
})

test('a name that would turn or hide the text around it is shown with marks', async () => {
  writeFileSync(join(ownFolder, 'good\u202efugg.gguf'), 'x')
  expect(await names()).toContain('own Good\ufffdfugg')
})

test('ids hold when the whole folder moves, and never show a path', async () => {
  const [before] = await list()
  mkdirSync(join(root, 'elsewhere'))
  writeFileSync(join(root, 'elsewhere', 'tiny-q8.gguf'), 'GGUF')
  const [after] = await list({ demoFolder: join(root, 'elsewhere') })
  expect(after?.id).toBe(before?.id)
  expect(before?.id).toMatch(/^[0-9a-f]{24}$/)
})
