import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { forkChild, forkFile } from '../../shell/fork-child.ts'
import type { Child } from '../child.ts'
import { createChildProber, defaultProbeLimits, type ProbeLimits } from './child-prober.ts'

function open(fixture: string | null, limits: ProbeLimits = defaultProbeLimits) {
  const children: Child[] = []
  const prober = createChildProber({
    spawn: (name) => {
      children.push(
        fixture === null ? forkChild(name) : forkFile(join(import.meta.dirname, 'fixtures', fixture)),
      )
      return children.at(-1)!
    },
    sampleModel: null,
    ponder: 'test',
    limits,
  })
  return { prober, children }
}

const isGone = (child: Child | undefined): boolean => {
  try {
    return !process.kill(child?.pid ?? 0, 0)
  } catch {
    return true
  }
}

describe('a graphics processor is tried in a child', () => {
  test('a driver that ends it is an answer, and so is one that is silent', async () => {
    const deadly = open('deadly-probe.ts')
    expect(await deadly.prober.attempt('cuda')).toEqual({
      kind: 'cuda',
      state: 'failed',
      why: 'ended the process that tried it',
    })
    expect(await deadly.prober.list()).toBeNull()
    const silent = open('silent-probe.ts', { list: 300, attempt: 1000 })
    expect(await silent.prober.attempt('vulkan')).toMatchObject({ why: 'did not answer within 1 seconds' })
    expect(await silent.prober.list()).toBeNull()
    for (const child of [...deadly.children, ...silent.children])
      await expect.poll(() => isGone(child)).toBe(true)
  })

  test('the real child lists what this kind of computer could have, and is gone afterwards', async () => {
    const { prober, children } = open(null)
    const kinds = ((await prober.list()) ?? []).map(({ kind }) => kind)
    expect(kinds).toEqual(
      process.platform === 'darwin' && process.arch === 'arm64' ? ['metal'] : ['cuda', 'vulkan'],
    )
    await expect.poll(() => isGone(children.at(-1))).toBe(true)
  })

  test('what this system cannot have is told, and not taken for something else', async () => {
    const { prober } = open(null)
    const other = process.platform === 'darwin' ? 'cuda' : 'metal'
    expect(await prober.attempt(other)).toMatchObject({ kind: other, state: 'failed' })
  })
})
