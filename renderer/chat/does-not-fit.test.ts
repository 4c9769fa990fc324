import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { DoesNotFit } from './does-not-fit.tsx'

const measure = { tokens: 9000, contextSize: 2048, reserved: 256, fits: false, imageTokens: [] }

function words(isBlank: boolean): string {
  const nothing = (): void => undefined
  const shown = { measure, isBlank, onNewChat: nothing, onShorten: nothing, onChooseModel: null }
  return renderToStaticMarkup(createElement(DoesNotFit, shown)).replaceAll(/<[^>]*>/gu, '')
}

test('a chat that is full is not blamed on a message that nobody wrote', () => {
  expect(words(true)).toMatch(/^This chat is full\. It takes 9,000 tokens; 1,792 fit,/u)
  expect(words(true)).toMatch(/Start a new chat$/u)
})

test('a message that does not fit can be taken along or shortened', () => {
  expect(words(false)).toMatch(/^Too long\. With this message the chat takes 9,000 tokens;/u)
  expect(words(false)).toMatch(/Start a new chat with this messageShorten the message$/u)
})
