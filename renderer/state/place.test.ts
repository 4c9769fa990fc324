import { expect, test } from 'vitest'
import {
  addressOf,
  addressOfPage,
  conversationInAddress,
  pageInAddress,
  tokenInAddress,
  turnInAddress,
} from './place.ts'

test('a conversation survives the way through the address', () => {
  expect(conversationInAddress(addressOf('a&b=c d'))).toBe('a&b=c d')
  expect(conversationInAddress(addressOf(null))).toBeNull()
})

test('a turn to go to travels beside its conversation', () => {
  expect(turnInAddress(addressOf('a b', 'c&d'))).toBe('c&d')
  expect(conversationInAddress(addressOf('a b', 'c&d'))).toBe('a b')
  expect(turnInAddress(addressOf('a b'))).toBeNull()
})

test('the token is not taken for a place, nor a place for the token', () => {
  expect(conversationInAddress('#t=secret')).toBeNull()
  expect(tokenInAddress('#t=secret')).toBe('secret')
  expect(tokenInAddress('#chat=1')).toBeNull()
})

test('a page and a chat are two places, and what is no page of ours is none', () => {
  expect(pageInAddress(addressOfPage('models'))).toBe('models')
  expect(conversationInAddress(addressOfPage('models'))).toBeNull()
  for (const fragment of ['', '#', addressOf('abc'), '#page=elsewhere'])
    expect(pageInAddress(fragment)).toBeNull()
})
