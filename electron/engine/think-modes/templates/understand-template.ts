import { SAID } from './sample-conversations.ts'
import type { Setting, Shape } from './sample-conversations.ts'
import { answerMarks, endingOf, firstMark } from './thought-marks.ts'
import type { Ending, Marks } from './thought-marks.ts'
import { aroundThought, chooseMarks } from './choose-marks.ts'
import { readEfforts } from './read-efforts.ts'
import type { Effort } from './read-efforts.ts'

/** What a template writes between the messages. */
export type TurnTexts = {
  /** Before a system text and between it and the first question; null: it has no place, so the question carries it. */
  readonly system: { readonly before: string; readonly after: string } | null
  readonly beforeQuestion: string
  /** Before an answer of the history, and between it and the next question. */
  readonly beforeAnswer: string
  readonly afterAnswer: string
  /** Behind the newest question: what an answer or its thought begins behind. */
  readonly opening: string
}

export type ThoughtTexts = {
  readonly marks: Marks
  /** Marks around the answer behind a thought; null where there are none that could be seen. */
  readonly answerMarks: Marks | null
  /** Exactly what opens a thought behind `opening`, what closes it, and what stands between that and the answer. */
  readonly open: string
  readonly close: string
  readonly separator: string
  /** What stands behind `opening` when nothing is to be thought: a thought closed at once, or nothing. */
  readonly quick: string
  /** Old thoughts stay in the prompt. */
  readonly kept: boolean
}

/**
 * How a template switches its thoughts.
 * tail: at the end of the prompt. option: by what it says before the conversation. always: not at all; a thought can only
 * be closed by force. none: it knows of no thought.
 */
export type SwitchStyle = 'tail' | 'option' | 'always' | 'none'

export type TemplateReading = {
  readonly style: SwitchStyle
  readonly think: TurnTexts
  /** The same as `think` but for the style option. */
  readonly quick: TurnTexts
  readonly thought: ThoughtTexts | null
  /** What ends an answer, beside the model's own end. */
  readonly endOfAnswer: string
  /** The efforts it can be asked for, in rising order; empty where it knows none. */
  readonly efforts: readonly Effort[]
}

export type Sample = { readonly setting: Setting; readonly texts: Readonly<Record<Shape, string | null>> }

/**
 * Reads off a template's renderings of the sample conversations how it writes turns and thoughts, so that prompts can be
 * put together without running it again. null: it leaves out, repeats or turns around what was said.
 *
 * The end of the prompt is what tells think from quick: rendered with every setting that the template knows, it ends in an
 * open thought, behind a closed one, or bare. `source` is the template itself, in which marks are looked for by name.
 *
 * Example: with "enable_thinking" unset a template ends in "<|assistant|>", with false in "<|assistant|></think>", and a
 * thought stands between "<think>" and "</think>": thinking opens "<think>", quick is "</think>", style "tail".
 */
export function understandTemplate(source: string, samples: readonly Sample[]): TemplateReading | null {
  const settings = samples.flatMap((sample) => {
    const turns = turnsOf(sample)
    return turns === null ? [] : [{ ...sample, turns }]
  })
  const plain = settings[0]
  if (plain === undefined || plain.setting !== samples[0]?.setting) return null
  const marks = chooseMarks(source, settings)
  const endOfAnswer = endOf(plain)
  if (marks === null) {
    const turns = withOpening(plain.turns, plain.turns.opening)
    return { style: 'none', think: turns, quick: turns, thought: null, endOfAnswer, efforts: [] }
  }
  const judged = settings.map((each) => ({ ...each, ending: endingOf(each.turns.opening, marks) }))
  const chosen = chooseSettings(judged, marks)
  const { think, quick } = chosen
  const opening = openingOf(think, quick, marks)
  const isApart = chosen.style === 'tail' && !quick.turns.opening.includes(opening)
  const style = isApart ? 'option' : chosen.style
  const quickEnd = style === 'always' ? null : style === 'option' ? '' : behind(quick.turns.opening, opening)
  const written = thoughtTexts(think, opening, quickEnd, marks)
  const thought = { ...written, marks, answerMarks: answerMarks(source) }
  const thinkTurns = withOpening(think.turns, opening)
  const quickTurns = style === 'option' ? withOpening(quick.turns, quick.turns.opening) : thinkTurns
  const reading = { style, think: thinkTurns, quick: quickTurns, thought }
  return { ...reading, endOfAnswer, efforts: readEfforts(judged, reading) }
}

