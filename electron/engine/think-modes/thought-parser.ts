/** Opening tags and the closing tag of each, as models write them in plain text. */
const TAGS: readonly { readonly open: string; readonly close: string }[] = [
  { open: '<think>', close: '</think>' },
  { open: '<thinking>', close: '</thinking>' },
  { open: '<seed:think>', close: '</seed:think>' },
]
const OPENING = new Set(TAGS.map((tag) => tag.open))
const CLOSING = new Set(TAGS.map((tag) => tag.close))
const ALL = [...OPENING, ...CLOSING]

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
 * answer-begun: the answer has a beginning, so its white space is no longer trimmed.
 */
export type ParserStart = 'thought' | 'answer' | 'answer-begun'

/**
 * Splits what a model writes into thought and answer where the engine's own segments do not: tags split over tokens,
 * a thought opened by the prompt, a closing tag without an opening one, no tag at all. Tags inside backtick code of an
 * answer are text. White space around a thought and before the answer is dropped.
 */
export function createThoughtParser(start: ParserStart): ThoughtParser {
  let inThought = start === 'thought'
  let closed = false
  let answerHasText = start === 'answer-begun'
  let thoughtHasText = false
  /** A closing tag came after answer text; it counts once more text follows, a tag at the very end is only dropped. */
  let strayClosing = false
  let held = ''
  let blank = ''
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
    if (/\s/.test(character) && (inThought || !answerHasText || strayClosing)) {
      blank += character
      return
    }
    if (inThought) {
      emit('thought', thoughtHasText ? blank + character : character)
      thoughtHasText = true
    } else {
      if (strayClosing) parsed.push({ kind: 'answer-was-thought' })
      emit('answer', character)
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
      if (CLOSING.has(text)) {
        inThought = false
        parsed.push({ kind: 'thought-ended' })
      }
    } else if (OPENING.has(text)) {
      inThought = !closed
      thoughtHasText = false
    } else if (answerHasText) strayClosing = true
    blank = ''
  }

  function inCode(): boolean {
    return !inThought && fence > 0
  }

  function character(next: string): void {
    if (!inThought) trackCode(next)
    const candidate = held + next
    if (!inCode() && ALL.includes(candidate)) {
      held = ''
      tag(candidate)
    } else if (!inCode() && ALL.some((known) => known.startsWith(candidate))) held = candidate
    else {
      const before = held
      held = ''
      for (const plain of before) write(plain)
      if (next === '<' && before !== '') character(next)
      else write(next)
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
