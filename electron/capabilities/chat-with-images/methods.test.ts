import { describe, expect, test } from 'vitest'
import type { Image } from '../../contract/images.ts'
import type { Part } from '../../contract/turns.ts'
import { choiceProbabilities, describeClasses, describeFirst } from './index.ts'
import { layOutExamples, layOutPuzzle, placeOfLargest, scoreChoices } from './index.ts'

function image(name: string): Image {
  return { id: name.padEnd(64, '0'), width: 1, height: 1, bytes: 1, format: 'png', name, alt: '' }
}
const [A, B, C, X] = ['a', 'b', 'c', 'd'].map(image) as [Image, Image, Image, Image]

/** Images by their names. */
function shown(parts: readonly Part[]): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : `[${part.image.name}]`)).join('')
}
const words = (text: string): Part => ({ kind: 'text', text })
const picture = (of: Image): Part => ({ kind: 'image', image: of })

describe('describing first', () => {
  test('numbers several images (the worked example)', () => {
    const parts = [words('Is '), picture(A), words(' older than '), picture(B), words('?')]
    const { describe, ask } = describeFirst(parts)
    expect(shown(describe)).toBe('Image 1: [a]\nImage 2: [b]\nIntroduce these pictures in detail:')
    expect(shown(ask)).toBe('Is image 1 older than image 2?')
  })

  test('asks about one image as the paper does', () => {
    const { describe, ask } = describeFirst([picture(A), words('\nIs it kind?')])
    expect(shown(describe)).toBe('[a]\nIntroduce this picture in detail:')
    expect(shown(ask)).toBe('Is it kind?')
  })
})

test('examples stand before the image in question (the worked example)', () => {
  const examples = [
    { image: A, answer: 'fim' },
    { image: B, answer: 'blork' },
  ]
  expect(shown(layOutExamples(examples, C, ''))).toBe('[a]: fim\n[b]: blork\n[c]:')
  expect(shown(layOutExamples([], C, ' What is it? '))).toBe('[c]\nWhat is it?')
})

test('classes are told by what tells them apart, or by name alone (the worked example)', () => {
  const classes = [
    { name: 'fim', description: 'red above.' },
    { name: 'blork', description: ' ' },
  ]
  expect(shown(describeClasses(A, 'bird', classes, true))).toBe(
    'A fim is red above. One bird is a blork.\n[a] This is a',
  )
  expect(shown(describeClasses(A, 'bird', classes, false))).toBe(
    'One bird is a fim. One bird is a blork.\n[a] This is a',
  )
})

describe('a puzzle with a candidate', () => {
  test('of three cells (the worked example)', () => {
    expect(shown(layOutPuzzle([A, B, C], X))).toBe(
      'Here are three images:\n[a] [b]\n[c]\nThe following image is: [d]\nIs it correct?',
    )
  })

  test('of eight and of four cells', () => {
    expect(shown(layOutPuzzle([A, A, A, B, B, B, C, C], X))).toContain(
      'eight images:\n[a] [a] [a]\n[b] [b] [b]\n[c] [c]\nThe',
    )
    expect(shown(layOutPuzzle([A, B, C, X], X))).toContain('four images:\n[a] [b] [c] [d]\nThe')
  })
})

describe('choosing by probability', () => {
  test('means over tokens, then over choices (the worked example)', () => {
    const [two, one] = choiceProbabilities([[0.5, 0.5], [0.25]])
    expect(two?.logProbability).toBeCloseTo(Math.log(0.5))
    expect(two?.probability).toBeCloseTo(2 / 3)
    expect(one?.probability).toBeCloseTo(1 / 3)
  })

  test.each([
    ['what is certain', [[1], [0]], [1, 0]],
    ['nothing known of any', [[0], [0]], [0.5, 0.5]],
    ['a choice without tokens is no likelier than a certain one', [[], [1]], [0.5, 0.5]],
  ] as const)('%s', (_, tokens, probabilities) => {
    choiceProbabilities(tokens).forEach(({ probability }, index) =>
      expect(probability).toBeCloseTo(probabilities[index] ?? NaN, 6),
    )
  })

  test('the first of equals is the largest', () => {
    expect([placeOfLargest([1, 3, 3]), placeOfLargest([0])]).toEqual([1, 0])
  })

  test('what begins alike is looked into once (the worked example)', async () => {
    const asked: string[] = []
    const tokens: Record<string, string[]> = { Yes: ['Yes'], 'Yes, both': ['Yes', ', both'] }
    const scores = await scoreChoices(
      ['Yes', 'Yes, both', 'Quark'],
      (choice) => Promise.resolve(tokens[choice] ?? null),
      (begun) => {
        asked.push(begun)
        return Promise.resolve(new Map(begun === '' ? [['Yes', 0.75]] : [[', both', 0.5]]))
      },
    )
    expect(scores).toEqual([[0.75], [0.75, 0.5], [0]])
    expect(asked).toEqual(['', 'Yes'])
  })
})
