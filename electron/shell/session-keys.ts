import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Addresses given out and not opened yet; the oldest is forgotten first. */
const MOST_TOKENS = 64
/** Pages that were let in since the start. Each takes a fresh address, so a person never comes near. */
const MOST_KEYS = 1024

export type SessionKeys = {
  /** A one-time token for an address that is about to be opened. */
  readonly newToken: () => string
  /** A key for the page that shows `token`, or null: unknown, or used before. */
  readonly exchange: (token: string) => string | null
  readonly isKey: (text: string) => boolean
}

/** Who may talk to the browser shell. Held in memory only: a new start begins with none. */
export function createSessionKeys(): SessionKeys {
  const tokens: string[] = []
  const keys: string[] = []
  return {
    newToken: () => keep(tokens, MOST_TOKENS),
    exchange: (token) => {
      const index = find(tokens, token)
      if (index === -1) return null
      tokens.splice(index, 1)
      return keep(keys, MOST_KEYS)
    },
    isKey: (text) => find(keys, text) !== -1,
  }
}

/** True when both are the same text; takes equally long wherever they differ. */
export function sameSecret(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other))
}

/** 256 bits, in letters that may stand in a URL and name a WebSocket sub-protocol. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

function keep(list: string[], most: number): string {
  const secret = newSecret()
  list.push(secret)
  if (list.length > most) list.shift()
  return secret
}

// Looks at every entry, so the time tells nothing about which one nearly matched.
function find(list: readonly string[], text: string): number {
  let found = -1
  for (const [index, secret] of list.entries()) if (sameSecret(secret, text)) found = index
  return found
}

// Hashed first: equal lengths are what timingSafeEqual needs, and a length is not a secret then either.
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
