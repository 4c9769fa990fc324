import { describe, expect, test } from 'vitest'
import { calibrationQuestions, isRightAnswer } from './calibration-questions.ts'

describe('the built-in questions', () => {
  test('are the same for the same seed, others for another, and no text comes twice', () => {
    expect(calibrationQuestions(60, 1)).toEqual(calibrationQuestions(60, 1))
    expect(calibrationQuestions(60, 2)).not.toEqual(calibrationQuestions(60, 1))
    const texts = calibrationQuestions(400, 3).map(({ text }) => text)
    expect(texts.length).toBe(400)
    expect(new Set(texts).size).toBe(400)
  })

  test('are of every kind, even where few are asked for', () => {
    const kinds = new Set(calibrationQuestions(15, 5).map(({ kind }) => kind))
    // Sums, differences and products take turns.
    expect(kinds.size).toBe(14)
  })
})

describe('an answer', () => {
  const number = { kind: 'sums', text: '', answers: ['1932'] }
  const word = { kind: 'capitals', text: '', answers: ['Paris'] }
  test.each([
    ['the number alone', number, '1932', true],
    ['the number in a sentence, with a comma', number, '347 + 1,585 is 1,932.', true],
    ['another number at the end', number, '1932 or 1933', false],
    ['a longer number', number, '11932', false],
    ['a negative number', { ...number, answers: ['-5'] }, 'It is −5', true],
    ['nothing', number, '', false],
    ['the word with marks', word, 'The capital of France is **Paris**.', true],
    ['another word that holds it', word, 'Parisian', false],
    ['anything, where manners are all', { ...word, answers: [] }, 'Hello!', true],
    ['blanks, where manners are all', { ...word, answers: [] }, '  ', false],
  ])('%s', (_reason, question, text, isRight) => expect(isRightAnswer(question, text)).toBe(isRight))
})
