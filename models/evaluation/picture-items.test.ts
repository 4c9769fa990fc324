import { expect, test } from 'vitest'
import { classItems, pictureItems, picturePuzzles, swapItems } from './picture-items.ts'

test('the same seed draws the same questions, another seed others', () => {
  expect(pictureItems(1, 2)).toEqual(pictureItems(1, 2))
  expect(pictureItems(1, 2)).not.toEqual(pictureItems(2, 2))
})

test('right places of puzzles are balanced, and every candidate is drawn', () => {
  const puzzles = picturePuzzles(3, 600)
  for (let place = 0; place < 6; place++) {
    const share = puzzles.filter(({ right }) => right === place).length / puzzles.length
    expect(share).toBeGreaterThan(0.1)
    expect(share).toBeLessThan(0.24)
  }
  expect(puzzles.every(({ candidates }) => candidates.length === 6)).toBe(true)
})

test('a swap holds the same two pictures in the other order, and the other answer', () => {
  for (const [one, other] of swapItems(4, 20)) {
    expect([one.pieces[0], one.pieces[2]]).toEqual([other.pieces[2], other.pieces[0]])
    expect(one.answers).not.toEqual(other.answers)
  }
})

test('examples of two classes can be told apart by their colour, and by nothing else where there is one of each', () => {
  const twos = pictureItems(6, 20).filter(({ row }) => row === 'few-shot-2')
  expect(twos).toHaveLength(20)
  for (const { pieces } of twos) {
    const pictures = pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.picture]))
    // What it is drawn with, and of how many points.
    const drawn = pictures.map((picture) => {
      const [, element, rest = ''] = /<(circle|path|polygon)\b([^>]*)\/><\/svg>$/.exec(picture) ?? []
      return `${element} ${rest.split(',').length} ${rest.includes('fill="none"')}`
    })
    expect(drawn[0]).toMatch(/^(circle|path|polygon) /)
    expect(new Set(drawn).size).toBe(1)
  }
})

test('names of classes say nothing of what they are, and either is right about as often', () => {
  const items = classItems(5, 200)
  const first = items.filter(({ right }) => right === 0).length
  expect(first).toBeGreaterThan(70)
  expect(first).toBeLessThan(130)
  for (const { classes } of items)
    for (const { name, description } of classes) expect(description).not.toContain(name)
})
