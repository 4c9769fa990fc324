import { chmodSync, mkdirSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ModelSource } from '../../contract/models.ts'
import { findModels } from './find-models.ts'
import { addToOllama, fakeHome, type FakeHome } from './fixtures/fake-home.ts'
import type { LookLimits } from './look.ts'

async function found(home: FakeHome, source: ModelSource, limits?: LookLimits) {
  const all = await findModels(home.places, limits)
  const one = all.find((each) => each.source === source)
  if (one === undefined) throw new Error(`nothing looks for ${source}`)
  return one
}

/** "place | name" of each model. */
async function names(home: FakeHome, source: ModelSource): Promise<string[]> {
  const { models } = await found(home, source)
  return models.map(({ place, name }) => `${place} | ${name}`)
}

test('a home without other apps holds none of their models, and nothing is noted', async () => {
  for (const { models, notes } of await findModels(fakeHome().places))
    expect([models, notes]).toEqual([[], []])
})

test('looking changes nothing: no name, no content, no time', async () => {
  const home = fakeHome()
  home.file('.lmstudio/settings.json', '{"downloadsFolder":"~/elsewhere"}')
  home.file('elsewhere/a/b/c.gguf')
  home.file('.cache/huggingface/hub/models--o--r/blobs/1')
  home.link('.cache/huggingface/hub/models--o--r/snapshots/1/x.gguf', '../../blobs/1')
  home.file('.local/share/Jan/data/llamacpp/models/j/model.yml', 'model_path: llamacpp/models/j/model.gguf\n')
  home.file('.local/share/Jan/data/llamacpp/models/j/model.gguf')
  addToOllama(home, 'registry.ollama.ai/library/m/1b', { model: 'GGUF 1' })
  const before = home.state()
  const all = await findModels(home.places)
  expect(all.flatMap(({ models }) => models)).toHaveLength(4)
  expect(home.state()).toEqual(before)
})

test('whatever stands in the files of other apps, the search ends well', async () => {
  const values = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record({ downloadsFolder: fc.string(), data_folder: fc.string(), layers: fc.jsonValue() })
      .map((value) => JSON.stringify(value)),
    fc.string().map((path) => `model_path: ${path}\nmmproj_path: ${path}`),
  )
  const places = [
    '.lmstudio-home-pointer',
    '.lmstudio/settings.json',
    '.local/share/Jan/settings.json',
    '.local/share/Jan/data/llamacpp/models/m/model.yml',
    '.cache/huggingface/hub/models--o--r/refs/main',
    '.ollama/models/manifests/r/o/m/t',
  ]
  const home = fakeHome()
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), values, async (place, text) => {
      home.file(place, text)
      for (const { models } of await findModels(home.places)) expect(models).toEqual([])
    }),
    { numRuns: 150 },
  )
})

