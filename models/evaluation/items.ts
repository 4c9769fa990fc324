import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { runPython } from './python.ts'

const itemSchema = z.object({
  ability: z.string(),
  /** Left alone, the model should think first. */
  hard: z.boolean(),
  /** Decision prompts go on after the closed thought with this; they are for another way of asking. */
  prefix: z.string(),
  answers: z.array(z.string()).nonempty().readonly(),
  turns: z.array(z.tuple([z.enum(['system', 'user', 'assistant']), z.string()])).readonly(),
})
export type Item = z.infer<typeof itemSchema>

/** Draws held-out questions with the generators of the training data. Throws where Python 3 is missing. */
export function drawItems(seed: number, perAbility: number): Item[] {
  const folder = mkdtempSync(join(tmpdir(), 'ponder-eval-'))
  const path = join(folder, 'items.jsonl')
  try {
    runPython(['write_items.py', path, '--per-ability', String(perAbility), '--seed', String(seed)])
    return readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => itemSchema.parse(JSON.parse(line)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Case, spacing and sentence marks do not matter, as in training/tasks/item.py. */
export function isRight(item: Item, answer: string): boolean {
  return item.answers.map(normalise).includes(normalise(answer))
}

function normalise(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[\s.,?!'"’“”:;()]+/g, ' ')
    .trim()
}
