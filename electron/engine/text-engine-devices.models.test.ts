import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Device, DeviceKind } from '../contract/devices.ts'
import { forkChild, forkFile } from '../shell/fork-child.ts'
import type { Child } from './child.ts'
import { demoRequest, never, question, run } from './fixtures/demo-engine.ts'
import { openTextEngine, type TextEngine, type TextEngineStatus } from './text-engine.ts'

// No graphics processor is needed here: who chooses is scripted, and so are the children of all but one test.

const opened: TextEngine[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((engine) => engine.close()))
})

/** An engine for which `kind` is chosen, until that is said to have failed. */
function open(kind: DeviceKind, start: () => Child = () => forkFile(fixture)) {
  let device: Device = { kind, reason: `${kind} was chosen.` }
  const failures: string[] = []
  const crashed: string[] = []
  const children: Child[] = []
  const statuses: TextEngineStatus[] = []
  const engine = openTextEngine({
    spawn: () => {
      children.push(start())
      return children.at(-1)!
    },
    probeFolder: null,
    crashed: ({ name }) => crashed.push(name),
    devices: {
      choose: async () => device,
      failed: (failedKind, why) => {
        failures.push(`${failedKind} ${why}`)
        device = { kind: 'cpu', reason: `${failedKind} failed.` }
      },
    },
  })
  engine.onStatus((status) => statuses.push(status))
  opened.push(engine)
  const choose = (next: DeviceKind) => (device = { kind: next, reason: `${next} was chosen.` })
  return { engine, failures, crashed, children, statuses, choose }
}

const fixture = join(import.meta.dirname, 'fixtures', 'gpu-child.ts')

async function load(engine: TextEngine, name: string): Promise<Device> {
  for await (const piece of engine.load(demoRequest({ name, path: `/${name}` }), never))
    if (piece.kind === 'loaded') return piece.model.device
  throw new Error('it was not opened')
}

describe('a graphics processor', () => {
  test('is what models run on when it is chosen, in a process that has no other', async () => {
    const { engine, children, choose } = open('cuda')
    expect(await load(engine, 'One')).toEqual({ kind: 'cuda', reason: 'cuda was chosen.' })
    expect(await load(engine, 'Two')).toMatchObject({ kind: 'cuda' })
    expect(children).toHaveLength(1)
    choose('cpu')
    expect(await load(engine, 'Two')).toMatchObject({ kind: 'cpu' })
    expect(children).toHaveLength(2)
  })

  test.each([
    ['Unfit', /^CUDA could not open Unfit \(its memory is too small\), so the processor does the work\.$/],
    ['Deadly', /^CUDA ended the engine when it opened Deadly, so the processor does the work\.$/],
  ])('that fails with a model (%s) leaves that one to the processor, and no other', async (name, reason) => {
    const { engine, crashed, statuses, failures } = open('cuda')
    expect(await load(engine, name)).toEqual({ kind: 'cpu', reason: expect.stringMatching(reason) })
    expect(await load(engine, 'Other')).toMatchObject({ kind: 'cuda' })
    expect(await load(engine, name)).toMatchObject({ kind: 'cpu' })
    expect(statuses.map(({ kind }) => kind)).not.toContain('failed')
    expect([crashed, failures]).toEqual([[], []])
    // Asked to start again, it tries again.
    engine.restart()
    await expect
      .poll(() => statuses.at(-1), { timeout: 25_000 })
      .toMatchObject({ kind: 'ready', model: { device: { kind: 'cpu' } } })
  })

  test('that ends the engine twice with an open model leaves it to the processor', async () => {
    const { engine, crashed, children, statuses } = open('vulkan')
    await load(engine, 'Fine')
    for (let death = 1; death <= 2; death += 1) {
      const before = children.length
      children.at(-1)?.kill()
      await expect
        .poll(() => [children.length, statuses.at(-1)?.kind], { timeout: 25_000 })
        .toEqual([before + 1, 'ready'])
    }
    const reason = 'Vulkan kept ending the engine with Fine, so the processor does the work.'
    expect(statuses.at(-1)).toMatchObject({ model: { device: { kind: 'cpu', reason } } })
    expect(crashed).toEqual(['Fine'])
  })

  test('that keeps ending the engine before any model is open is not started any more', async () => {
    const { engine, failures } = open('cuda', () =>
      forkFile(join(import.meta.dirname, 'fixtures', 'warm-death.ts')),
    )
    await expect.poll(() => failures, { timeout: 25_000 }).toEqual(['cuda kept ending the engine'])
    expect(await load(engine, 'One')).toMatchObject({ kind: 'cpu', reason: 'cuda failed.' })
  })

  test('that llama.cpp cannot start here costs a sentence: the demo model answers on the processor', async () => {
    // No system has both; the library would take something else without a word.
    const impossible = process.platform === 'darwin' ? 'cuda' : 'metal'
    const { engine, failures } = open(impossible, () => forkChild('text-engine'))
    for await (const piece of engine.load(demoRequest(), never))
      if (piece.kind === 'loaded')
        expect(piece.model.device).toEqual({ kind: 'cpu', reason: `${impossible} failed.` })
    expect(failures).toEqual([expect.stringMatching(/^\w+ could not be started \(.+\)$/)])
    expect((await run(engine, question('What is 47 + 85?', 'think'))).text).toBe('132')
  })
})