describe('LM Studio', () => {
  test('publisher and repository stand beside the name', async () => {
    const home = fakeHome()
    home.file('.lmstudio/models/qwen/Qwen3-4B-GGUF/qwen3-4b-q4_k_m.gguf')
    home.file('.cache/lm-studio/models/older/repo/old.gguf')
    home.file('.lmstudio/models/qwen/Qwen3-4B-GGUF/README.md')
    expect(await names(home, 'lm-studio')).toEqual([
      'qwen/Qwen3-4B-GGUF | Qwen3 4b Q4_K_M',
      'older/repo | Old',
    ])
  })

  test.each([
    ['in its home', '.lmstudio/settings.json', {}],
    ['in the system’s place', '.config/LM Studio/settings.json', {}],
    [
      'in the system’s place on a Mac',
      'Library/Application Support/LM Studio/settings.json',
      { platform: 'darwin' },
    ],
    ['in the system’s place on Windows', 'AppData/Roaming/LM Studio/settings.json', { platform: 'win32' }],
  ] as const)('its setting of the models folder, %s', async (_where, file, change) => {
    const home = fakeHome(change)
    home.file(file, JSON.stringify({ downloadsFolder: home.path('disk/models'), other: 1 }))
    home.file('disk/models/p/r/m.gguf')
    expect(await names(home, 'lm-studio')).toEqual(['p/r | M'])
  })

  test('a home that its pointer names; damaged settings cost nothing else', async () => {
    const home = fakeHome()
    home.file('.lmstudio-home-pointer', `${home.path('moved')}\n`)
    home.file('moved/settings.json', '{"downloadsFolder":')
    home.file('.lmstudio/settings.json', '{"downloadsFolder":"./from/nowhere"}')
    home.file('moved/models/p/r/m.gguf')
    expect(await names(home, 'lm-studio')).toEqual(['p/r | M'])
  })

  test('a split model is one, with the size of all its parts; a missing part is said', async () => {
    const home = fakeHome()
    for (const part of [1, 2, 3]) home.file(`.lmstudio/models/p/r/big-0000${part}-of-00003.gguf`, '12345')
    home.file('.lmstudio/models/p/r/torn-00001-of-00003.gguf')
    home.file('.lmstudio/models/p/r/torn-00003-of-00003.gguf')
    home.file('.lmstudio/models/p/r/end-00009-of-00009.gguf')
    const { models } = await found(home, 'lm-studio')
    expect(models.map(({ name, sizeBytes, problem }) => [name, sizeBytes, problem?.message ?? null])).toEqual(
      [
        ['Big', 15, null],
        ['End', expect.any(Number), expect.stringContaining('8 parts, among them 1 and 2,')],
        ['Torn', expect.any(Number), 'Torn is split into 3 files, and part 2 is missing.'],
      ],
    )
    expect(models[0]?.path).toMatch(/big-00001-of-00003\.gguf$/)
  })

  test('links are followed, also in circles, and each folder is searched once', async () => {
    const home = fakeHome()
    home.file('disk/m.gguf')
    home.link('.lmstudio/models/p/r', home.path('disk'))
    home.link('.lmstudio/models/p/again', home.path('disk'))
    home.link('.lmstudio/models/p/up', home.path('.lmstudio/models'))
    home.link('.lmstudio/models/loop', 'loop')
    home.link('.lmstudio/models/gone.gguf', home.path('nowhere'))
    const { models, notes } = await found(home, 'lm-studio')
    expect(models).toHaveLength(1)
    expect(notes).toEqual([
      '“gone.gguf” leads to no file.',
      '~/.lmstudio/models/loop is a link that leads back to itself.',
    ])
  })

  test('a folder, a pipe and a hidden file by a model’s name are none', async () => {
    const home = fakeHome()
    mkdirSync(home.path('.lmstudio/models/p/r/folder.gguf'), { recursive: true })
    home.file('.lmstudio/models/p/r/.hidden.gguf')
    spawnSync('mkfifo', [home.path('.lmstudio/models/p/r/pipe.gguf')])
    spawnSync('mkfifo', [home.path('.lmstudio/settings.json')])
    expect(await names(home, 'lm-studio')).toEqual([])
  })

  test('a folder by a model’s name holds models as any other', async () => {
    const home = fakeHome()
    home.file('.lmstudio/models/p/tiny.gguf/tiny-q8_0.gguf')
    home.file('disk/linked/small-q4_0.gguf')
    home.link('.lmstudio/models/p/small.gguf', home.path('disk/linked'))
    expect(await names(home, 'lm-studio')).toEqual(['p/small.gguf | Small Q4_0', 'p/tiny.gguf | Tiny Q8_0'])
  })

  test.each(['ünï 漢字 🙂.gguf', 'a b"c\'d$(e)`f`.gguf', '..gguf.gguf', '%2e%2e.gguf', 'new\nline.gguf'])(
    'a name like %j is a name',
    async (name) => {
      const home = fakeHome()
      const path = home.file(`.lmstudio/models/p/r/${name}`)
      const { models } = await found(home, 'lm-studio')
      if (name.startsWith('.')) expect(models).toEqual([])
      else expect(models.map((model) => model.path)).toEqual([path])
    },
  )

  test('what may not be read is noted, and the rest is listed', async () => {
    const home = fakeHome()
    home.file('.lmstudio/models/p/closed/m.gguf')
    home.file('.lmstudio/models/p/open/m.gguf')
    chmodSync(home.path('.lmstudio/models/p/closed'), 0o000)
    const { models, notes } = await found(home, 'lm-studio')
    chmodSync(home.path('.lmstudio/models/p/closed'), 0o700)
    // The administrator may read everything.
    if (process.getuid?.() === 0) expect(models).toHaveLength(2)
    else expect([models.length, notes]).toEqual([1, ['~/.lmstudio/models/p/closed may not be read.']])
  })

  test('a huge folder is searched only so far, and a search without time finds nothing; both say so', async () => {
    const home = fakeHome()
    for (let index = 0; index < 60; index += 1) home.file(`.lmstudio/models/p/r${index}/m.gguf`)
    const few = await found(home, 'lm-studio', { ms: 10_000, places: 40 })
    expect(few.models.length).toBeGreaterThan(0)
    expect(few.models.length).toBeLessThan(40)
    expect(few.notes).toEqual(['Only the first 40 files and folders were looked at.'])
    const late = await found(home, 'lm-studio', { ms: 0, places: 10_000 })
    expect(late.models.length).toBeLessThan(60)
    expect(late.notes).toEqual([expect.stringMatching(/^The search took too long and ended at ~/)])
  })
})

