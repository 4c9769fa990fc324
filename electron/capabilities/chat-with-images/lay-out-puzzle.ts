import type { Image } from '../../contract/images.ts'
import type { Part } from '../../contract/turns.ts'

/** How many cells stand in each row; the last row lacks the one that is looked for. */
const ROWS: Readonly<Record<number, readonly number[]>> = { 3: [2, 1], 4: [4], 8: [3, 3, 2] }
const NUMBERS: Readonly<Record<number, string>> = { 3: 'three', 4: 'four', 8: 'eight' }

/**
 * A Raven puzzle with one of its candidates, as a yes-or-no question. The candidate with the highest P("Yes") is the
 * answer:
 *
 *     answer = arg maxᵢ P("Yes" | cells, candidateᵢ, "Is it correct?")
 *
 * Paper: Kosmos-1, Raven IQ test, https://arxiv.org/abs/2302.14045, section 4.2: the cells one after the other, then the
 * candidate. With six candidates, chance is 1/6.
 * Differs from the paper: line breaks stand between the rows of the grid.
 *
 * Example: cells A B C and candidate X are "Here are three images:\n", A, " ", B, "\n", C,
 * "\nThe following image is: ", X, "\nIs it correct?".
 */
export function layOutPuzzle(cells: readonly Image[], candidate: Image): Part[] {
  const rows = ROWS[cells.length] ?? [cells.length]
  const parts: Part[] = [text(`Here are ${NUMBERS[cells.length] ?? cells.length} images:\n`)]
  let at = 0
  for (const length of rows) {
    for (let column = 0; column < length; column++) {
      const image = cells[at++]
      if (image === undefined) break
      if (column > 0) parts.push(text(' '))
      parts.push({ kind: 'image', image })
    }
    parts.push(text('\n'))
  }
  const asked = [text('The following image is: '), picture(candidate), text('\nIs it correct?')]
  return [...parts, ...asked]
}

function picture(image: Image): Part {
  return { kind: 'image', image }
}

function text(words: string): Part {
  return { kind: 'text', text: words }
}
