import { LlamaText, SpecialTokensText } from 'node-llama-cpp'
import type { ChatWrapper } from 'node-llama-cpp'
import type { Marks } from './templates/thought-marks.ts'
import type { TemplateReading } from './templates/understand-template.ts'

/** How a model's template writes a thought, as far as Ponder has to know it. */
export type ThoughtStyle =
  /** No thought channel: there is nothing to switch. */
  | { readonly kind: 'none' }
  /**
   * The wrapper has thought segments.
   * `separator`: what the model was trained to see between a closed thought and its answer; null = left to the wrapper.
   * `quickTail`: how "no thought" is written: a thought that is closed at once, or an answer that is begun.
   * `quick`: exactly what a thought that is closed at once looks like; null = `open`, `close` and `separator` in a row.
   * `marks`, `answerMarks`: as the model writes them in its text; null = known to the wrapper alone, or none.
   */
  | {
      readonly kind: 'segments'
      readonly open: LlamaText
      readonly close: LlamaText
      readonly separator: string | null
      readonly quickTail: 'closed-thought' | 'begun-answer'
      readonly quick: LlamaText | null
      readonly marks: Marks | null
      readonly answerMarks: Marks | null
    }

/** Reads the style off a wrapper of node-llama-cpp's. `templateThinks`: false for a model that never speaks of a thought. */
export function thoughtStyleOf(wrapper: ChatWrapper, templateThinks: boolean): ThoughtStyle {
  const thought = wrapper.settings.segments?.thought
  if (!templateThinks || thought?.prefix === undefined || thought.suffix === undefined)
    return { kind: 'none' }
  if (
    typeof thought.prefix === 'object' &&
    'type' in thought.prefix &&
    thought.prefix.type === 'openedOnStart'
  ) {
    return { kind: 'none' }
  }
  // The only other shape of a prefix is text; the type keeps both because a wrapper may be written by hand.
  const open = LlamaText(thought.prefix as string | LlamaText)
  const close = LlamaText(thought.suffix)
  const beginsAnswer = wrapper.wrapperName === 'Harmony' || wrapper.wrapperName === 'Muse'
  return {
    kind: 'segments',
    open,
    close,
    separator: wrapper.wrapperName === 'Qwen' ? '\n\n' : null,
    quickTail: beginsAnswer ? 'begun-answer' : 'closed-thought',
    quick: null,
    marks: null,
    answerMarks: null,
  }
}

/** The style of a template that was read. */
export function styleOfReading({ thought }: TemplateReading): ThoughtStyle {
  if (thought === null) return { kind: 'none' }
  return {
    kind: 'segments',
    open: special(thought.open),
    close: special(thought.close),
    separator: thought.separator,
    quickTail: thought.quick === '' ? 'begun-answer' : 'closed-thought',
    quick: special(thought.quick),
    marks: thought.marks,
    answerMarks: thought.answerMarks,
  }
}

/** The exact text of a finished thought, separator included; null when the wrapper writes it better itself. */
export function rawThought(style: ThoughtStyle, thought: string): LlamaText | null {
  if (style.kind === 'none' || style.separator === null) return null
  if (thought === '' && style.quick !== null) return style.quick
  return LlamaText([style.open, thought, style.close, special(style.separator)])
}

function special(text: string): LlamaText {
  return LlamaText(new SpecialTokensText(text))
}
