/**
 * Holds the language model and its mmproj, as llama.cpp's mtmd runs them, against PyTorch: the same greedy text for every
 * prompt with images that write_items.py wrote with --checkpoint. Also counts how many answers are right.
 *
 *     node models/training/vision/verify-export.ts <language.gguf> <mmproj.gguf> <folder of items.jsonl and PNG files>
 *
 * The engine runs in a child of its own, which may crash, and whose output (prompts included) is thrown away.
 */
import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { z } from 'zod'

const MOST_TOKENS = 80 // as in evaluate.py
const CONTEXT = 2048 // tokens
const lineSchema = z.object({
  ability: z.string(),
  prompt: z.string(),
  images: z.array(z.string()),
  answers: z.array(z.string()),
  text: z.string(),
})
type Line = z.infer<typeof lineSchema>
const answerSchema = z.object({ at: z.int(), text: z.string() })

/** Its own types are TypeScript sources that strict settings refuse; this much of it is used. */
type Library = {
  readonly loadModel: (options: Readonly<Record<string, unknown>>) => Promise<{
    readonly initMultimodal: (options: Readonly<Record<string, unknown>>) => boolean
    readonly completion: (options: Readonly<Record<string, unknown>>) => Promise<{ readonly text: string }>
  }>
}

const [languagePath = '', mmprojPath = '', folder = ''] = process.argv.slice(2)
const lines = readFileSync(join(folder, 'items.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((text) => lineSchema.parse(JSON.parse(text)))

await (process.send ? answerAll() : compareAll())

async function answerAll(): Promise<void> {
  const { loadModel } = createRequire(import.meta.url)('@fugood/llama.node') as Library
  const context = await loadModel({ model: languagePath, n_ctx: CONTEXT, n_threads: 1, n_gpu_layers: 0 })
  context.initMultimodal({ path: mmprojPath, use_gpu: false })
  for (const [at, { prompt, images }] of lines.entries()) {
    const { text } = await context.completion({
      prompt,
      media_paths: images.map((name) => join(folder, name)),
      n_predict: MOST_TOKENS,
      top_k: 1, // greedy; a temperature of 0 is not
      stop: ['<|im_end|>'],
    })
    process.send?.({ at, text })
  }
  process.disconnect()
}

async function compareAll(): Promise<void> {
  const child = fork(import.meta.filename, process.argv.slice(2), {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const counts = { prompts: lines.length, answered: 0, same: 0 }
  const right = new Map<string, { asked: number; right: number }>()
  child.on('message', (message) => {
    const { at, text } = answerSchema.parse(message)
    const line = lines[at]
    if (!line) throw new Error(`There is no question ${at}.`)
    counts.answered++
    counts.same += Number(text === line.text)
    if (text !== line.text)
      console.log(`differs: ${JSON.stringify({ ability: line.ability, text, pytorch: line.text })}`)
    const row = right.get(line.ability) ?? { asked: 0, right: 0 }
    right.set(line.ability, { asked: row.asked + 1, right: row.right + Number(isRight(line, text)) })
  })
  const code = await new Promise((resolve) => child.on('exit', (exit, signal) => resolve(exit ?? signal)))
  console.log(JSON.stringify({ ...counts, exit: code }))
  for (const [ability, row] of right) console.log(`${ability.padEnd(14)} ${row.right} of ${row.asked}`)
}

/** As tasks/item.py: without case, spacing and sentence marks; a thought before the answer does not count. */
function isRight(line: Line, text: string): boolean {
  const plain = (words: string) =>
    words
      .toLowerCase()
      .replaceAll(/[\s.,?!'"’“”:;()]+/g, ' ')
      .trim()
  const answer = plain(text.split('</think>').at(-1) ?? '')
  return line.answers.some((wanted) => plain(wanted) === answer)
}
