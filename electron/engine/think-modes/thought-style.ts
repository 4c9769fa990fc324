import { LlamaText, SpecialTokensText } from 'node-llama-cpp'
import type { ChatWrapper } from 'node-llama-cpp'

/** How a model's template writes a thought, as far as Ponder has to know it. */
export type ThoughtStyle =
  /** No thought channel: there is nothing to switch. */
  | { readonly kind: 'none' }
  /**
   * The wrapper has thought segments.
   * `separator`: what the model was trained to see between a closed thought and its answer; null = left to the wrapper.
   * `quickTail`: how "no thought" is written: a thought that is closed at once, or an answer that is begun.
   */
  | {
      readonly kind: 'segments'
      readonly open: LlamaText
      readonly close: LlamaText
      readonly separator: string | null
      readonly quickTail: 'closed-thought' | 'begun-answer'
    }

/** Reads the style off a wrapper. `templateThinks`: false for a model whose template never speaks of a thought. */
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
  }
}

/** The exact text of a finished thought, separator included; null when the wrapper writes it better itself. */
export function rawThought(style: ThoughtStyle, thought: string): LlamaText | null {
  if (style.kind === 'none' || style.separator === null) return null
  return LlamaText([style.open, thought, style.close, new SpecialTokensText(style.separator)])
}
