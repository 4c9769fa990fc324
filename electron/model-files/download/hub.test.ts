import { afterEach, beforeEach, expect, test } from 'vitest'
import { COMMIT, sha256, startFaultyHub, type FaultyHub } from './fixtures/faulty-hub.ts'
import { publicHub } from './hub-request.ts'
import { lookUpRepository } from './hub.ts'

const model = Buffer.from('GGUF and the rest')
const never = new AbortController().signal

let hub: FaultyHub
beforeEach(async () => {
  const files = { 'a-Q4_K_M.gguf': model, 'README.md': Buffer.from('# A') }
  hub = await startFaultyHub({ 'org/repo': { licence: 'apache-2.0', files } }, 'hf_secret')
})
afterEach(() => hub.close())

const look = (repository = 'org/repo', revision: string | null = null) =>
  lookUpRepository(hub.hub, repository, revision, never)

test('tells the commit, the licence and the GGUF files with their sizes and sums', async () => {
  expect(await look()).toEqual({
    repository: 'org/repo',
    revision: COMMIT,
    licence: 'apache-2.0',
    files: [{ path: 'a-Q4_K_M.gguf', sizeBytes: model.length, sha256: sha256(model) }],
  })
  expect(hub.seen.map(({ path }) => path)).toEqual([
    '/api/models/org/repo/revision/main',
    `/api/models/org/repo/tree/${COMMIT}?recursive=true`,
  ])
})

test('asks for the revision of the address as one word', async () => {
  await look('org/repo', 'refs/pr/3')
  expect(hub.seen[0]?.path).toBe('/api/models/org/repo/revision/refs%2Fpr%2F3')
})

/** Answers the list with these entries, whatever the repository holds. */
function listed(entries: unknown, headers: Record<string, string> = {}): void {
  hub.hubFault = (path) =>
    path.includes('/tree/') ? { status: 200, headers, body: JSON.stringify(entries) } : null
}

const entry = (path: string, sum = sha256(model)) => ({
  type: 'file',
  path,
  size: 9,
  lfs: { oid: sum, size: 9 },
})

test('leaves out names that climb, files without a sum, folders and everything that is no GGUF', async () => {
  listed([
    entry('good.gguf'),
    entry('../evil.gguf'),
    entry('a/../../evil.gguf'),
    entry('/etc/evil.gguf'),
    entry('a\\..\\evil.gguf'),
    entry('nul\0.gguf'),
    entry('no-sum.gguf', 'none'),
    { ...entry('empty.gguf'), lfs: { oid: sha256(model), size: 0 } },
    { type: 'file', path: 'plain.gguf', size: 5 },
    { ...entry('folder.gguf'), type: 'directory' },
    entry('weights.safetensors'),
  ])
  expect((await look()).files.map(({ path }) => path)).toEqual(['good.gguf'])
})

test('reads every page of a long list, and none of another host', async () => {
  const pages = [
    {
      status: 200,
      headers: { link: `<${hub.hub.base.href}api/next>; rel="next"` },
      body: JSON.stringify([entry('a.gguf')]),
    },
    {
      status: 200,
      headers: { link: '<https://example.org/api/next>; rel="next"' },
      body: JSON.stringify([entry('b.gguf')]),
    },
  ]
  hub.hubFault = (path) => (path.includes('/revision/') ? null : (pages.shift() ?? { status: 500 }))
  expect((await look()).files.map(({ path }) => path)).toEqual(['a.gguf', 'b.gguf'])
})

test('a list without end comes to an end', async () => {
  let pages = 0
  hub.hubFault = (path) => {
    if (path.includes('/revision/')) return null
    pages += 1
    return { status: 200, headers: { link: '</api/next>; rel="next"' }, body: '[]' }
  }
  expect((await look()).files).toEqual([])
  expect(pages).toBe(20)
})

test.each([
  [{ tags: ['license:mit'] }, 'mit', 'from the tags'],
  [
    { tags: ['license:other'], cardData: { license: 'other', license_name: 'llama3.1' } },
    'llama3.1',
    'its own name',
  ],
  [{ tags: [], cardData: { license: ['cc-by-4.0'] } }, 'cc-by-4.0', 'in a list'],
  [{ tags: null, cardData: null }, null, 'unknown'],
] as [object, string | null, string][])('%j means licence %s (%s)', async (info, licence) => {
  hub.hubFault = (path) =>
    path.includes('/revision/') ? { status: 200, body: JSON.stringify({ sha: COMMIT, ...info }) } : null
  expect((await look()).licence).toBe(licence)
})

test.each([
  ['no such repository', 401, 'RepoNotFound', 'no-such-model'],
  ['terms to accept', 403, 'GatedRepo', 'gated-model'],
  ['no such revision', 404, 'RevisionNotFound', 'no-such-revision'],
  ['a server that fails', 500, '', 'hub-failing'],
  ['a server that is busy', 429, '', 'hub-busy'],
])('%s is said in words', async (_what, status, hubCode, code) => {
  hub.hubFault = () => ({ status, headers: { 'x-error-code': hubCode } })
  await expect(look()).rejects.toMatchObject({ code, remedy: expect.stringMatching(/\.$/) })
})

test.each([
  ['no JSON', '<html>Please log in to the hotel’s network</html>'],
  ['JSON of another shape', '{"files":[]}'],
  ['far more than any list', `["${'x'.repeat(17 * 1024 * 1024)}"]`],
])('a list that is %s is refused in words', async (_what, body) => {
  hub.hubFault = (path) => (path.includes('/tree/') ? { status: 200, body } : null)
  await expect(look()).rejects.toMatchObject({ code: 'hub-odd-answer' })
})

test('a stop ends it with the reason of the stop', async () => {
  await expect(
    lookUpRepository(hub.hub, 'org/repo', null, AbortSignal.abort(new Error('closed'))),
  ).rejects.toThrow('closed')
  expect(hub.seen).toEqual([])
})

test('the public hub is asked over https', () => {
  expect(publicHub().base.href).toBe('https://huggingface.co/')
})
