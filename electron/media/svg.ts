import type { Refusals } from './refusals.ts'

/** Names that a drawing may give to pieces of text, and their greatest length; Illustrator writes about a dozen. */
const MOST_ENTITIES = 100
const LONGEST_ENTITY = 1000
/** Bytes that the drawing may have once those pieces stand in their places. */
const LONGEST_EXPANDED = 50_000_000

const SPACE = /\s+/y
const COMMENT = /<!--[\s\S]*?-->/y
const INSTRUCTION = /<\?[\s\S]*?\?>/y
const DOCTYPE =
  /<!DOCTYPE\s+[\w:.-]+\s*(?:(?:PUBLIC\s*(?:"[^"]*"|'[^']*')|SYSTEM)\s*(?:"[^"]*"|'[^']*')\s*)?/y
const DOCTYPE_END = /\s*>/y
/** No other entity, no markup and no quote in its text, so it cannot grow and cannot change what stands around it. */
const ENTITY = /<!ENTITY\s+([\w:.-]+)\s+(?:"([^"&%<']*)"|'([^'&%<"]*)')\s*>/y
const DECLARATION = /<!(?:ELEMENT|ATTLIST|NOTATION)\s[^<>]*>/y
const ROOT = /<(?:[\w-]+:)?svg[\s>/]/y

/** True when the first element is <svg>, whatever encoding it is written in. */
export function isSvg(bytes: Uint8Array): boolean {
  const start = textOf(bytes.subarray(0, 64))
  if (!start.trimStart().startsWith('<')) return false
  const prolog = readProlog(textOf(bytes))
  return prolog.kind === 'drawing' || prolog.kind === 'unsafe'
}

/**
 * The drawing as plain UTF-8 without a prolog: no document type, no style sheets from elsewhere, and the text that its
 * entities stand for in their places. What is left can name files and addresses; its renderer gets the bytes without
 * a place they came from, and then follows no reference but those into the drawing itself.
 */
export function drawableSvg(bytes: Uint8Array, refuse: Refusals): Buffer {
  const text = textOf(bytes)
  const prolog = readProlog(text)
  if (prolog.kind === 'other') throw refuse.broken()
  if (prolog.kind === 'unsafe') throw refuse.unsafe('its document type is not a plain one')
  const expanded = expand(text.slice(prolog.rootAt), prolog.entities)
  if (expanded === null) throw refuse.unsafe('its text repeats without end')
  // libvips looks for "<svg" before it asks the renderer; the element itself may have a prefix.
  return Buffer.from(`<!-- a drawing: <svg -->${expanded}`)
}

type Prolog =
  | { readonly kind: 'drawing'; readonly rootAt: number; readonly entities: ReadonlyMap<string, string> }
  | { readonly kind: 'unsafe' }
  | { readonly kind: 'other' }

/** Reads what stands before the first element. */
function readProlog(text: string): Prolog {
  const reader = readerOf(text)
  const entities = new Map<string, string>()
  for (;;) {
    if (reader.take(SPACE) ?? reader.take(COMMENT) ?? reader.take(INSTRUCTION)) continue
    if (reader.sees(ROOT)) return { kind: 'drawing', rootAt: reader.at(), entities }
    const doctype = reader.take(DOCTYPE)
    if (doctype === null) return { kind: 'other' }
    if (reader.takeText('[') && !readSubset(reader, entities)) return { kind: 'unsafe' }
    if (reader.take(DOCTYPE_END) === null) return { kind: 'unsafe' }
  }
}

/** What stands in a document type's brackets. False when anything in it is not understood. */
function readSubset(reader: Reader, entities: Map<string, string>): boolean {
  while (!reader.takeText(']')) {
    if (reader.take(SPACE) ?? reader.take(COMMENT) ?? reader.take(DECLARATION)) continue
    const entity = reader.take(ENTITY)
    if (entity === null || entities.size >= MOST_ENTITIES) return false
    const [, name = '', double, single] = entity
    const value = double ?? single ?? ''
    if (value.length > LONGEST_ENTITY) return false
    // The first one counts, as in XML.
    if (!entities.has(name)) entities.set(name, value)
  }
  return true
}

/** null when it grows too long. */
function expand(text: string, entities: ReadonlyMap<string, string>): string | null {
  if (entities.size === 0) return text
  let length = text.length
  const expanded = text.replace(/&([\w:.-]+);/g, (whole, name: string) => {
    const value = length > LONGEST_EXPANDED ? undefined : entities.get(name)
    length += value?.length ?? 0
    return value ?? whole
  })
  return length > LONGEST_EXPANDED ? null : expanded
}

type Reader = ReturnType<typeof readerOf>

function readerOf(text: string) {
  let at = 0
  return {
    at: () => at,
    sees(pattern: RegExp): boolean {
      pattern.lastIndex = at
      return pattern.test(text)
    },
    take(pattern: RegExp): RegExpExecArray | null {
      pattern.lastIndex = at
      const found = pattern.exec(text)
      if (found !== null) at = pattern.lastIndex
      return found
    },
    takeText(wanted: string): boolean {
      if (!text.startsWith(wanted, at)) return false
      at += wanted.length
      return true
    },
  }
}

/** Read by the encoding it names, so that what is checked is what is drawn. */
function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  const named = /^\s*<\?xml\s[^>]*encoding\s*=\s*["']([\w-]+)["']/.exec(head)?.[1] ?? 'utf-8'
  return decoderOf(named).decode(bytes)
}

function decoderOf(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding)
  } catch (thrown) {
    // A name that nobody knows: nearly always plain UTF-8.
    if (thrown instanceof RangeError) return new TextDecoder()
    throw thrown
  }
}
