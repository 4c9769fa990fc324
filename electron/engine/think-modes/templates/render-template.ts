import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { busyTimeout } from './busy-timeout.ts'
import type { TemplateProblem } from './template-problem.ts'

/** Milliseconds are of the processor's time, but for `patienceMs`, which is on the clock. */
export type RenderLimits = {
  /** From one sign of life to the next. */
  readonly silenceMs: number
  readonly totalMs: number
  readonly patienceMs: number
  /** Longest text a rendering may have, and the longest template, in UTF-16 units. */
  readonly largestText: number
  readonly memoryMegabytes: number
}

/** A real template needs a few milliseconds for each rendering. */
export const defaultRenderLimits: RenderLimits = {
  silenceMs: 1000,
  totalMs: 4000,
  patienceMs: 20_000,
  largestText: 1024 * 1024,
  memoryMegabytes: 128,
}

/** What a template wrote, or why it wrote nothing: templates refuse conversations that they do not know. */
export type Rendering =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'refused'; readonly why: string }

export type RenderResult =
  | { readonly kind: 'rendered'; readonly renderings: readonly Rendering[] }
  | { readonly kind: 'problem'; readonly problem: TemplateProblem }

const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started') }),
  z.object({ kind: z.literal('unreadable'), why: z.string() }),
  z.object({ kind: z.literal('too-large') }),
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('refused'), why: z.string() }),
])

/**
 * Renders a Jinja chat template with several sets of variables. A template is a program of unknown origin: it runs in a
 * thread of its own, which is ended when it takes too long, writes too much or needs too much memory. Jinja itself gives
 * it no way out: no files, no network, no objects of ours.
 */
export function renderTemplate(
  template: string,
  variables: readonly Readonly<Record<string, unknown>>[],
  limits: RenderLimits = defaultRenderLimits,
  signal?: AbortSignal,
): Promise<RenderResult> {
  if (template.length > limits.largestText)
    return Promise.resolve({ kind: 'problem', problem: { kind: 'too-large' } })
  const worker = new Worker(threadProgram(), {
    eval: true,
    workerData: { template, variables, largestText: limits.largestText },
    resourceLimits: { maxOldGenerationSizeMb: limits.memoryMegabytes, stackSizeMb: 2 },
    stdout: true,
    stderr: true,
  })
  return new Promise((resolve, reject) => {
    const renderings: Rendering[] = []
    const problem = (found: TemplateProblem): void => finish({ kind: 'problem', problem: found })
    const endless = (): void => problem({ kind: 'endless' })
    let endSilence = (): void => {}
    let endTotal = (): void => {}

    function finish(result: RenderResult): void {
      endSilence()
      endTotal()
      signal?.removeEventListener('abort', endless)
      // Only when the thread is gone: until then it would still take its share of the processor.
      worker.terminate().then(() => resolve(result), reject)
    }

    worker.on('message', (raw: unknown) => {
      const message = messageSchema.parse(raw)
      endSilence()
      endSilence = busyTimeout(endless, limits.silenceMs, limits.patienceMs)
      // Starting a thread is our time, not the template's.
      if (message.kind === 'started') endTotal = busyTimeout(endless, limits.totalMs, limits.patienceMs)
      else if (message.kind === 'unreadable') problem({ kind: 'broken', why: message.why })
      else if (message.kind === 'too-large') problem(message)
      else renderings.push(message)
      if (renderings.length === variables.length) finish({ kind: 'rendered', renderings })
    })
    worker.on('error', (error) => {
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') problem({ kind: 'too-large' })
      else reject(error)
    })
    if (signal?.aborted === true) endless()
    else signal?.addEventListener('abort', endless, { once: true })
  })
}

/**
 * The thread's program as text, with the Jinja engine in it: so it is the same from sources, from what was built and from
 * an archive, which threads may not read.
 */
function threadProgram(): string {
  const engine = readFileSync(createRequire(import.meta.url).resolve('@huggingface/jinja'), 'utf8')
  return `
const { parentPort, workerData } = require('node:worker_threads')
const { Template } = (() => {
  const module = { exports: {} }
  const exports = module.exports
  ${engine}
  return module.exports
})()
const { template, variables, largestText } = workerData
const reason = (error) => String(error && error.message ? error.message : error).slice(0, 1000)
const send = (message) => parentPort.postMessage(message)
function render(parsed, items) {
  try {
    const text = parsed.render(items)
    send(text.length > largestText ? { kind: 'too-large' } : { kind: 'text', text })
  } catch (error) {
    send({ kind: 'refused', why: reason(error) })
  }
}
function main() {
  send({ kind: 'started' })
  let parsed
  try {
    parsed = new Template(template)
  } catch (error) {
    return send({ kind: 'unreadable', why: reason(error) })
  }
  for (const items of variables) render(parsed, items)
}
main()
`
}
