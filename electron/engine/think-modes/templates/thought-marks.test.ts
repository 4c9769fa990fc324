import { expect, test } from 'vitest'
import { answerMarks, endingOf, firstMark, marksAround, namedMarks } from './thought-marks.ts'

test('a closing mark names its opening one, and START its END (the worked example)', () => {
  expect(namedMarks("content.split('</think>')")).toEqual([{ open: '<think>', close: '</think>' }])
  expect(namedMarks('<|START_THINKING|>')).toEqual([
    { open: '<|START_THINKING|>', close: '<|END_THINKING|>' },
  ])
})

test.each([
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<seed:think>', '</seed:think>'],
  ['[THINK]', '[/THINK]'],
  ['◁think▷', '◁/think▷'],
  ['<|thinking|>', '<|/thinking|>'],
  ['<|begin_of_thought|>', '<|end_of_thought|>'],
  ['<|think_start|>', '<|think_end|>'],
  ['<reasoning>', '</reasoning>'],
  ['<thought>', '</thought>'],
])('%s and %s are found', (open, close) => {
  expect(namedMarks(`a ${open} b ${close} c`)).toEqual([{ open, close }])
})

test.each([
  '<tool_call>',
  '<|im_start|>',
  '[INST]',
  '<b>',
  'think',
  '<|end_of_thought|>',
  'message.thinking',
])('%s is no mark of a thought', (text) => expect(namedMarks(text)).toEqual([]))

test('what stands around a thought is its marks, unless one side is empty or both are the same', () => {
  expect(marksAround('\n[unused16]\n', '[unused17]\n\n')).toEqual({ open: '[unused16]', close: '[unused17]' })
  expect(marksAround('\n', '[unused17]')).toBeNull()
  expect(marksAround('---', '---')).toBeNull()
})

test('a prompt ends in an open thought, behind a closed one, or bare', () => {
  const marks = { open: '<think>', close: '</think>' }
  expect(endingOf('<a><think>\n', marks)).toBe('open')
  expect(endingOf('<a><think></think>', marks)).toBe('closed')
  expect(endingOf('<a></think>', marks)).toBe('closed')
  expect(endingOf('<a>', marks)).toBe('bare')
  expect(firstMark('<a></think>', marks)).toBe(3)
  expect(firstMark('<a>', marks)).toBe(3)
})

test('marks around an answer count where both are spoken of', () => {
  expect(answerMarks('<answer> and </answer>')).toEqual({ open: '<answer>', close: '</answer>' })
  expect(answerMarks('</answer>')).toBeNull()
})
