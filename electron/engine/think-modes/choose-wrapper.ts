import {
  DeepSeekChatWrapper,
  Gemma4ChatWrapper,
  HarmonyChatWrapper,
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

/** Marks of each family in its template, and the wrapper that writes it. The first whose marks are all there wins. */
const FAMILIES: readonly { readonly marks: readonly string[]; readonly make: () => ChatWrapper }[] = [
  { marks: ['<seed:think>'], make: () => new SeedChatWrapper() },
  { marks: ['<|start|>', '<|channel|>', '<|message|>'], make: () => new HarmonyChatWrapper() },
  { marks: ['<|turn>', '<|channel>'], make: () => new Gemma4ChatWrapper() },
  { marks: ['<|im_start|>', '</think>'], make: () => new QwenChatWrapper() },
  { marks: ['<｜User｜>', '</think>'], make: () => new DeepSeekChatWrapper() },
]

/**
 * The wrapper that writes this model's prompts. Thinking families are constructed by their marks and never left to
 * the generic Jinja wrapper: that one renders an empty thought for them, which silently turns thinking off.
 * It also saves most models the slow comparison (about a second) of their template with every wrapper.
 */
export function chooseWrapper(model: LlamaModel): ChosenWrapper {
  const template = model.fileInfo.metadata.tokenizer?.chat_template ?? ''
  const family = FAMILIES.find(({ marks }) => marks.every((mark) => template.includes(mark)))
  if (family !== undefined) return { wrapper: family.make(), templateThinks: true }
  const wrapper = resolveChatWrapper(model)
  return { wrapper, templateThinks: wrapper.wrapperName === 'Muse' }
}
