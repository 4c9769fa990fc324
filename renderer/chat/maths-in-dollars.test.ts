import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { Markdown } from './markdown.tsx'
import { mathsInDollars } from './maths-in-dollars.ts'

test('the example of the description', () => {
  expect(mathsInDollars('It costs $5 to $10, so \\(x\\) is $y$.')).toBe(
    'It costs $5 to $10, so $$x$$ is $$y$$.',
  )
})

describe('is a formula', () => {
  test.each([
    ['between round brackets', 'so \\(E = mc^2\\) holds', 'so $$E = mc^2$$ holds'],
    ['between square brackets in a line', 'so \\[a^2\\] holds', 'so $$a^2$$ holds'],
    ['alone on a line', 'so\n\\[ a^2 \\]\nholds', 'so\n$$\na^2\n$$\nholds'],
    ['over several lines', '\\[\na \\\\[2pt]\nb\n\\]', '$$\na \\\\[2pt]\nb\n$$'],
    ['under an item', '1. so\n   \\[ a \\]', '1. so\n   $$\n   a\n   $$'],
    ['as an item', '- \\[ a \\]', '- $$\n  a\n  $$'],
    ['in a quotation', '> \\[ a \\]', '> $$\n> a\n> $$'],
    ['between single dollars', 'the $n$th of $a_1, b$', 'the $$n$$th of $$a_1, b$$'],
    ['with a price in it', '$\\text{\\$5} + x$', '$$\\text{\\$5} + x$$'],
    ['between two dollars already', '$$\nx $ y\n$$ and $$z$$', '$$\nx $ y\n$$ and $$z$$'],
  ])('%s', (_, written, wanted) => {
    expect(mathsInDollars(written)).toBe(wanted)
  })
})

describe('stays as it is', () => {
  test.each([
    ['prices', 'from $5 to $10, or $5-$10, or 5$ and 6$'],
    ['names of the shell', 'set $HOME and $PATH, or $HOME/bin:$PATH'],
    ['prices in several dollars', 'costs $5 (US$) or A$7 now'],
    ['dollars in addresses', '[a](https://x/?$b$c), https://y/$d$e'],
    ['a price alone', 'It is $5.'],
    ['escaped dollars', 'a \\$b\\$ c'],
    ['an escaped backslash before a bracket', 'a \\\\(b\\\\) c'],
    ['code between words', 'use `$a$` and ``\\(b` c\\)``'],
    ['fenced code', '```sh\necho $a$ \\(b\\)\n```\nafter'],
    ['fenced code that is still being written', '~~~\n$a$'],
    ['fenced code in an item', '- ```\n  $a$\n  ```'],
    ['a formula that is still being written', 'so \\(E = m'],
    ['brackets with an empty line between them', 'a \\( b\n\nc \\) d'],
    ['nothing', 'a \\(\\) b'],
    ['many openings', '\\[ \\( $a ` '.repeat(20_000)],
  ])('%s', (_, written) => {
    expect(mathsInDollars(written)).toBe(written)
  })
})

test('an answer shows its prices as words and its formulas as formulas', () => {
  const text = 'It costs $5 to $10 today.\n\nSo \\(E=mc^2\\), $y$ and\n\\[ \\sqrt{x} \\]\nhold; `$z$`.'
  const page = renderToStaticMarkup(createElement(Markdown, { text, isRunning: false }))
  expect(page).toContain('It costs $5 to $10 today.')
  expect(page.match(/class="katex"/gu)).toHaveLength(3)
  expect(page.match(/class="katex-display"/gu)).toHaveLength(1)
  expect(page).not.toContain('katex-error')
  expect(page).toContain('<code>$z$</code>')
})
