import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createThoughtParser } from './thought-parser.ts'
import type { OwnMarks, ParsedText, ParserStart } from './thought-parser.ts'

type Outcome = { readonly thought: string; readonly answer: string }

/** Parses the chunks and keeps what a reader would: text moves to the thought when the parser says so. */
function parse(chunks: readonly string[], start: ParserStart = 'answer', own?: OwnMarks): Outcome {
  const parser = createThoughtParser(start, own)
  const parts: ParsedText[] = [...chunks.flatMap(parser.push), ...parser.end()]
  let thought = ''
  let answer = ''
  for (const part of parts) {
    if (part.kind === 'thought') thought += part.text
    if (part.kind === 'answer') answer += part.text
    if (part.kind === 'answer-was-thought') {
      thought += answer
      answer = ''
    }
  }
  return { thought, answer }
}

const cases: readonly [text: string, start: ParserStart, thought: string, answer: string, reason: string][] =
  [
    ['Paris.', 'answer', '', 'Paris.', 'no tag at all'],
    ['\n\nParis.', 'answer', '', 'Paris.', 'white space before an answer is dropped'],
    ['\nand more', 'answer-begun', '', '\nand more', 'an answer that is gone on with keeps its white space'],
    ['<think>\nhm\n</think>\n\nParis.', 'answer', 'hm', 'Paris.', 'both tags'],
    ['  <thinking>hm</thinking>Paris.', 'answer', 'hm', 'Paris.', 'another spelling of the tag'],
    ['hm\n</think>\n\nParis.', 'thought', 'hm', 'Paris.', 'the prompt opened the thought'],
    ['hm, so', 'thought', 'hm, so', '', 'a thought that is never closed stays thought'],
    ['hm\n</think>\n\nParis.', 'answer', 'hm\n', 'Paris.', 'a closing tag without an opening one'],
    ['\n</think>\n\nParis.', 'answer', '', 'Paris.', 'a stray closing tag with nothing before it is dropped'],
    ['Paris.</think>', 'answer', '', 'Paris.', 'a stray closing tag with nothing after it is dropped'],
    ['Paris.</think>\n\n', 'answer', '', 'Paris.', 'white space after it is nothing either'],
    ['a < b and <b>c</b>', 'answer', '', 'a < b and <b>c</b>', 'other angle brackets are text'],
    ['<thin', 'answer', '', '<thin', 'the beginning of a tag that never comes is text'],
    ['<<think>x</think>y', 'answer', 'x', '<y', 'a bracket right before a tag'],
    ['Write `</think>` to end.', 'answer', '', 'Write `</think>` to end.', 'inline code is left alone'],
    ['```\n<think>\n```\nok', 'answer', '', '```\n<think>\n```\nok', 'so is a fenced block'],
    ['a ` b\n<think>x</think>', 'answer', 'x', 'a ` b\n', 'a forgotten backtick ends with its line'],
    ['`x`</think>y', 'answer', '`x`', 'y', 'code that is closed does not hide a tag'],
  ]

describe('thought and answer in plain text', () => {
  test.each(cases)('%j from %s: thought %j, answer %j (%s)', (text, start, thought, answer) => {
    expect(parse([text], start)).toEqual({ thought, answer })
  })

  const piece = fc.constantFrom(
    '<think>',
    '</think>',
    '<thinking>',
    '</thinking>',
    '<',
    '>',
    '/',
    '`',
    '```',
    '\n',
    ' ',
    'a',
    'é',
    '</',
    'think',
  )
  const start = fc.constantFrom<ParserStart>('answer', 'thought', 'answer-begun')

  test('however the text is cut, thought and answer are the same', () => {
    const documents = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''))
    const cuts = fc.array(fc.nat(200), { maxLength: 12 })
    fc.assert(
      fc.property(documents, cuts, start, (text, places, from) => {
        const ends = [...places.map((place) => place % (text.length + 1)), text.length].sort((a, b) => a - b)
        const chunks = ends.map((end, index) => text.slice(index === 0 ? 0 : ends[index - 1], end))
        expect(parse(chunks, from)).toEqual(parse([text], from))
      }),
      { numRuns: 2000, seed: 1 },
    )
  })

  test('no tag is ever left in an answer without code', () => {
    const plain = piece.filter((text) => !text.includes('`'))
    fc.assert(
      fc.property(fc.array(plain, { maxLength: 30 }), start, (pieces, from) => {
        expect(parse(pieces, from).answer).not.toMatch(/<\/?think(ing)?>/)
      }),
      { numRuns: 2000, seed: 1 },
    )
  })
})

describe('marks of the template’s own', () => {
  const apriel: OwnMarks = {
    marks: { open: 'Here are my reasoning steps:', close: '[BEGIN FINAL RESPONSE]' },
    answerMarks: { open: '[BEGIN FINAL RESPONSE]', close: '[END FINAL RESPONSE]' },
  }
  const hunyuan: OwnMarks = {
    marks: { open: '<think>', close: '</think>' },
    answerMarks: { open: '<answer>', close: '</answer>' },
  }
  const triangles: OwnMarks = { marks: { open: '◁think▷', close: '◁/think▷' }, answerMarks: null }

  const spaced = '[BEGIN FINAL RESPONSE]\n2\n[END FINAL RESPONSE]\n'
  const cases: readonly [OwnMarks, string, string, string, string][] = [
    [apriel, `Here are my reasoning steps:\n1+1\n${spaced}`, '1+1', '2\n', 'marks of words'],
    [hunyuan, '<think>\nhm\n</think>\n<answer>\nYes.\n</answer>', 'hm', 'Yes.\n', 'an answer in marks'],
    [hunyuan, '<answer>Yes.</answer>', '', 'Yes.', 'an answer in marks alone'],
    [
      hunyuan,
      'Say <answer> or </answer> now.',
      '',
      'Say <answer> or </answer> now.',
      'elsewhere they are text',
    ],
    [hunyuan, 'a</answer></answer>', '', 'a</answer>', 'only the last one ends an answer'],
    [hunyuan, 'Write `</answer>`', '', 'Write `</answer>`', 'in code they are text'],
    [triangles, '◁think▷hm◁/think▷Yes.', 'hm', 'Yes.', 'triangles'],
    [triangles, '◁◁think▷hm◁/think▷Yes.', 'hm', '◁Yes.', 'a triangle right before one'],
    [triangles, 'hm◁/think▷Yes.', 'hm', 'Yes.', 'a closing mark without an opening one'],
  ]
  test.each(cases)('%#: %s', (own, text, thought, answer) => {
    expect(parse([text], 'answer', own)).toEqual({ thought, answer })
  })

  test('however the text is cut, thought and answer are the same', () => {
    const word = fc.constantFrom(
      '<think>',
      '</think>',
      '<answer>',
      '</answer>',
      '<',
      'answer',
      ' ',
      '\n',
      'a',
      '`',
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), fc.nat(100), (words, place) => {
        const text = words.join('')
        const cut = place % (text.length + 1)
        const whole = parse([text], 'answer', hunyuan)
        expect(parse([text.slice(0, cut), text.slice(cut)], 'answer', hunyuan)).toEqual(whole)
        expect(parse(text.split(''), 'answer', hunyuan)).toEqual(whole)
      }),
      { numRuns: 1000, seed: 1 },
    )
  })
})
