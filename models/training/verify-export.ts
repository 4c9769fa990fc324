/**
 * Holds a GGUF against PyTorch: the same token ids for the same text, the text again from the ids, and the same
 * greedy continuation of every prompt that write_items.py wrote with --checkpoint.
 *
 *     node models/training/verify-export.ts models/training/runs/candidate.gguf models/training/runs/equality.jsonl
 */
import { readFileSync } from 'node:fs'
import { getLlama } from 'node-llama-cpp'
import { z } from 'zod'

const lineSchema = z.object({ prompt: z.string(), ids: z.array(z.int()), greedy: z.array(z.int()) })

const [modelPath = '', path = ''] = process.argv.slice(2)
const llama = await getLlama({ gpu: false, maxThreads: 1, build: 'never' })
const model = await llama.loadModel({ modelPath })
const context = await model.createContext({ contextSize: 2048, threads: 1 })
const sequence = context.getSequence()

const counts = { prompts: 0, sameTokens: 0, sameText: 0, sameGreedy: 0 }
for (const text of readFileSync(path, 'utf8').trim().split('\n')) {
  const { prompt, ids, greedy } = lineSchema.parse(JSON.parse(text))
  const tokens = model.tokenize(prompt, true)
  counts.prompts++
  counts.sameTokens += Number(tokens.join() === ids.join())
  counts.sameText += Number(model.detokenize(tokens, true) === prompt)
  await sequence.clearHistory()
  const written: number[] = []
  for await (const token of sequence.evaluate(tokens, { temperature: 0 })) {
    written.push(token)
    if (written.length >= greedy.length) break
  }
  const same = written.join() === greedy.join()
  counts.sameGreedy += Number(same)
  if (!same)
    console.log(
      `differs: ${JSON.stringify(prompt.slice(-80))}\n  ${JSON.stringify(model.detokenize(written as typeof tokens))}`,
    ) // token ids came from this model
}
console.log(JSON.stringify(counts))
await llama.dispose()
