import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dataFolder, makeDataFolder } from './data-folder.ts'

describe('where Ponder keeps what is the person’s', () => {
  const cases = [
    ['PONDER_DATA wins', { PONDER_DATA: '/tmp/x', XDG_DATA_HOME: '/y' }, 'linux', '/tmp/x'],
    ['a relative PONDER_DATA', { PONDER_DATA: 'here' }, 'linux', resolve('here')],
    ['Linux', {}, 'linux', '/home/ada/.local/share/ponder'],
    ['Linux with XDG', { XDG_DATA_HOME: '/data' }, 'linux', '/data/ponder'],
    [
      'Linux with a relative XDG, which does not count',
      { XDG_DATA_HOME: 'x' },
      'linux',
      '/home/ada/.local/share/ponder',
    ],
    ['macOS', {}, 'darwin', '/home/ada/Library/Application Support/Ponder'],
  ] as const
  test.each(cases)('%s', (_name, environment, platform, expected) => {
    expect(dataFolder(environment, platform, '/home/ada')).toBe(expected)
  })

  test('Windows', () => {
    expect(dataFolder({ APPDATA: join('C:', 'Roaming') }, 'win32', 'C:')).toBe(
      join('C:', 'Roaming', 'Ponder'),
    )
  })
})

describe('the data folder', () => {
  test('is made with its parents, and is nobody else’s', () => {
    const parent = mkdtempSync(join(tmpdir(), 'ponder-data-'))
    const folder = makeDataFolder(join(parent, 'a', 'b'))
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    rmSync(parent, { recursive: true })
  })

  test.skipIf(process.platform !== 'linux')('in a place where nothing can be made is refused at once', () => {
    expect(() => makeDataFolder('/proc/nothing/here')).toThrow(
      expect.objectContaining({ code: 'data-folder-unusable' }),
    )
  })

  test('that cannot be made is explained', () => {
    const parent = mkdtempSync(join(tmpdir(), 'ponder-data-'))
    writeFileSync(join(parent, 'file'), '')
    expect(() => makeDataFolder(join(parent, 'file', 'data'))).toThrow(
      expect.objectContaining({
        code: 'data-folder-unusable',
        remedy: expect.stringContaining('PONDER_DATA'),
      }),
    )
    rmSync(parent, { recursive: true })
  })
})
