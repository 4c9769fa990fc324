import type { LoadedModel } from '../../contract/models.ts'
import type {
  ChatMessage,
  EnginePiece,
  GenerateRequest,
  LoadRequest,
  ModeChoice,
  RenderRequest,
} from '../engine.ts'
import { stoppedUnread } from '../stopped-unread.ts'
import { countReadBefore } from '../read-before.ts'
import type { TextEngine, TextEngineStatus } from '../text-engine.ts'
import { modeByChoice } from '../think-modes/mode-by-choice.ts'
import type { NextTokens } from '../vision/vision-engine.ts'
import { answerAboutImages } from './answer-about-images.ts'
import { decideAboutImages } from './decide-about-images.ts'
import { createImageHalf } from './image-half.ts'
import type { Eyes, ImageHalfParts } from './image-half.ts'
import { createImageTokens } from './image-tokens.ts'
import { nextBeginning } from './next-beginning.ts'

/** Both halves of a model behind one door: words go to the text engine, words with images to the vision engine. */
export type SeeingEngine = TextEngine & {
  /** As far as that is known before. */
  readonly willLook: (messages: readonly ChatMessage[]) => boolean
  /** Tokens that one image takes. */
  readonly imageTokens: (path: string) => Promise<number>
  /** What may come next behind a prompt with or without images. */
  readonly nextTokens: (request: RenderRequest, signal: AbortSignal) => Promise<NextTokens>
  /** As `tokensBehind` of the vision engine. */
  readonly tokensBehind: (
    request: RenderRequest,
    text: string,
    signal: AbortSignal,
  ) => Promise<readonly string[] | null>
}

type Parts = Omit<ImageHalfParts, 'render'> & { readonly text: TextEngine }

/**
 * The open model with its image half. The text half writes every prompt, by the model's own template and think modes, so
 * a question with images is asked exactly as one without.
 */
