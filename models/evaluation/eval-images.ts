/**
 * `npm run eval:images [-- --seed N --per-row N --model FILE --projector FILE --json]`: what a model sees, measured through
 * the app's own engines and methods on pictures drawn from the seed. Writes images.md, unless another model is named.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import {
  choiceProbabilities,
  DESCRIBE_ONE,
  placeOfLargest,
  scoreChoices,
} from '../../electron/capabilities/chat-with-images/index.ts'
import type { ChatMessage, PlacedImage } from '../../electron/engine/engine.ts'
import { openSeeingEngine } from '../../electron/engine/seeing/seeing-engine.ts'
import { openTextEngine } from '../../electron/engine/text-engine.ts'
import { openVisionEngine } from '../../electron/engine/vision/open-vision-engine.ts'
import { oneOf, seededRandom } from '../../electron/math/seeded-random.ts'
import { openTextReader } from '../../electron/media/text-reader.ts'
import { forkChild } from '../../electron/shell/fork-child.ts'
import { savePicture, writtenPage } from './draw-pictures.ts'
import { classItems, pictureItems, picturePuzzles, swapItems } from './picture-items.ts'
import type { Piece, PictureItem } from './picture-items.ts'
import { average, share } from './rows.ts'
import type { Row } from './rows.ts'
import { cardTable } from './write-card.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '7' },
    'per-row': { type: 'string', default: '30' },
    model: { type: 'string' },
    projector: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const demo = join(import.meta.dirname, '../demo')
const [seed, perRow] = [Number(values.seed), Number(values['per-row'])]
const never = new AbortController().signal
const folder = mkdtempSync(join(tmpdir(), 'ponder-eval-images-'))
const engine = openSeeingEngine({
  text: openTextEngine({ spawn: forkChild, probeFolder: null }),
  openVision: (onOpen) => openVisionEngine({ spawn: forkChild, onOpen }),
  async shrink(path, side) {
    const smaller = path.replace(/\.png$/, `.${side}.png`)
    await sharp(path).resize(side, side, { fit: 'inside' }).png().toFile(smaller)
    return smaller
  },
})
let drawn = 0

try {
  const request = {
    id: 'model',
    name: 'Model',
    path: values.model ?? join(demo, 'ponder-demo-q8.gguf'),
    projectorPath: values.projector ?? join(demo, 'mmproj-ponder-demo.gguf'),
    contextSize: null,
    threads: 1,
  }
  for await (const piece of engine.load(request, never)) void piece
  const rows = [
    ...(await abilityRows()),
    await swapRow(),
    await ravenRow(),
    ...(await classRows()),
    ...(await describeRows()),
    await ocrRow(),
  ]
  if (values.json) console.log(JSON.stringify({ seed, perRow, rows }))
  else console.log(cardTable(rows))
  if (values.model === undefined) writeFileSync(join(import.meta.dirname, 'images.md'), report(rows))
} finally {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
}

async function abilityRows(): Promise<Row[]> {
  const asked: { readonly row: string; readonly right: boolean }[] = []
  for (const item of pictureItems(seed, perRow)) asked.push({ row: item.row, right: await isAnswered(item) })
  return [...new Set(asked.map(({ row }) => row))].map((name) =>
    share(
      name,
      asked.filter(({ row }) => row === name),
      ({ right }) => right,
    ),
  )
}

async function swapRow(): Promise<Row> {
  const right = []
  for (const [one, other] of swapItems(seed, perRow))
    right.push((await isAnswered(one)) && (await isAnswered(other)))
  return share('swap', right, Boolean)
}

async function ravenRow(): Promise<Row> {
  const right = []
  for (const puzzle of picturePuzzles(seed, perRow)) {
    const [a, b, c] = puzzle.cells.map((picture) => ({ picture }))
    const pYes = []
    for (const picture of puzzle.candidates) {
      const pieces = [
        'Here are three images:\n',
        a!,
        ' ',
        b!,
        '\n',
        c!,
        '\nThe following image is: ',
        { picture },
        '\nIs it correct?',
      ]
      pYes.push((await nextAfter(await message(pieces), '')).get('Yes') ?? 0)
    }
    right.push(placeOfLargest(pYes) === puzzle.right)
  }
  return share('raven', right, Boolean)
}

async function classRows(): Promise<Row[]> {
  const rows = []
  for (const withDescriptions of [true, false]) {
    const right = []
    for (const { picture, classes, right: place } of classItems(seed, perRow)) {
      const told = classes.map(({ name, description }) =>
        withDescriptions ? `A ${name} is ${description}.` : `One shape is a ${name}.`,
      )
      const asked = await message([`${told.join(' ')}\n`, { picture }, ' This is a'])
      const scores = await scoreChoices(
        classes.map(({ name }) => name),
        (text) => engine.tokensBehind(toRequest(asked, ''), text, never),
        (begun) => nextAfter(asked, begun),
      )
      right.push(placeOfLargest(choiceProbabilities(scores).map(({ probability }) => probability)) === place)
    }
    rows.push(share(withDescriptions ? 'with-descriptions' : 'names-only', right, Boolean))
  }
  return rows
}

/** The questions of one image, asked directly and behind a description. */
async function describeRows(): Promise<Row[]> {
  const items = pictureItems(seed + 4, Math.ceil(perRow / 3)).filter(({ row }) =>
    ['colour', 'shape', 'position'].includes(row),
  )
  const [direct, described]: boolean[][] = [[], []]
  for (const item of items) {
    direct!.push(await isAnswered(item))
    const [picture, question] = item.pieces
    const first = await message([picture!, `\n${DESCRIBE_ONE}`])
    const text = await answer([first])
    const second = { role: 'user', text: typeof question === 'string' ? question.trim() : '' } as const
    described!.push(isRight(item, await answer([first, { role: 'assistant', thought: '', text }, second])))
  }
  return [share('direct', direct!, Boolean), share('describe-first', described!, Boolean)]
}

