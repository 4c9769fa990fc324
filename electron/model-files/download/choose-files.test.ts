import { expect, test } from 'vitest'
import { chooseFiles, type Wanted } from './choose-files.ts'

const GB = 1e9
const anything: Wanted = { quantisation: null, path: null, memoryBytes: 64 * GB }

/** Paths with their sizes in GB. */
function repository(sizes: Readonly<Record<string, number>>) {
  return Object.entries(sizes).map(([path, size]) => ({ path, sizeBytes: size * GB, sha256: 'x' }))
}

function chosen(sizes: Readonly<Record<string, number>>, wanted: Partial<Wanted> = {}) {
  const { chosen } = chooseFiles(repository(sizes), { ...anything, ...wanted })
  return chosen === null ? null : [...chosen.parts, chosen.projector].flatMap((file) => file?.path ?? [])
}

const usual = { 'a-Q2_K.gguf': 3, 'a-Q4_K_M.gguf': 5, 'a-Q8_0.gguf': 9, 'mmproj-F16.gguf': 1 }

test('takes Q4_K_M and the projector beside it when nothing else was asked for', () => {
  expect(chosen(usual)).toEqual(['a-Q4_K_M.gguf', 'mmproj-F16.gguf'])
  const { choices } = chooseFiles(repository(usual), anything)
  expect(choices.map(({ name, sizeBytes }) => `${name} ${sizeBytes / GB}`)).toEqual([
    'Q2_K 4',
    'Q4_K_M 6',
    'Q8_0 10',
  ])
})

test.each([
  [usual, { quantisation: 'q8_0' }, ['a-Q8_0.gguf', 'mmproj-F16.gguf'], 'what was asked for, in any case'],
  [usual, { quantisation: 'Q5_K_M' }, null, 'asked for and not there: a person chooses'],
  [usual, { path: 'a-Q8_0.gguf' }, ['a-Q8_0.gguf', 'mmproj-F16.gguf'], 'the file of the address'],
  [usual, { memoryBytes: 6 * GB }, ['a-Q2_K.gguf', 'mmproj-F16.gguf'], 'little memory: a smaller one'],
  [usual, { memoryBytes: 2 * GB }, null, 'too little memory for any: a person chooses'],
  [{ 'a-Q8_0.gguf': 9, 'a-Q6_K.gguf': 7 }, {}, ['a-Q6_K.gguf'], 'no Q4: the nearest above'],
  [{ 'a-UD-Q4_K_XL.gguf': 5, 'a-BF16.gguf': 16 }, {}, ['a-UD-Q4_K_XL.gguf'], 'a maker’s own mark before it'],
  [
    { 'a-UD-Q4_K_XL.gguf': 5, 'a-F16.gguf': 9 },
    { quantisation: 'Q4_K_XL' },
    ['a-UD-Q4_K_XL.gguf'],
    'and without it',
  ],
  [{ 'model.gguf': 5 }, {}, ['model.gguf'], 'the only one, whatever its name'],
  [{ 'a.Q4_K_M.gguf': 5, 'b.Q4_K_M.gguf': 5 }, {}, null, 'two models of one quantisation: a person chooses'],
  [{ 'a-Q4_K_M.gguf': 5, 'imatrix_a.gguf': 0.1 }, {}, ['a-Q4_K_M.gguf'], 'statistics are no model'],
  [{ 'mmproj-F16.gguf': 1 }, {}, null, 'an image half alone is no model'],
  [{ 'Q8_0/a.gguf': 9, 'Q4_K_M/a.gguf': 5 }, {}, ['Q4_K_M/a.gguf'], 'the quantisation as a folder'],
  [
    { 'BF16/a-BF16.gguf': 9, 'a-Q4_0.gguf': 5 },
    { path: 'BF16' },
    ['BF16/a-BF16.gguf'],
    'the folder of the address',
  ],
])('%j with %j gives %j (%s)', (sizes, wanted, expected, _reason) => {
  expect(chosen(sizes as Record<string, number>, wanted)).toEqual(expected)
})

const split = {
  'Q4_K_M/a-Q4_K_M-00002-of-00002.gguf': 20,
  'Q4_K_M/a-Q4_K_M-00001-of-00002.gguf': 30,
  'mmproj-F16.gguf': 1,
}

test('takes every part of a split model in order, whichever part the address names', () => {
  const all = [
    'Q4_K_M/a-Q4_K_M-00001-of-00002.gguf',
    'Q4_K_M/a-Q4_K_M-00002-of-00002.gguf',
    'mmproj-F16.gguf',
  ]
  expect(chosen(split, { memoryBytes: 128 * GB })).toEqual(all)
  expect(chosen(split, { path: 'Q4_K_M/a-Q4_K_M-00002-of-00002.gguf' })).toEqual(all)
})

test('a split model with a part missing is no choice', () => {
  const { 'Q4_K_M/a-Q4_K_M-00001-of-00002.gguf': _gone, ...rest } = split
  expect(chooseFiles(repository(rest), anything).choices).toEqual([])
})

test.each([
  [['mmproj-F32.gguf', 'mmproj-BF16.gguf', 'mmproj-F16.gguf'], 'mmproj-F16.gguf', 'half precision first'],
  [['a-mmproj-f32.gguf', 'mmproj-a-bf16.gguf'], 'mmproj-a-bf16.gguf', 'wherever the word stands'],
  [['mmproj-Q8_0.gguf', 'mmproj-F32.gguf'], 'mmproj-Q8_0.gguf', 'rather eight bits than a double size'],
  [['other/mmproj-F16.gguf'], null, 'one in another folder belongs to another model'],
] as [string[], string | null, string][])('of %j takes %s (%s)', (projectors, expected) => {
  const sizes = Object.fromEntries(['a-Q4_K_M.gguf', ...projectors].map((path) => [path, 1]))
  expect(chooseFiles(repository(sizes), anything).chosen?.projector?.path ?? null).toBe(expected)
})