const OLD_THOUGHTS = ['old-thought', 'old-thought-part'] as const

/** A setting that the template can be used with, and how the prompt ends with it. */
export type Judged = Sample & { readonly turns: TurnTexts; readonly ending: Ending }

/** What follows an answer; where that is nothing, what the next question begins with. */
function endOf({ texts, turns }: Sample & { readonly turns: TurnTexts }): string {
  const end = texts.answered?.split(SAID.answer)[1] ?? ''
  return end.trim() === '' ? turns.afterAnswer : end
}

/** The settings to think with and to be quick with. */
function chooseSettings(
  all: readonly Judged[],
  marks: Marks,
): { readonly think: Judged; readonly quick: Judged; readonly style: SwitchStyle } {
  // The first sample sets nothing: what a template does by itself comes before what it can be asked for.
  const plain = all[0]!
  const open = all.find(({ ending }) => ending === 'open')
  const closed = all.find(({ ending }) => ending === 'closed')
  const bare = all.find(({ ending, setting }) => ending === 'bare' && setting.variable?.value !== 0)
  if (closed !== undefined) return { think: open ?? bare ?? closed, quick: closed, style: 'tail' }
  if (open !== undefined && bare !== undefined) return { think: open, quick: bare, style: 'tail' }
  if (open !== undefined) return { think: open, quick: open, style: 'always' }
  const [on, off] = optionPair(all, marks) ?? [plain, plain]
  return { think: on, quick: off, style: on === off ? 'always' : 'option' }
}

/** Two settings of one variable that differ in what stands before the conversation; the one that speaks of thoughts first. */
function optionPair(all: readonly Judged[], { open }: Marks): readonly [Judged, Judged] | null {
  for (const on of all) {
    const off = all.find(
      ({ setting }) =>
        setting.variable?.name === on.setting.variable?.name && setting.variable?.value === false,
    )
    if (on.setting.variable?.value !== true || off === undefined) continue
    const [onText, offText] = [headOf(on), headOf(off)]
    if (onText === offText) continue
    return offText.includes(open) && !onText.includes(open) ? [off, on] : [on, off]
  }
  return null
}

/** With a system text and without: some speak of thoughts only in the one that they begin with by themselves. */
function headOf({ texts }: Sample): string {
  return [texts.system, texts.question].map((text) => text?.split(SAID.question)[0] ?? '').join('\n')
}

/** Where answers begin, with and without a thought: white space before a thought belongs to it where quick has none. */
function openingOf(think: Judged, quick: Judged, marks: Marks): string {
  const whole = think.turns.opening.slice(0, firstMark(think.turns.opening, marks))
  return quick.turns.opening.includes(whole) ? whole : whole.trimEnd()
}

