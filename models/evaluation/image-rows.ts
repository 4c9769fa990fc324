import { join } from 'node:path'
import type { PromptPiece, VisionEngine } from '../../electron/engine/vision/vision-engine.ts'
import type { ImageItem } from './image-items.ts'
import { share } from './rows.ts'
import type { Row } from './rows.ts'

const MARKER = '<__media__>'
const MOST_TOKENS = 120
const never = new AbortController().signal

/** Abilities with images: greedy answers; puzzles by P(Yes) of six candidates, where 1 in 6 is chance. */
export async function imageRows(
  engine: VisionEngine,
  items: readonly ImageItem[],
  folder: string,
): Promise<Row[]> {
  const asked: { ability: string; right: boolean }[] = []
  for (const item of items.filter(({ puzzle }) => puzzle === undefined)) {
    asked.push({ ability: item.ability, right: isRight(item, await answer(engine, item, folder)) })
  }
  const abilities = [...new Set(asked.map(({ ability }) => ability))]
  const row = (name: string, some: (ability: string) => boolean): Row =>
    share(
      name,
      asked.filter(({ ability }) => some(ability)),
      ({ right }) => right,
    )
  return [
    ...abilities.map((ability) => row(ability, (other) => other === ability)),
    row('few-shot', (ability) => /^few-shot-[1-9]/.test(ability)),
    ...(await ravenRows(engine, items, folder)),
  ]
}

/** Of all puzzles, and of those in two and in three rows. */
async function ravenRows(engine: VisionEngine, items: readonly ImageItem[], folder: string): Promise<Row[]> {
  const puzzles = new Map<number, { yes: number; right: boolean; images: number }[]>()
  for (const item of items) {
    if (item.puzzle === undefined) continue
    const [yes] = await engine.nextWords(pieces(item, folder), ['Yes', 'No'], never)
    const candidate = { yes: yes?.probability ?? 0, right: item.right === true, images: item.images.length }
    puzzles.set(item.puzzle, [...(puzzles.get(item.puzzle) ?? []), candidate])
  }
  const row = (name: string, images: readonly number[]): Row =>
    share(
      name,
      [...puzzles.values()].filter(([first]) => images.includes(first?.images ?? 0)),
      (candidates) => candidates.reduce((a, b) => (b.yes > a.yes ? b : a)).right,
    )
  return [row('raven', [4, 9]), row('raven-2x2', [4]), row('raven-3x3', [9])]
}

async function answer(engine: VisionEngine, item: ImageItem, folder: string): Promise<string> {
  let text = ''
  const request = {
    prompt: pieces(item, folder),
    maxTokens: MOST_TOKENS,
    stop: ['<|im_end|>'],
    temperature: 0,
    seed: 1,
  }
  for await (const piece of engine.answer(request, never)) if (piece.kind === 'answer') text += piece.text
  return text
}

function pieces(item: ImageItem, folder: string): PromptPiece[] {
  return item.prompt.split(MARKER).flatMap((text, at): PromptPiece[] => {
    const name = item.images[at]
    const image: PromptPiece[] = name === undefined ? [] : [{ kind: 'image', path: join(folder, name) }]
    return [...(text === '' ? [] : [{ kind: 'text' as const, text }]), ...image]
  })
}

/** Without case, spacing and sentence marks; a thought before the answer does not count. */
function isRight(item: ImageItem, text: string): boolean {
  const said = plain(text.split('</think>').at(-1) ?? '')
  return item.answers.some((wanted) => plain(wanted) === said)
}

function plain(words: string): string {
  return words
    .toLowerCase()
    .replaceAll(/[\s.,?!'"’“”:;()]+/g, ' ')
    .trim()
}
