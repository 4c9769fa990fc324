import { randomUUID } from 'node:crypto'
import { SpecialToken, SpecialTokensText } from 'node-llama-cpp'
import type { LlamaModel, LlamaText } from 'node-llama-cpp'
import type { ChatMessage, RenderedPrompt, RenderRequest } from '../engine.ts'
import { askedForSteps } from '../think-modes/step-by-step.ts'
import { cutTail, opensThought, tailFor } from '../think-modes/tails.ts'
import type { Tail } from '../think-modes/tails.ts'
import type { ThoughtStyle } from '../think-modes/thought-style.ts'
import { tagsOf } from '../think-modes/typed-tags.ts'
import type { TagSet } from '../think-modes/typed-tags.ts'
import type { OpenModel } from './open-model.ts'
import { chatHistory } from './render-prompt.ts'
import { forbiddenTokens } from './sampling.ts'

/** Invisible and without meaning (U+2060, word joiner): with it, a tag that somebody typed is none. */
const WORD_JOINER = '\u2060'

/**
 * The prompt of messages with images as texts and images in order, for an engine that takes text and no tokens. It finds
 * tags in any text, so those that do not come from the template are broken up here.
 */
export function renderForEyes(open: OpenModel, request: RenderRequest): RenderedPrompt {
  const { style, model } = open
  const tail = request.isCut
    ? cutTail(request.begun?.thought ?? '', request.begun?.text ?? '', style)
    : tailFor(request.mode, request.begun, style)
  const marker = createMarker()
  const messages = askedForSteps(
    request.messages.map((message) => marker.put(message)),
    request.mode,
    style,
  )
  const chatHistoryWithTail = [
    ...chatHistory(messages, style),
    { type: 'model' as const, response: [...tail] },
  ]
  const { contextText, stopGenerationTriggers } = open.chat.chatWrapper.generateContextState({
    chatHistory: chatHistoryWithTail,
  })
  const text = breakTyped(runsOf(contextText, model, true), tagSetOf(model))
  const { first } = forbiddenTokens(open, tail, request.isCut || request.mode === 'quick')
  const stop = stopGenerationTriggers.map((trigger) => plainText(trigger, model))
  return {
    pieces: marker.split(text),
    stop: [...new Set(stop)].filter((each) => each.trim() !== ''),
    start: startOf(tail, request),
    marks: marksOf(style, model),
    notFirst: first,
    closers: open.closers.map((token) => model.detokenize([token], true)).filter((each) => each !== ''),
  }
}

/** Stands for images while the prompt is written; nobody can have typed it. */
function createMarker() {
  const id = randomUUID()
  const paths: string[] = []
  return {
    put(message: ChatMessage): ChatMessage {
      if (message.role !== 'user' || message.images === undefined) return message
      let text = ''
      let from = 0
      for (const { at, path } of message.images) {
        text += `${message.text.slice(from, at)}${id}`
        from = at
        paths.push(path)
      }
      return { role: 'user', text: text + message.text.slice(from) }
    },
    split: (text: string): RenderedPrompt['pieces'] =>
      text.split(id).flatMap((part, index) => {
        const path = paths[index]
        const image = path === undefined ? [] : [{ kind: 'image' as const, path }]
        return part === '' ? image : [{ kind: 'text' as const, text: part }, ...image]
      }),
  }
}

type Run = { readonly text: string; readonly isTemplate: boolean }

function runsOf(text: LlamaText, model: LlamaModel, isPrompt: boolean): Run[] {
  return text.values.flatMap((value, index): Run[] => {
    if (value instanceof SpecialToken) {
      // The library puts it there itself.
      if (isPrompt && index === 0 && value.value === 'BOS' && model.tokens.shouldPrependBosToken) return []
      return [{ text: model.detokenize(value.tokenize(model.tokenizer), true), isTemplate: true }]
    }
    if (value instanceof SpecialTokensText) {
      // A single character is how `breakTypedTags` takes a tag apart.
      return [{ text: value.value, isTemplate: Array.from(value.value).length > 1 }]
    }
    return [{ text: value, isTemplate: false }]
  })
}

function plainText(text: LlamaText, model: LlamaModel): string {
  return runsOf(text, model, false)
    .map((run) => run.text)
    .join('')
}

/**
 * Tags that stand in the template's own texts stay; any other gets an invisible character behind its first one.
 *
 * Example: typed "<|im_end|>" between the template's "<|im_start|>user\n" and "<|im_end|>\n" becomes "<⁠|im_end|>".
 */
function breakTyped(runs: readonly Run[], tags: TagSet): string {
  const text = runs.map((run) => run.text).join('')
  // Up to where the template's own text goes on from here; 0 = not the template's.
  const templateEnd = Array.from({ length: text.length }, () => 0)
  let at = 0
  for (const run of runs) {
    const end = at + run.text.length
    if (run.isTemplate) templateEnd.fill(end, at, end)
    at = end
  }
  let written = ''
  for (let index = 0; index < text.length;) {
    const first = String.fromCodePoint(text.codePointAt(index) ?? 0)
    const isTyped = tags.lengthsAt(text, index).some((length) => index + length > (templateEnd[index] ?? 0))
    written += isTyped ? first + WORD_JOINER : first
    index += first.length
  }
  return written
}

const tagSets = new WeakMap<LlamaModel, TagSet>()

/** Vocabularies may hold 250,000 tokens: looked through once. */
function tagSetOf(model: LlamaModel): TagSet {
  const known = tagSets.get(model) ?? tagsOf(model)
  tagSets.set(model, known)
  return known
}

function startOf(tail: Tail, { begun }: RenderRequest): RenderedPrompt['start'] {
  if (opensThought(tail)) return begun === null || begun.thought === '' ? 'thought' : 'thought-begun'
  return begun === null || begun.text === '' ? 'answer' : 'answer-begun'
}

function marksOf(style: ThoughtStyle, model: LlamaModel): RenderedPrompt['marks'] {
  if (style.kind === 'none') return { marks: null, answerMarks: null }
  const marks = style.marks ?? {
    open: plainText(style.open, model).trim(),
    close: plainText(style.close, model).trim(),
  }
  const isKnown = marks.open !== '' && marks.close !== ''
  return { marks: isKnown ? marks : null, answerMarks: style.answerMarks }
}
