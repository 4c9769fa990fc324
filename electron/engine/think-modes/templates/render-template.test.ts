import { spawn } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { defaultRenderLimits, renderTemplate } from './render-template.ts'

const hi = { messages: [{ role: 'user', content: 'Hi' }] }

test('a template is rendered once for each set of variables', async () => {
  const template = '{{ messages[0].content }}{% if loud %}!{% endif %}'
  expect(await renderTemplate(template, [hi, { ...hi, loud: true }])).toEqual({
    kind: 'rendered',
    renderings: [
      { kind: 'text', text: 'Hi' },
      { kind: 'text', text: 'Hi!' },
    ],
  })
})

test('one that refuses a conversation is asked about the next', async () => {
  const template = "{% if not messages %}{{ raise_exception('nothing was said') }}{% endif %}ok"
  expect(await renderTemplate(template, [{ messages: [] }, hi])).toEqual({
    kind: 'rendered',
    renderings: [
      { kind: 'refused', why: 'nothing was said' },
      { kind: 'text', text: 'ok' },
    ],
  })
})

describe('a hostile template', () => {
  const nested = '{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}'
  const doubling = (first: string, join: string, times = 60): string =>
    `{% set n = namespace(v=${first}) %}{% for i in range(${times}) %}{% set n.v = n.v ${join} n.v %}{% endfor %}{{ n.v }}`
  // Time or memory: whichever this machine runs out of first.
  const either = /endless|too-large/
  test.each([
    ['loops without end', nested, /endless/],
    ['makes a list without end', '{{ range(100000000000) | length }}', either],
    ['doubles a list', doubling("['a']", '+'), either],
    ['writes four million letters', doubling("'a'", '~', 22), /too-large/],
    ['is itself too long', 'a'.repeat(1024 * 1024 + 1), /too-large/],
    ['is no Jinja', '{{ messages | }}', /broken/],
    ['ends too early', '{% for a in messages %}', /broken/],
  ])('that %s is cut off', async (_what, template, kind) => {
    const before = process.cpuUsage()
    expect(await renderTemplate(template, [hi])).toMatchObject({
      kind: 'problem',
      problem: { kind: expect.stringMatching(kind) },
    })
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(5000) // of its own, however busy the machine is
  })

  test.each([
    ['doubles a text', doubling("'a'", '~')],
    ['calls itself', '{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}'],
    ['uses an unknown filter', '{{ messages | conjure }}'],
    ['reaches for objects of ours', "{{ ''.constructor.constructor('return process')() }}"],
  ])('that %s refuses itself', async (_what, template) => {
    expect(await renderTemplate(template, [hi])).toMatchObject({
      kind: 'rendered',
      renderings: [{ kind: 'refused' }],
    })
  })

  test('that is slow in each of many renderings is cut off all the same', async () => {
    const slow = '{% for a in range(30000) %}{{ a }}{% endfor %}'
    const limits = { ...defaultRenderLimits, totalMs: 300 }
    expect(
      await renderTemplate(
        slow,
        Array.from({ length: 500 }, () => hi),
        limits,
      ),
    ).toMatchObject({
      problem: { kind: 'endless' },
    })
  })

  test('that only waits for its turn on a busy machine is not', async () => {
    // Of other programs: its own process's threads would count.
    const busy = Array.from({ length: 4 }, () => spawn(process.execPath, ['-e', 'for (;;) {}']))
    try {
      const long = '{% for a in range(4000) %}{{ a }}{% endfor %}'
      expect(await renderTemplate(long, [hi, hi])).toMatchObject({ kind: 'rendered' })
    } finally {
      for (const program of busy) program.kill()
    }
  })

  test('does not keep a load from being given up', async () => {
    const limits = { ...defaultRenderLimits, silenceMs: 600_000, totalMs: 600_000, patienceMs: 600_000 }
    const given = await renderTemplate(nested, [hi], limits, AbortSignal.timeout(100))
    expect(given).not.toMatchObject({ kind: 'rendered' })
  })
})
