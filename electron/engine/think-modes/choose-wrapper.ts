import {
  DeepSeekChatWrapper,
  Gemma4ChatWrapper,
  HarmonyChatWrapper,
  JinjaTemplateChatWrapper,
  QwenChatWrapper,
  SeedChatWrapper,
  resolveChatWrapper,
} from 'node-llama-cpp'
import type { ChatWrapper, LlamaModel } from 'node-llama-cpp'

export type ChosenWrapper = {
  readonly wrapper: ChatWrapper
  /** The template speaks of a thought; a wrapper may know thoughts that this model was never taught. */
  readonly templateThinks: boolean
}

/** Marks of a family in its template, and the wrapper that writes it. */
type Family = { readonly marks: readonly string[]; readonly make: () => ChatWrapper }

/** One way of writing each: marks are enough, and the slow comparison below (about a second) is saved. */
const PLAIN_FAMILIES: readonly Family[] = [
  { marks: ['<|im_start|>', '</think>'], make: () => new QwenChatWrapper() },
  { marks: ['<｜User｜>', '</think>'], make: () => new DeepSeekChatWrapper() },
]

/** Written differently from version to version: compared first, and by their marks where nothing fits. */
const OTHER_FAMILIES: readonly Family[] = [
  { marks: ['<seed:think>'], make: () => new SeedChatWrapper() },
  { marks: ['<|start|>', '<|channel|>', '<|message|>'], make: () => new HarmonyChatWrapper() },
  { marks: ['<|turn>', '<|channel>'], make: () => new Gemma4ChatWrapper() },
]

/**
 * The wrapper that writes this model's prompts. Thinking families are never left to the generic Jinja wrapper: that one
 * renders an empty thought for them, which silently turns thinking off.
 */
export function chooseWrapper(model: LlamaModel): ChosenWrapper {
  const template = model.fileInfo.metadata.tokenizer?.chat_template ?? ''
  const plain = familyOf(template, PLAIN_FAMILIES)
  if (plain !== undefined) return { wrapper: plain.make(), templateThinks: true }
  const wrapper = resolveChatWrapper(model)
  const other = familyOf(template, OTHER_FAMILIES)
  if (other === undefined) return { wrapper, templateThinks: wrapper.wrapperName === 'Muse' }
  const isGeneric =
    wrapper instanceof JinjaTemplateChatWrapper || wrapper.settings.segments?.thought === undefined
  return { wrapper: isGeneric ? other.make() : wrapper, templateThinks: true }
}

function familyOf(template: string, families: readonly Family[]): Family | undefined {
  return families.find(({ marks }) => marks.every((mark) => template.includes(mark)))
}
