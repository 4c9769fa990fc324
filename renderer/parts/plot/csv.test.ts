import { describe, expect, test } from 'vitest'
import { toCsv } from './csv.ts'

describe('a table as CSV', () => {
  test('the worked example of the doc comment', () => {
    const table = {
      heading: ['a', 'b'],
      rows: [
        [1, 'x, "y"'],
        [null, '=1'],
      ],
    }
    expect(toCsv(table)).toBe(`a,b\r\n1,"x, ""y"""\r\n,'=1\r\n`)
  })

  test.each([
    ['a line end within a cell', 'a\nb', '"a\nb"'],
    ['a formula that also holds a comma', '@SUM(A1,A2)', `"'@SUM(A1,A2)"`],
    ['a negative number stays a number', -2.5, '-2.5'],
    ['nothing at all', '', ''],
  ])('%s', (_reason, value, written) => {
    expect(toCsv({ heading: ['x'], rows: [[value]] })).toBe(`x\r\n${written}\r\n`)
  })
})
