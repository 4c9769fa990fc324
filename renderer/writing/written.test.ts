import { describe, expect, test } from 'vitest'
import { imageAt, IMAGE_MARK, keepImages, moveImage, partsOf, placeOf, plainText } from './written.ts'
import { cut, nothingWritten, splice, writtenOf, type ImagePart, type Written } from './written.ts'

/** "a[cat]b" → text with the image "cat". */
function write(words: string): Written {
  const keys = [...words.matchAll(/\[(\w+)\]/g)].map(([, key]) => key ?? '')
  return { text: words.replaceAll(/\[\w+\]/g, IMAGE_MARK), keys }
}

function shown({ text, keys }: Written): string {
  let index = 0
  return text.replaceAll(IMAGE_MARK, () => `[${keys[index++]}]`)
}

function image(name: string): ImagePart {
  const image = {
    id: name.padEnd(64, '0'),
    width: 4,
    height: 3,
    bytes: 9,
    format: 'png' as const,
    name,
    alt: '',
  }
  return { kind: 'image', image }
}

describe('text with images', () => {
  test.each([
    ['a[cat]b', 1, 2, '', 'ab', 'an image is one character'],
    ['a[cat]b', 2, 2, '[dog]', 'a[cat][dog]b', 'an image behind another'],
    ['[cat]', 0, 0, 'words ', 'words [cat]', 'words before the first image'],
    ['one [cat] two [dog]', 0, 8, 'x', 'xo [dog]', 'a stretch with an image in it'],
  ])('%s with %i to %i replaced by "%s" is %s', (before, from, to, by, after) => {
    expect(shown(splice(write(before), { from, to }, write(by)))).toBe(after)
  })

  test.each([
    ['[cat] one two', 'cat', 4, ' on[cat]e two'],
    ['one [cat] two', 'cat', 0, '[cat]one  two'],
    ['one [cat][dog]', 'dog', 4, 'one [dog][cat]'],
    ['one [cat][dog]', 'cat', 6, 'one [dog][cat]'],
  ])('%s with %s taken to %i is %s', (before, key, to, after) => {
    expect(shown(moveImage(write(before), key, to))).toBe(after)
  })

  test('an image stays where it is when it is taken to its own place', () => {
    const written = write('one [cat] two')
    expect(moveImage(written, 'cat', 4)).toBe(written)
    expect(moveImage(written, 'cat', 5)).toBe(written)
    expect(moveImage(written, 'nobody', 0)).toBe(written)
  })

  test('tells where an image stands and which image stands somewhere', () => {
    const written = write('a[cat]b[dog]')
    expect([placeOf(written, 'cat'), placeOf(written, 'dog'), placeOf(written, 'nobody')]).toEqual([1, 3, -1])
    expect([0, 1, 3, 4].map((place) => imageAt(written, place))).toEqual([null, 'cat', 'dog', null])
  })

  test('becomes parts in order, and comes back from them', () => {
    const written = write('one [cat] two[dog]')
    const parts = partsOf(written, image)
    expect(parts).toEqual([
      { kind: 'text', text: 'one ' },
      image('cat'),
      { kind: 'text', text: ' two' },
      image('dog'),
    ])
    expect(writtenOf(parts, (part) => part.image.name)).toEqual(written)
  })

  test('without an image that is not there yet, its words are one part', () => {
    expect(partsOf(write('one [cat]two'), () => null)).toEqual([{ kind: 'text', text: 'one two' }])
    expect(partsOf(nothingWritten, image)).toEqual([])
  })

  test('text from outside brings no marks and line ends of one kind', () => {
    expect(plainText(`a\r\nb\rc${IMAGE_MARK}d`)).toEqual({ text: 'a\nb\ncd', keys: [] })
  })

  test('a stretch can be taken out, and images thrown out', () => {
    const written = write('a[cat]b[dog]c')
    expect(shown(cut(written, { from: 2, to: 4 }))).toBe('b[dog]')
    expect(shown(keepImages(written, (key) => key === 'dog'))).toBe('ab[dog]c')
  })
})