/** `quickEnd`: what the template itself writes for no thought; null where it has no way to. */
function thoughtTexts(
  think: Judged,
  opening: string,
  quickEnd: string | null,
  marks: Marks,
): Omit<ThoughtTexts, 'marks' | 'answerMarks'> {
  const shown = aroundThought(think.texts)
  const open = openText(
    think.turns.opening.slice(opening.length),
    behind(shown?.[1] ?? '', opening),
    quickEnd,
    marks,
  )
  const isSpaced = open.endsWith('\n')
  const unshown = { close: `${isSpaced ? '\n' : ''}${marks.close}`, separator: isSpaced ? '\n\n' : '' }
  const end = splitAt(shown?.[2] ?? '', marks.close)
  const quick = splitAt(quickEnd ?? '', marks.close)
  const close = end?.close ?? unshown.close
  const separator = (end ?? quick ?? unshown).separator
  return {
    open,
    close,
    separator,
    quick: quickEnd ?? `${open}${close}${separator}`,
    kept: OLD_THOUGHTS.some((shape) => think.texts[shape]?.includes(SAID.thought)),
  }
}

/** What opens a thought: as the prompt ends, as a thought is shown, or by the mark and the line it stands on. */
function openText(tail: string, shown: string, quickEnd: string | null, { open, close }: Marks): string {
  if (tail.includes(open)) return tail
  if (shown.includes(open)) return shown
  const isLine = open.endsWith(':') || quickEnd?.split(close)[0]?.includes(`${open}\n`) === true
  return isLine ? `${open}\n` : open
}

/** A text that holds a mark as the part up to and with it, and the part behind it. */
function splitAt(text: string, mark: string): { readonly close: string; readonly separator: string } | null {
  const place = text.indexOf(mark)
  if (place === -1) return null
  return { close: text.slice(0, place + mark.length), separator: text.slice(place + mark.length) }
}

/** null where the conversation is not shown as it was held. */
function turnsOf({ texts, setting }: Sample): TurnTexts | null {
  const turns = between(texts['follow-up'], [SAID.question, SAID.answer, SAID.next])
  const asked = between(texts.question, [SAID.question])
  if (turns === null || asked === null) return null
  const [beforeQuestion = '', beforeAnswer = '', afterAnswer = '', last = ''] = turns
  const system = between(texts.system, [SAID.system, SAID.question])
  // Some look for a word in the system text only.
  const end = setting.flag === null ? last : (system?.[2] ?? last)
  return {
    system: system === null ? null : { before: system[0]!, after: system[1]! },
    beforeQuestion,
    beforeAnswer,
    afterAnswer,
    opening: hasPrompt(texts, afterAnswer) ? end : openingWithoutPrompt(end, beforeAnswer),
  }
}

/** Where a prompt is written whether it is asked for or not, it also stands behind an answer that nothing follows. */
function hasPrompt(texts: Sample['texts'], afterAnswer: string): boolean {
  const end = texts.answered?.split(SAID.answer)[1] ?? ''
  return texts.bare !== texts.question || !afterAnswer.startsWith(end)
}

/**
 * Old templates know no prompt for an answer; then an answer begins as those of the history do. Without the space behind
 * it: tokenizers make that a part of the first word.
 */
function openingWithoutPrompt(end: string, beforeAnswer: string): string {
  const isMore = beforeAnswer.startsWith(end) && beforeAnswer.trim() !== end.trim()
  return isMore ? beforeAnswer.replace(/ +$/, '') : end
}

function withOpening(turns: TurnTexts, opening: string): TurnTexts {
  return { ...turns, opening }
}

/** What stands behind the `part` a text begins with, else behind its last; all of it where there is none. */
function behind(text: string, part: string): string {
  if (text.startsWith(part)) return text.slice(part.length)
  const place = part === '' ? -1 : text.lastIndexOf(part)
  return place === -1 ? text : text.slice(place + part.length)
}

/** The texts around these words, which must stand there once each and in this order; null where they do not. */
export function between(text: string | null, words: readonly string[]): readonly string[] | null {
  if (text === null) return null
  const pieces: string[] = []
  let rest = text
  for (const word of words) {
    const [before, ...others] = rest.split(word)
    if (before === undefined || others.length !== 1) return null
    pieces.push(before)
    rest = others[0]!
  }
  const all = [...pieces, rest]
  return words.some((word) => all.some((piece) => piece.includes(word))) ? null : all
}