export function openSeeingEngine({ text, ...parts }: Parts): SeeingEngine {
  const half = createImageHalf({ ...parts, render: text.render }, () => tell(last))
  let request: LoadRequest | null = null
  let model: LoadedModel | null = null
  /** How a question with images was asked last. */
  let lastWay: Pick<RenderRequest, 'mode' | 'effort'> = { mode: 'plain', effort: null }
  /** Ends the running thought; null when none is running. */
  let answerNow: AbortController | null = null
  const listeners = new Set<(status: TextEngineStatus) => void>()
  let last: TextEngineStatus = { kind: 'empty' }

  function tell(status: TextEngineStatus): void {
    last = status
    const told = status.kind === 'ready' ? { ...status, model: withSight(status.model) } : status
    for (const listener of listeners) listener(told)
  }
  text.onStatus((status) => {
    if (status.kind === 'ready') model = status.model
    else if (status.kind === 'empty' || status.kind === 'failed') {
      model = null
      half.belongTo(null)
    }
    tell(status)
  })

  function withSight(loaded: LoadedModel): LoadedModel {
    return { ...loaded, sight: half.sight() }
  }

  const eyes = (signal: AbortSignal): Promise<Eyes> => half.eyes(model, signal)

  async function countWithEyes(messages: readonly ChatMessage[]): Promise<number> {
    const { vision, write } = await eyes(NEVER)
    const asked = { messages, mode: 'plain', effort: null, begun: null, isCut: false } as const
    return vision.countTokens((await write(asked, NEVER)).prompt, NEVER)
  }
  let imageTokens = createImageTokens(countWithEyes)

  async function decide(
    { messages, effort = null }: GenerateRequest,
    choice: ModeChoice,
    signal: AbortSignal,
  ) {
    if (model?.thinking.decidesItself !== true) {
      const told = await text.decideThinking(messages.map(withoutImages), signal, effort)
      return { ...told, mode: modeByChoice(choice, told.pThink), readTokens: 0 }
    }
    const told = await decideAboutImages(await eyes(signal), messages, effort, signal)
    half.looksAt(imagesOf(messages))
    return { ...told, by: 'own-decision', mode: modeByChoice(choice, told.pThink) } as const
  }

  async function* generate(asked: GenerateRequest, signal: AbortSignal): AsyncGenerator<EnginePiece, void> {
    const images = imagesOf(asked.messages)
    if (images.length === 0) {
      yield* text.generate(asked, signal)
      return
    }
    answerNow = new AbortController()
    try {
      let readBefore = 0
      let request = asked
      if (asked.choice !== undefined) {
        const { readTokens, ...decided } = await decide(asked, asked.choice, signal)
        readBefore = readTokens
        yield { kind: 'decided', ...decided }
        request = { ...asked, mode: decided.mode }
      }
      lastWay = { mode: request.mode, effort: request.effort ?? null }
      const opened = await eyes(signal)
      const contextSize = model?.contextSize ?? 0
      const parts = { eyes: opened, contextSize, answerNow: answerNow.signal }
      for await (const piece of answerAboutImages(parts, request, signal)) {
        if (piece.kind === 'finished') half.looksAt(piece.why === 'stopped' ? null : images)
        yield countReadBefore(piece, readBefore)
      }
    } catch (error) {
      if (!signal.aborted) throw error
      yield stoppedUnread
    } finally {
      answerNow = null
    }
  }

  return {
    ...text,
    async *load(wanted, signal) {
      request = wanted
      imageTokens = createImageTokens(countWithEyes)
      half.belongTo(wanted)
      for await (const piece of text.load(wanted, signal))
        yield piece.kind === 'loaded' ? { ...piece, model: withSight(piece.model) } : piece
    },
    onStatus: (listen) => void listeners.add(listen),
    generate,
    async endThought() {
      answerNow?.abort()
      await text.endThought()
    },
    async decideThinking(messages, signal, effort = null, lane = 'chat') {
      const images = imagesOf(messages)
      if (images.length === 0 || model?.thinking.decidesItself !== true)
        return text.decideThinking(messages.map(withoutImages), signal, effort, lane)
      const { pThink, ms } = await decideAboutImages(await eyes(signal), messages, effort, signal)
      half.looksAt(images)
      return { pThink, by: 'own-decision', ms }
    },
    async countTokens(messages) {
      let tokens = await text.countTokens(messages.map(withoutImages))
      for (const path of imagesOf(messages)) tokens += await imageTokens(path)
      return tokens
    },
    imageTokens: (path) => imageTokens(path),
    async prepare(messages, signal) {
      const images = imagesOf(messages)
      if (images.length === 0) return text.prepare(messages, signal)
      // Idle time is not for looking at images again.
      if (half.willLook(images)) return
      // A question that comes meanwhile waits until it is read: a long answer is read when the question is there.
      if ((messages.at(-1)?.text.length ?? 0) > MOST_READ_AGAIN) return
      const opened = await eyes(signal)
      // Not given up: the next question needs it in any case, and giving up ends the child.
      await opened.vision.nextTokens(await nextBeginning(opened, messages, lastWay, signal), NEVER)
    },
    restart() {
      half.belongTo(request)
      text.restart()
    },
    async close() {
      await Promise.all([text.close(), half.close()])
    },
    willLook: (messages) => half.willLook(imagesOf(messages)),
    async nextTokens(asked, signal) {
      const { vision, write } = await eyes(signal)
      const { prompt } = await write(asked, signal)
      const told = await vision.nextTokens(prompt, signal)
      half.looksAt(imagesOf(asked.messages))
      return told
    },
    async tokensBehind(asked, behind, signal) {
      const { vision, write } = await eyes(signal)
      return vision.tokensBehind((await write(asked, signal)).prompt, behind, signal)
    },
  }
}

const NEVER = new AbortController().signal
/** Characters of an answer that is read again in idle time; about a hundred tokens. */
const MOST_READ_AGAIN = 400

function imagesOf(messages: readonly ChatMessage[]): string[] {
  return messages.flatMap((message) =>
    message.role === 'user' ? (message.images ?? []).map(({ path }) => path) : [],
  )
}

function withoutImages(message: ChatMessage): ChatMessage {
  return message.role === 'user' ? { role: 'user', text: message.text } : message
}