describe('the Hugging Face cache', () => {
  const hub = '.cache/huggingface/hub'
  const add = (
    home: FakeHome,
    repository: string,
    revision: string,
    file: string,
    blob: string,
    root = hub,
  ) => {
    home.file(`${root}/${repository}/blobs/${blob}`, `GGUF ${blob}`)
    home.link(
      `${root}/${repository}/snapshots/${revision}/${file}`,
      home.path(root, repository, 'blobs', blob),
    )
  }

  test('lists links into its blobs, under organisation and repository', async () => {
    const home = fakeHome()
    add(home, 'models--ggml-org--Qwen3-GGUF', 'abc', 'Qwen3-Q8_0.gguf', 'b1')
    add(home, 'models--ggml-org--Qwen3-GGUF', 'abc', 'BF16/Qwen3-BF16.gguf', 'b2')
    add(home, 'datasets--a--b', 'abc', 'table.gguf', 'b3')
    home.link(`${hub}/models--o--cut/snapshots/1/half.gguf`, '../../blobs/gone')
    const { models, notes } = await found(home, 'hugging-face')
    expect(models.map(({ place, name, path }) => [place, name, path.includes('snapshots')])).toEqual([
      ['ggml-org/Qwen3-GGUF/BF16', 'Qwen3 BF16', true],
      ['ggml-org/Qwen3-GGUF', 'Qwen3 Q8_0', true],
    ])
    expect(notes).toEqual(['“half.gguf” leads to no file.'])
  })

  test('a file of several revisions is listed once, as main has it', async () => {
    const home = fakeHome()
    for (const revision of ['r1', 'r2', 'r3'])
      add(home, 'models--o--r', revision, 'm.gguf', `blob-${revision}`)
    home.file(`${hub}/models--o--r/refs/main`, 'r2')
    const { models } = await found(home, 'hugging-face')
    expect(models.map(({ path }) => path)).toEqual([home.path(hub, 'models--o--r/snapshots/r2/m.gguf')])
  })

  test.each([
    ['HF_HUB_CACHE', 'a', 'a'],
    ['HUGGINGFACE_HUB_CACHE', 'a', 'a'],
    ['HF_HOME', 'a', 'a/hub'],
    ['XDG_CACHE_HOME', 'a', 'a/huggingface/hub'],
  ])('is where %s says', async (variable, value, folder) => {
    const home = fakeHome({ environment: {} })
    add(home, 'models--o--r', '1', 'm.gguf', 'b', folder)
    const places = { ...home.places, environment: { [variable]: home.path(value) } }
    const all = await findModels(places)
    expect(all.flatMap(({ models }) => models.map(({ place }) => place))).toEqual(['o/r'])
  })
})