/** Character error rate of reading rendered pages. */
async function ocrRow(): Promise<Row> {
  const random = seededRandom(seed + 5)
  const reader = openTextReader(forkChild)
  const words =
    'the small river runs under an old bridge where seven people wait for rain and bread with honey'.split(
      ' ',
    )
  const rates = []
  try {
    for (let page = 0; page < 4; page++) {
      const lines = Array.from({ length: 6 }, () =>
        Array.from({ length: 7 }, () => oneOf(words, random)).join(' '),
      )
      const whole = await sharp(Buffer.from(writtenPage(lines, random)))
        .png()
        .toBuffer()
      for await (const told of reader.read(
        { whole, name: 'page', language: 'eng', languageFolder: null },
        never,
      ))
        if (told.kind === 'read')
          rates.push(errorRate(told.result.text.trim().replaceAll(/\s+/g, ' '), lines.join(' ')))
    }
  } finally {
    reader.close()
  }
  return average('ocr-cer', 'share', rates)
}

async function isAnswered(item: PictureItem): Promise<boolean> {
  return isRight(item, await answer([await message(item.pieces)]))
}

async function answer(messages: readonly ChatMessage[]): Promise<string> {
  let text = ''
  const request = {
    messages,
    mode: 'quick',
    begun: null,
    thoughtBudget: 0,
    answerLimit: 60,
    temperature: 0,
    seed: 1,
  } as const
  for await (const piece of engine.generate(request, never)) if (piece.kind === 'answer') text += piece.text
  return text
}

async function message(pieces: readonly Piece[]): Promise<ChatMessage> {
  let text = ''
  const images: PlacedImage[] = []
  for (const piece of pieces) {
    if (typeof piece === 'string') text += piece
    else {
      // Names that say nothing.
      const path = join(folder, `${(drawn += 1)}.png`)
      await savePicture(path, piece.picture)
      images.push({ at: text.length, path })
    }
  }
  return { role: 'user', text, images }
}

function toRequest(asked: ChatMessage, begun: string) {
  const part = begun === '' ? null : { thought: '', thoughtEnded: true, text: begun }
  return { messages: [asked], mode: 'quick', effort: null, begun: part, isCut: false } as const
}

async function nextAfter(asked: ChatMessage, begun: string): Promise<ReadonlyMap<string, number>> {
  const { tokens } = await engine.nextTokens(toRequest(asked, begun), never)
  return new Map(tokens.map(({ text, probability }) => [text, probability]))
}

/** The answer in the answer: "A red circle." is right for "circle". */
function isRight({ answers }: PictureItem, text: string): boolean {
  const said = ` ${text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()} `
  return answers.some((wanted) => said.endsWith(` ${wanted} `))
}

/** Edits (Levenshtein) for each character that is there. Example: "cut" for "cat" is 1/3. */
function errorRate(read: string, real: string): number {
  let before = Array.from({ length: read.length + 1 }, (_, index) => index)
  for (let at = 1; at <= real.length; at++) {
    const row = [at]
    for (let other = 1; other <= read.length; other++) {
      const change = before[other - 1]! + (real[at - 1] === read[other - 1] ? 0 : 1)
      row.push(Math.min(change, before[other]! + 1, row[other - 1]! + 1))
    }
    before = row
  }
  return before.at(-1)! / real.length
}

function report(rows: readonly Row[]): string {
  return `# What the demo model sees

Measured by \`npm run eval:images -- --seed ${seed} --per-row ${perRow}\` through the app's own engines, quick mode, greedy, on
pictures drawn from the seed by another program than the one that drew those it was trained on. Shares with 95 % intervals;
\`few-shot-0\` has no examples, so made-up labels cannot be known: it shows that
nothing leaks, and \`few-shot-8\` shows more examples than the demo model was taught with. Chance is 0.17 for \`raven\` and 0.5 for \`with-descriptions\`, \`names-only\`; \`ocr-cer\` is tesseract's, lower is better.

${cardTable(rows)}
`
}
