import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { TemplateChoice, Thinking } from '../../contract/models.ts'
import { probeKey, writeProbe } from '../../engine/think-modes/probe-cache.ts'
import { expectThinking } from '../../engine/think-modes/templates/expect-thinking.ts'
import type { ModelFile } from '../../model-files/list-models.ts'
import { createExpectedThinking } from './expected-thinking.ts'

const never = new AbortController().signal
const THINKS =
  '{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}[a]{% if add_generation_prompt and not enable_thinking %}<think></think>{% endif %}'

/** Templates are read in this very process, and how often is counted. */
function room(choice?: TemplateChoice) {
  const folder = mkdtempSync(join(tmpdir(), 'ponder-expected-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'model.gguf')
  writeFileSync(path, 'GGUF')
  const file: ModelFile = {
    id: 'a',
    name: 'This file',
    sizeBytes: 4,
    source: 'own',
    place: null,
    alsoIn: [],
    hasProjector: false,
    problem: null,
    path,
    projectorPath: null,
    identity: path,
  }
  let reads = 0
  const probeFolder = join(folder, 'probes')
  const expected = createExpectedThinking({
    checker: {
      expectThinking: async (template, name) => {
        reads += 1
        return expectThinking(template, name)
      },
    },
    chosenTemplate: async () => choice,
    probeFolder,
  })
  return { expected, file, probeFolder, reads: () => reads }
}

test('a template is read once; whether the model decides by itself is known once it was opened', async () => {
  const { expected, file, probeFolder, reads } = room()
  const thinking = { canThink: true, style: 'tail', efforts: [] } as const
  expect(await expected(file, THINKS, never)).toEqual({
    thinking: { ...thinking, decidesItself: null },
    templateProblem: null,
  })
  const probe: Thinking = {
    ...thinking,
    efforts: [],
    wrapper: 'Own template',
    decidesItself: true,
    think: 'thought',
  }
  await writeProbe(probeFolder, await probeKey(file.path, undefined), probe)
  expect((await expected(file, THINKS, never)).thinking).toEqual({ ...thinking, decidesItself: true })
  expect(reads()).toBe(1)
})

test('the template counts that it would be opened with', async () => {
  const { expected, file } = room({ kind: 'built-in', name: 'chatml' })
  expect((await expected(file, THINKS, never)).thinking).toMatchObject({ canThink: false, style: 'none' })
})

test('one that is of no use is told with its sentence, and a file that is gone costs nothing', async () => {
  const { expected, file } = room()
  const { thinking, templateProblem } = await expected(file, '{{ messages[', never)
  expect(thinking).toBeNull()
  expect(templateProblem).toMatchObject({
    code: 'template-broken',
    message: /^The chat template of This file/,
  })
  rmSync(file.path)
  expect((await expected(file, THINKS, never)).thinking).toMatchObject({ decidesItself: null })
})
