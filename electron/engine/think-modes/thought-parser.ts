import type { Marks } from './templates/thought-marks.ts'

/** Opening tags and the closing tag of each, as models write them in plain text. */
const TAGS: readonly Marks[] = [
  { open: '<think>', close: '</think>' },
  { open: '<thinking>', close: '</thinking>' },
  { open: '<seed:think>', close: '</seed:think>' },
]

/** What else the model's own template writes around thoughts and answers; null = nothing. */
export type OwnMarks = { readonly marks: Marks | null; readonly answerMarks: Marks | null }

export type ParsedText =
  | { readonly kind: 'thought'; readonly text: string }
  | { readonly kind: 'answer'; readonly text: string }
  | { readonly kind: 'thought-ended' }
  /** All answer text so far was thought. */
  | { readonly kind: 'answer-was-thought' }

export type ThoughtParser = {
  /** Feeds text as it comes, cut anywhere; the same text gives the same thought and answer however it is cut. */
  readonly push: (text: string) => ParsedText[]
  /** Gives what was held back; text held as the start of a tag was none. */
  readonly end: () => ParsedText[]
  readonly inThought: () => boolean
  /** A thought was closed by us: from here on nothing opens one, an opening tag is only dropped. */
  readonly close: () => ParsedText[]
}

/**
 * Where parsing begins. thought: the prompt has already opened one. answer: nothing was written yet.
 * thought-begun, answer-begun: it has a beginning, so its white space is no longer trimmed.
 */
export type ParserStart = 'thought' | 'thought-begun' | 'answer' | 'answer-begun'

/**
 * Splits what a model writes into thought and answer where the engine's own segments do not: tags split over tokens,
 * a thought opened by the prompt, a closing tag without an opening one, no tag at all. Tags inside backtick code of an
 * answer are text. White space around a thought and before the answer is dropped, and so are the template's marks around an
 * answer, each at its place.
 */
export function createThoughtParser(
  start: ParserStart,
  own: OwnMarks = { marks: null, answerMarks: null },
): ThoughtParser {
  const pairs = own.marks === null ? TAGS : [...TAGS, own.marks]
  const opening = new Set(pairs.map((tag) => tag.open))
  const closing = new Set(pairs.map((tag) => tag.close))
  const around = own.answerMarks
  const all = [...opening, ...closing, ...(around === null ? [] : [around.open, around.close])]
  let inThought = start === 'thought' || start === 'thought-begun'
  let closed = false
  let answerHasText = start === 'answer-begun'
  let thoughtHasText = start === 'thought-begun'
  /** A closing tag came after answer text; it counts once more text follows, a tag at the very end is only dropped. */
  let strayClosing = false
  let held = ''
  let blank = ''
  /** The mark that ends an answer, which counts as such where nothing follows. */
  let ending = ''
  /** Backticks that opened the code we are in; 0 = none. */
  let fence = 0
  let backticks = 0
  let parsed: ParsedText[] = []

  function emit(kind: 'thought' | 'answer', text: string): void {
    const last = parsed.at(-1)
    if (last?.kind === kind) parsed[parsed.length - 1] = { kind, text: last.text + text }
    else parsed.push({ kind, text })
  }

  function write(character: string): void {
    if (/\s/.test(character) && (inThought || !answerHasText || strayClosing || ending !== '')) {
      blank += character
      return
    }
    if (inThought) {
      emit('thought', thoughtHasText ? blank + character : character)
      thoughtHasText = true
    } else {
      if (strayClosing) parsed.push({ kind: 'answer-was-thought' })
      emit('answer', ending === '' ? character : `${ending}${blank}${character}`)
      ending = ''
      strayClosing = false
      answerHasText = true
    }
    blank = ''
  }

  function trackCode(character: string): void {
    if (character === '`') {
      backticks += 1
      return
    }
    if (backticks > 0) {
      if (fence === 0) fence = backticks
      else if (fence === backticks || (fence >= 3 && backticks >= 3)) fence = 0
      backticks = 0
    }
    // Inline code ends with its line, so that one forgotten backtick does not blind the parser for good.
    if (character === '\n' && fence < 3) fence = 0
  }

  function tag(text: string): void {
    if (inThought) {
      if (closing.has(text)) {
        inThought = false
        parsed.push({ kind: 'thought-ended' })
      }
    } else if (around !== null && !closing.has(text) && (text === around.open || text === around.close)) {
      answerMark(text)
      return
    } else if (opening.has(text)) {
      inThought = !closed
      thoughtHasText = false
    } else if (answerHasText) strayClosing = true
    blank = ''
  }

  /** At its place it is no text: the opening one before the answer, the closing one behind it. */
  function answerMark(text: string): void {
    if (text === around?.open && !answerHasText) blank = ''
    else if (text === around?.close && answerHasText) {
      if (ending !== '') emit('answer', `${ending}${blank}`)
      ending = text
      blank = ''
    } else for (const plain of text) write(plain)
  }

  function inCode(): boolean {
    return !inThought && fence > 0
  }

  function character(next: string): void {
    if (!inThought) trackCode(next)
    match(next)
  }

  function match(next: string): void {
    const candidate = held + next
    if (!inCode() && all.includes(candidate)) {
      held = ''
      tag(candidate)
    } else if (!inCode() && all.some((known) => known.startsWith(candidate))) held = candidate
    else if (held === '') write(next)
    else {
      // What was held is no tag from its first character on, but may hold the beginning of one.
      const first = held.charAt(0)
      held = ''
      write(first)
      for (const later of candidate.slice(1)) match(later)
    }
  }

  function take(): ParsedText[] {
    const taken = parsed
    parsed = []
    return taken
  }

  return {
    push(text) {
      for (const next of text) character(next)
      return take()
    },
    end() {
      const rest = held
      held = ''
      for (const plain of rest) write(plain)
      return take()
    },
    inThought: () => inThought,
    close() {
      const rest = inThought ? '' : held
      inThought = false
      closed = true
      held = ''
      blank = ''
      for (const plain of rest) write(plain)
      return take()
    },
  }
}