describe('Jan', () => {
  const data = '.local/share/Jan/data'

  test('its model.yml names a model, its image half and files that were imported from elsewhere', async () => {
    const home = fakeHome()
    home.file(`${data}/llamacpp/models/Menlo/Lucy-Q4_K_M/model.gguf`)
    home.file(`${data}/llamacpp/models/Menlo/Lucy-Q4_K_M/mmproj.gguf`)
    home.file(
      `${data}/llamacpp/models/Menlo/Lucy-Q4_K_M/model.yml`,
      'embedding: false\nmmproj_path: llamacpp/models/Menlo/Lucy-Q4_K_M/mmproj.gguf\n' +
        'model_path: llamacpp/models/Menlo/Lucy-Q4_K_M/model.gguf\nname: Menlo/Lucy\nsize_bytes: 3\n',
    )
    const mine = home.file('Downloads/mine q8_0.gguf')
    home.file(`${data}/llamacpp/models/mine/model.yml`, `model_path: "${mine}"\n`)
    home.file(`${data}/llamacpp/models/lost/model.yml`, "model_path: 'llamacpp/models/lost/model.gguf'\n")
    const { models, notes } = await found(home, 'jan')
    expect(models.map(({ place, name, path }) => [place, name, path])).toEqual([
      ['Menlo/Lucy-Q4_K_M', 'Lucy Q4_K_M', home.path(data, 'llamacpp/models/Menlo/Lucy-Q4_K_M/model.gguf')],
      ['mine', 'Mine Q8_0', mine],
    ])
    expect(models[0]?.projectorPath).toBe(home.path(data, 'llamacpp/models/Menlo/Lucy-Q4_K_M/mmproj.gguf'))
    expect(notes).toEqual(['The file of lost is gone.'])
  })

  test.each([
    ['an older one on Linux', '.config/Jan/data/models/huggingface.co/o/r/m.gguf', {}],
    ['the oldest', 'jan/models/m/m.gguf', {}],
    ['on a Mac', 'Library/Application Support/Jan/data/llamacpp/models/m/m.gguf', { platform: 'darwin' }],
    ['on Windows', 'AppData/Roaming/Jan/data/llamacpp/models/m/m.gguf', { platform: 'win32' }],
  ] as const)('%s', async (_which, file, change) => {
    const home = fakeHome(change)
    home.file(file)
    expect((await found(home, 'jan')).models.map(({ path }) => path)).toEqual([home.path(file)])
  })

  test('the data folder is where its settings or JAN_DATA_FOLDER say', async () => {
    const home = fakeHome()
    home.file('.local/share/Jan/settings.json', JSON.stringify({ data_folder: home.path('disk') }))
    home.file('disk/llamacpp/models/m/m.gguf')
    home.file('other/llamacpp/models/n/n.gguf')
    expect(await names(home, 'jan')).toEqual(['m | M'])
    const places = { ...home.places, environment: { JAN_DATA_FOLDER: home.path('other') } }
    const all = await findModels(places)
    expect(all.find(({ source }) => source === 'jan')?.models.map(({ name }) => name)).toEqual(['N'])
  })
})

