import {
  DeepSeekChatWrapper,
  Gemma4ChatWrapper,
  GeneralChatWrapper,
  HarmonyChatWrapper,
  JinjaTemplateChatWrapper,
  LlamaText,
  MuseChatWrapper,
  QwenChatWrapper,
  SeedChatWrapper,
  SpecialTokensText,
  resolveChatWrapper,
} from 'node-llama-cpp'
import type { ChatWrapper, LlamaModel } from 'node-llama-cpp'
import type { SwitchStyle } from '../../contract/models.ts'
import type { ChosenTemplate } from './templates/choose-template.ts'
import { CHANNEL_FAMILIES, TURN_FAMILIES, familyOf } from './templates/known-families.ts'
import { readTemplate } from './templates/read-template.ts'
import { templateProblem } from './templates/template-problem.ts'
import { TemplateWrapper } from './templates/template-wrapper.ts'
import type { TemplateReading } from './templates/understand-template.ts'
import { styleOfReading, thoughtStyleOf } from './thought-style.ts'
import type { ThoughtStyle } from './thought-style.ts'
import { tagTexts } from './typed-tags.ts'
import { marksOfTokens, withUnnamedThought } from './unnamed-thought.ts'

export type ChosenWrapper = {
  readonly wrapper: ChatWrapper
  readonly style: ThoughtStyle
  readonly switchStyle: SwitchStyle
  /** The same for each effort that can be asked for, in rising order. */
  readonly efforts: readonly WrapperOfEffort[]
  /** Its template tells the model of functions that it may call. */
  readonly takesTools: boolean
  /** What it is instead if the model turns out to open a thought that its template does not name; null: it has no mark for one. */
  readonly unnamed: UnnamedThought | null
}

export type UnnamedThought = {
  readonly mark: string
  readonly wrapper: ChatWrapper
  readonly style: ThoughtStyle
}

export type WrapperOfEffort = {
  readonly name: string
  readonly wrapper: ChatWrapper
  readonly style: ThoughtStyle
}

/** What writes a family's prompts. */
type Makers = {
  readonly make: () => ChatWrapper
  readonly efforts: readonly { readonly name: string; readonly make: () => ChatWrapper }[]
}

const makers: Readonly<Record<keyof typeof CHANNEL_FAMILIES | keyof typeof TURN_FAMILIES, Makers>> = {
  muse: {
    make: () => new MuseChatWrapper(),
    efforts: CHANNEL_FAMILIES.muse.efforts.map((name) => ({
      name,
      make: () => new MuseChatWrapper({ reasoningStrength: name }),
    })),
  },
  harmony: {
    make: () => new HarmonyChatWrapper(),
    efforts: CHANNEL_FAMILIES.harmony.efforts.map((name) => ({
      name,
      make: () => new HarmonyChatWrapper({ reasoningEffort: name }),
    })),
  },
  gemma4: { make: () => new Gemma4ChatWrapper(), efforts: [] },
  qwen: { make: () => new QwenChatWrapper(), efforts: [] },
  deepSeek: { make: () => new DeepSeekChatWrapper(), efforts: [] },
  seed: { make: () => new SeedChatWrapper(), efforts: [] },
}

/**
 * What writes this model's prompts: node-llama-cpp's own wrapper for the families of channels, else one made from what its
 * template shows. Never node-llama-cpp's generic Jinja wrapper, which renders an empty thought for thinking templates, so
 * switches thinking off in silence, and runs the template where nothing could stop it.
 */
export async function chooseWrapper(
  model: LlamaModel,
  template: ChosenTemplate,
  name: string,
  signal: AbortSignal,
): Promise<ChosenWrapper> {
  const chosen = await choose(model, template, name, signal)
  if (chosen.wrapper instanceof JinjaTemplateChatWrapper)
    throw new Error('The generic Jinja wrapper would switch thinking off in silence.')
  return chosen
}

