import { describe, expect, test } from 'vitest'
import { hasDisplay, openerFor } from './open-browser.ts'

describe('the default browser', () => {
  const machines = [
    ['Linux without a display', {}, 'linux', false],
    ['Linux with X', { DISPLAY: ':0' }, 'linux', true],
    ['Linux with Wayland', { WAYLAND_DISPLAY: 'wayland-0' }, 'linux', true],
    ['an empty DISPLAY', { DISPLAY: '' }, 'linux', false],
    ['macOS', {}, 'darwin', true],
    ['Windows', {}, 'win32', true],
  ] as const
  test.each(machines)('can be opened: %s', (_name, environment, platform, expected) => {
    expect(hasDisplay(environment, platform)).toBe(expected)
  })

  test('is opened by the system’s own program', () => {
    const address = 'http://127.0.0.1:41577/#t=a-b_c'
    expect(openerFor(address, 'linux')).toEqual(['xdg-open', address])
    expect(openerFor(address, 'darwin')).toEqual(['open', address])
    expect(openerFor(address, 'win32')).toEqual(['cmd.exe', '/d', '/c', 'start', '""', address])
  })
})
