import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { runPython } from './python.ts'

const imageItemSchema = z.object({
  ability: z.string(),
  /** The whole prompt, an image marker for every image. */
  prompt: z.string(),
  images: z.array(z.string()).readonly(),
  answers: z.array(z.string()).readonly(),
  /** Six candidates of one puzzle share its number; one of them is right. */
  puzzle: z.int().optional(),
  right: z.boolean().optional(),
})
export type ImageItem = z.infer<typeof imageItemSchema>

/** Draws held-out image questions into a folder. Throws where Python 3 or its package PIL is missing. */
export function drawImageItems(
  folder: string,
  seed: number,
  perAbility: number,
  puzzles: number,
): ImageItem[] {
  const counts = ['--per-ability', String(perAbility), '--puzzles', String(puzzles), '--seed', String(seed)]
  runPython(['-m', 'vision.write_items', folder, ...counts])
  return readFileSync(join(folder, 'items.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => imageItemSchema.parse(JSON.parse(line)))
}