async function choose(
  model: LlamaModel,
  { from, text }: ChosenTemplate,
  name: string,
  signal: AbortSignal,
): Promise<ChosenWrapper> {
  if (text === null)
    return { ...ofLibrary(wrapperWithoutTemplate(model), false), takesTools: false, unnamed: null }
  const channels = familyOf(text, CHANNEL_FAMILIES)
  // What is not carried out here can only be asked for the word.
  const namesTools = /\btools\b/.test(text)
  if (channels !== undefined) return { ...ofFamily(makers[channels]), takesTools: namesTools, unnamed: null }
  const specials = { bos: model.tokens.bosString ?? '', eos: model.tokens.eosString ?? '' }
  const result = await readTemplate(text, specials, signal)
  signal.throwIfAborted()
  if (result.kind === 'read') {
    const called = from === 'own' ? 'Own template' : from
    const made = ofReading(model, result.reading, called)
    const unnamed = unnamedThought(model, result.reading, called)
    return { ...made, takesTools: result.takesTools, unnamed }
  }
  const turns = result.problem.kind === 'broken' ? familyOf(text, TURN_FAMILIES) : undefined
  if (turns === undefined) throw templateProblem(name, result.problem)
  return { ...ofFamily(makers[turns]), takesTools: namesTools, unnamed: null }
}

type Written = Omit<ChosenWrapper, 'takesTools' | 'unnamed'>

function ofFamily({ make, efforts }: Makers): Written {
  return {
    ...ofLibrary(make(), true),
    efforts: efforts.map((effort) => {
      const wrapper = effort.make()
      return { name: effort.name, wrapper, style: thoughtStyleOf(wrapper, true) }
    }),
  }
}

function ofLibrary(wrapper: ChatWrapper, thinks: boolean): Written {
  const style = thoughtStyleOf(wrapper, thinks)
  return { wrapper, style, switchStyle: style.kind === 'none' ? 'none' : 'tail', efforts: [] }
}

function ofReading(model: LlamaModel, reading: TemplateReading, name: string): Written {
  const options = {
    name,
    bos: model.tokens.bosString ?? '',
    alwaysBegins: model.tokens.shouldPrependBosToken,
    opensUnseen: reading.thought !== null && isUnseen(model, reading.thought.marks.open),
    ends: endsOfAnswer(model, reading.endOfAnswer),
  }
  const made = (each: TemplateReading) => ({
    wrapper: new TemplateWrapper({ ...options, reading: each }),
    style: styleOfReading(each),
  })
  return {
    ...made(reading),
    switchStyle: reading.style,
    efforts: reading.efforts.map((effort) => ({ name: effort.name, ...made({ ...reading, ...effort }) })),
  }
}

function unnamedThought(model: LlamaModel, reading: TemplateReading, name: string): UnnamedThought | null {
  const marks = reading.thought === null ? marksOfTokens(tagTexts(model)) : null
  if (marks === null) return null
  const { wrapper, style } = ofReading(model, withUnnamedThought(reading, marks), name)
  return { mark: marks.open, wrapper, style }
}

/** A mark that is one token without text of its own. */
function isUnseen(model: LlamaModel, mark: string): boolean {
  const [token, ...others] = model.tokenize(mark, true)
  return token !== undefined && others.length === 0 && model.isSpecialToken(token)
}

/** The first token behind an answer that is none of its words; where there is none, the whole text. */
function endsOfAnswer(model: LlamaModel, text: string): readonly LlamaText[] {
  const parts = new SpecialTokensText(text).tokenizeSpecialTokensOnly(model.tokenizer)
  const token = parts.find((part) => typeof part !== 'string')
  if (token !== undefined) return [LlamaText(new SpecialTokensText(model.detokenize([token], true)))]
  return text.trim() === '' ? [] : [LlamaText(text.trimEnd())]
}

/** By what the file says of its architecture and name. */
function wrapperWithoutTemplate(model: LlamaModel): ChatWrapper {
  const { fileInfo } = model
  const tokenizer = { ...fileInfo.metadata.tokenizer, chat_template: '' }
  const wrapper = resolveChatWrapper({
    bosString: model.tokens.bosString,
    ...(model.filename === undefined ? {} : { filename: model.filename }),
    fileInfo: { ...fileInfo, metadata: { ...fileInfo.metadata, tokenizer } },
    tokenizer: model.tokenizer,
    noJinja: true,
    warningLogs: false,
  })
  return wrapper ?? new GeneralChatWrapper()
}
