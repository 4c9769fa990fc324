import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { keepWindowPlace, readWindowPlace } from './window-place.ts'

const folder = mkdtempSync(join(tmpdir(), 'ponder-place-'))
const file = join(folder, 'window.json')
afterAll(() => rmSync(folder, { recursive: true }))

const screen = { x: 0, y: 0, width: 1920, height: 1080 }
const place = { x: 100, y: 50, width: 1100, height: 800, maximized: false }

describe('the window’s place', () => {
  test('is what it was', () => {
    keepWindowPlace(file, place)
    expect(readWindowPlace(file, [screen])).toEqual(place)
  })

  const lost: readonly (readonly [string, Partial<typeof place>])[] = [
    ['its screen is gone', { x: 2000 }],
    ['only a sliver of it would show', { x: 1900 }],
    ['its title bar would be above the screen', { y: -40 }],
    ['it would be below the screen', { y: 1070 }],
    ['it is too small to use', { width: 10 }],
  ]
  test.each(lost)('is forgotten when %s', (_why, change) => {
    keepWindowPlace(file, { ...place, ...change })
    expect(readWindowPlace(file, [screen])).toBeNull()
  })

  test('is forgotten when its file is spoiled or missing', () => {
    writeFileSync(file, '{"x":1')
    expect(readWindowPlace(file, [screen])).toBeNull()
    expect(readWindowPlace(join(folder, 'missing.json'), [screen])).toBeNull()
  })
})
