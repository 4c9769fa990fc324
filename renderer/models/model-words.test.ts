import { expect, test } from 'vitest'
import type { ModelEntry } from '../../electron/contract/models.ts'
import { entryLine, groupBySource } from './model-words.ts'

const entry: ModelEntry = {
  id: 'a',
  name: 'Qwen3 4B',
  place: 'qwen/Qwen3-4B-GGUF',
  sizeBytes: 2_500_000_000,
  source: 'lm-studio',
  alsoIn: [],
  hasProjector: false,
  problem: null,
}

const lines: readonly (readonly [string, Partial<ModelEntry>, string])[] = [
  ['a model with all that can be said', {}, 'qwen/Qwen3-4B-GGUF · 2.5 GB'],
  ['an image half beside it', { hasProjector: true }, 'qwen/Qwen3-4B-GGUF · 2.5 GB · with its image half'],
  ['the same file elsewhere', { place: null, alsoIn: ['jan', 'ollama'] }, '2.5 GB · also in: Jan, Ollama'],
  ['a file that is gone', { place: null, sizeBytes: 0 }, ''],
]
test.each(lines)('%s', (_what, change, line) => {
  expect(entryLine({ ...entry, ...change })).toBe(line)
})

test('models are grouped by source, in the order in which the sources first come', () => {
  const models = (['demo', 'lm-studio', 'demo'] as const).map((source, id) => ({
    ...entry,
    source,
    id: `${id}`,
  }))
  expect(groupBySource(models).map((group) => [group.source, group.models.map(({ id }) => id)])).toEqual([
    ['demo', ['0', '2']],
    ['lm-studio', ['1']],
  ])
})
