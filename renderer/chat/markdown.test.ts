import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Markdown } from './markdown.tsx'

function pageOf(text: string): string {
  return renderToStaticMarkup(createElement(Markdown, { text, isRunning: false }))
}

test.each([
  ['Japanese, bold beside brackets', '**「東京」**は首都です。', '<strong', '「東京」'],
  ['Chinese, bold that ends with a full stop', '**这是重点。**这是普通文字。', '<strong', '这是重点。'],
  ['Japanese, struck out beside brackets', '~~「大阪」~~ではない。', '<del', '「大阪」'],
])('%s', (_, text, tag, words) => {
  const page = pageOf(text)
  expect(page).toContain(tag)
  expect(page).toContain(words)
  expect(page).not.toMatch(/\*\*|~~/u)
})

test('an address in Chinese ends where the sentence goes on', () => {
  expect(pageOf('请看 https://example.com/a。谢谢')).toContain('href="https://example.com/a"')
})
