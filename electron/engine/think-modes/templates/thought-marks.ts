/** The two texts between which a family of models thinks, without the white space around them. */
export type Marks = { readonly open: string; readonly close: string }

/** Marks that are plain words, which nothing would give away as such. The closing one is enough to know them by. */
const WORDED: readonly Marks[] = [
  { open: 'Here are my reasoning steps:', close: '[BEGIN FINAL RESPONSE]' },
  { open: 'Here is my thought process:', close: 'Here is my response:' },
]

const NAME = '(?:\\w+[:_])?(?:think|thinking|thought|thoughts|thought_process|reason|reasoning|cot)(?:_\\w+)?'
/** Ways of writing a name as a mark; the slash, or "end" in place of "start", makes the closing one. */
const SHAPES: readonly { readonly before: string; readonly slash: string; readonly after: string }[] = [
  { before: '<', slash: '/', after: '>' },
  { before: '[', slash: '/', after: ']' },
  { before: '◁', slash: '/', after: '▷' },
  { before: '<|', slash: '/', after: '|>' },
]
const BEGINNINGS = /(?<=^|_)(?:begin|start)(?=_|$)/i
/** Closing marks that have an opening one of another name: found by that one. */
const ENDED = /(?:^|_)(?:end|stop)(?:_|$)/i

/**
 * Pairs of marks that `text` speaks of, by the shape of their names; of each at least one half stands there.
 * Example: "content.split('</think>')" gives <think> and </think>, "<|START_THINKING|>" gives it and <|END_THINKING|>.
 */
export function namedMarks(text: string): readonly Marks[] {
  const found = SHAPES.flatMap(({ before, slash, after }) => {
    const pattern = new RegExp(`${escape(before)}(${slash}?)(${NAME})${escape(after)}`, 'gi')
    const names = [...text.matchAll(pattern)].map((match) => match[2] ?? '')
    return names
      .filter((name) => !ENDED.test(name))
      .map((name): Marks => {
        const end = endName(name)
        const close = end === name ? `${before}${slash}${name}${after}` : `${before}${end}${after}`
        return { open: `${before}${name}${after}`, close }
      })
  })
  const worded = WORDED.filter(({ close }) => text.includes(close))
  return uniqueMarks([...worded, ...found])
}

/**
 * Marks of unknown names: what a template writes around a thought and not around an answer alone.
 * `before`: between the place where an answer begins and the thought; `after`: between thought and answer.
 */
export function marksAround(before: string, after: string): Marks | null {
  const [open, close] = [before.trim(), after.trim()]
  return open === '' || close === '' || open === close ? null : { open, close }
}

export function isWorded({ close }: Marks): boolean {
  return WORDED.some((marks) => marks.close === close)
}

/** Marks around an answer that models write as text behind a thought; they are no part of what is answered. */
const ANSWER_MARKS: readonly Marks[] = [
  { open: '<response>', close: '</response>' },
  { open: '<answer>', close: '</answer>' },
  { open: '[BEGIN FINAL RESPONSE]', close: '[END FINAL RESPONSE]' },
]

export function answerMarks(source: string): Marks | null {
  return ANSWER_MARKS.find(({ open, close }) => source.includes(open) && source.includes(close)) ?? null
}

/** Where a rendering ends: in an open thought, behind a closed one, or without any. */
export type Ending = 'open' | 'closed' | 'bare'

export function endingOf(text: string, { open, close }: Marks): Ending {
  const [opened, closed] = [text.lastIndexOf(open), text.lastIndexOf(close)]
  if (closed > opened) return 'closed'
  if (opened === -1) return 'bare'
  return isBegun(text.slice(opened + open.length), close) ? 'closed' : 'open'
}

/** The closing mark of some ends in the name of the channel that follows, which is left to the model. */
function isBegun(text: string, close: string): boolean {
  return text.trim() !== '' && close.startsWith(text.trim())
}

/** Where the first of the marks stands; the length of the text where none does. */
export function firstMark(text: string, { open, close }: Marks): number {
  const places = [text.indexOf(open), text.indexOf(close)].filter((place) => place !== -1)
  return Math.min(text.length, ...places)
}

function endName(name: string): string {
  return name.replace(BEGINNINGS, (word) => (word === word.toUpperCase() ? 'END' : 'end'))
}

function uniqueMarks(marks: readonly Marks[]): readonly Marks[] {
  return marks.filter(
    (mark, index) =>
      marks.findIndex(({ open, close }) => open === mark.open && close === mark.close) === index,
  )
}

function escape(text: string): string {
  return text.replaceAll(/[|[\]]/g, '\\$&')
}
