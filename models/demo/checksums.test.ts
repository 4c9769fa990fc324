import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const folder = import.meta.dirname
const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split('  '))

describe('the models that come with Ponder', () => {
  test.each(sums)('%s is the checksum of %s', (sum, file) => {
    const bytes = readFileSync(join(folder, file ?? ''))
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sum)
  })

  test('every model file has its checksum', () => {
    const models = readdirSync(folder).filter((name) => name.endsWith('.gguf'))
    expect(new Set(sums.map(([, file]) => file))).toEqual(new Set(models))
  })
})
