import { afterEach, beforeEach, expect, test } from 'vitest'
import { startFaultyHub, type FaultyHub } from './fixtures/faulty-hub.ts'
import { filesOf, planDownload } from './plan-download.ts'

const GB = 1e9
const never = new AbortController().signal
const bytes = Buffer.from('GGUF')

let hub: FaultyHub
beforeEach(async () => {
  hub = await startFaultyHub({
    'org/repo': {
      licence: 'mit',
      files: {
        'Q4_K_M/a-Q4_K_M-00001-of-00002.gguf': bytes,
        'Q4_K_M/a-Q4_K_M-00002-of-00002.gguf': bytes,
        'mmproj-F16.gguf': bytes,
      },
    },
    'org/no-gguf': { files: { 'model.safetensors': bytes } },
  })
})
afterEach(() => hub.close())

const plan = (address: string) => planDownload(hub.hub, address, 16 * GB, never)

test('finds the model of an address and where its files will lie, the model’s first file last', async () => {
  const found = await plan('https://huggingface.co/org/repo')
  expect(found).toMatchObject({ repository: 'org/repo', licence: 'mit', chosen: { name: 'Q4_K_M' } })
  const [choice] = found.choices
  expect(choice && filesOf(found, choice).map(({ place }) => place.join('/'))).toEqual([
    'org/repo/Q4_K_M/mmproj-F16.gguf',
    'org/repo/Q4_K_M/a-Q4_K_M-00002-of-00002.gguf',
    'org/repo/Q4_K_M/a-Q4_K_M-00001-of-00002.gguf',
  ])
})

test.each([
  ['org/no-gguf', 'no-gguf-files'],
  ['org/repo/Q8_0/b.gguf', 'no-such-file'],
  ['org/nothing', 'no-such-model'],
])('%s is refused as %s', async (address, code) => {
  await expect(plan(address)).rejects.toMatchObject({ code, remedy: expect.stringMatching(/\.$/) })
})

test('an address that cannot be read contacts nobody', async () => {
  await expect(plan('https://example.org/org/repo')).rejects.toMatchObject({ code: 'another-host' })
  expect(hub.seen).toEqual([])
})