describe('Ollama', () => {
  test('a manifest leads to the model and to its image half; names are as one types them', async () => {
    const home = fakeHome()
    const [model, projector] = addToOllama(home, 'registry.ollama.ai/library/gemma3/4b', {
      model: 'GGUF gemma',
      projector: 'GGUF eye',
      template: '{{ .Prompt }}',
    })
    addToOllama(home, 'registry.ollama.ai/ada/tiny/latest', { model: 'GGUF tiny' })
    addToOllama(home, 'hf.co/org/repo/Q4_K_M', { model: 'GGUF hub' })
    const { models, notes } = await found(home, 'ollama')
    expect(models.map(({ name }) => name)).toEqual(['hf.co/org/repo:Q4_K_M', 'ada/tiny:latest', 'gemma3:4b'])
    expect(models[2]).toMatchObject({
      path: home.path('.ollama/models/blobs', `sha256-${model}`),
      projectorPath: home.path('.ollama/models/blobs', `sha256-${projector}`),
      sizeBytes: 'GGUF gemma'.length,
    })
    expect(notes).toEqual([])
  })

  test('in both of its lists, in the folder of its service, and where OLLAMA_MODELS says', async () => {
    const home = fakeHome()
    addToOllama(home, 'registry.ollama.ai/library/a/1', { model: 'GGUF a' }, { manifests: 'manifests-v2' })
    addToOllama(home, 'registry.ollama.ai/library/a/1', { model: 'GGUF a' })
    addToOllama(
      home,
      'registry.ollama.ai/library/s/1',
      { model: 'GGUF s' },
      { folder: '../usr/share/ollama/.ollama/models' },
    )
    addToOllama(home, 'registry.ollama.ai/library/o/1', { model: 'GGUF o' }, { folder: 'disk' })
    expect(await names(home, 'ollama')).toEqual(['null | a:1', 'null | s:1'])
    const places = { ...home.places, environment: { OLLAMA_MODELS: home.path('disk') } }
    const all = await findModels(places)
    expect(all.flatMap(({ models }) => models.map(({ name }) => name))).toEqual(['o:1'])
  })

  test('a list of forms leads to the GGUF one', async () => {
    const home = fakeHome()
    const [digest] = addToOllama(home, 'registry.ollama.ai/library/inner/1', { model: 'GGUF inner' })
    const layers = [{ mediaType: 'application/vnd.ollama.image.model', digest: `sha256:${digest}`, size: 1 }]
    const manifests = [
      { mediaType: 'x', format: 'safetensors', layers: [] },
      { mediaType: 'x', format: 'gguf', layers },
    ]
    home.file('.ollama/models/manifests/registry.ollama.ai/library/list/1', JSON.stringify({ manifests }))
    expect(await names(home, 'ollama')).toContain('null | list:1')
  })

  test.each([
    ['no JSON', 'not json', 'x:1 has a list of parts that could not be understood.'],
    ['JSON of another shape', '[1]', 'x:1 has a list of parts that could not be understood.'],
    [
      'a path for a digest',
      manifestOf('sha256:../../../../etc/passwd'),
      'x:1 has a list of parts that could not be understood.',
    ],
    ['a file that is gone', manifestOf(`sha256:${'0'.repeat(64)}`), 'The file of x:1 is gone.'],
    ['no model layer', JSON.stringify({ layers: [] }), 'x:1 holds no single GGUF file.'],
    [
      'a list far too long',
      ' '.repeat(2 * 1024 * 1024),
      'x:1 has a list of parts that could not be understood.',
    ],
  ])('a manifest that is %s is skipped with a note', async (_what, text, note) => {
    const home = fakeHome()
    home.file('.ollama/models/manifests/registry.ollama.ai/library/x/1', text)
    addToOllama(home, 'registry.ollama.ai/library/good/1', { model: 'GGUF good' })
    const { models, notes } = await found(home, 'ollama')
    expect(models.map(({ name }) => name)).toEqual(['good:1'])
    expect(notes).toContain(note)
  })

  test('a model in several files is left to Ollama', async () => {
    const home = fakeHome()
    addToOllama(home, 'registry.ollama.ai/library/x/1', { model1: 'GGUF 1', model2: 'GGUF 2' })
    expect(await found(home, 'ollama')).toMatchObject({
      models: [],
      notes: ['x:1 holds no single GGUF file.'],
    })
  })
})

function manifestOf(digest: string): string {
  return JSON.stringify({ layers: [{ mediaType: 'application/vnd.ollama.image.model', digest, size: 1 }] })
}
