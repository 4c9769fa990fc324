import { basename } from 'node:path'
import { PonderError } from '../../contract/ponder-error.ts'
import { createPieceQueue } from '../text/piece-queue.ts'
import { checkImage, imageBroken, imageName } from './check-image.ts'
import { checkModelFile } from './check-model-file.ts'
import { checkProjectorFile } from './check-projector-file.ts'
import { heldOf, imageTokensOf } from './held-prompt.ts'
import type { HeldPrompt } from './held-prompt.ts'
import { joinPrompt } from './join-prompt.ts'
import type { JoinedPrompt } from './join-prompt.ts'
import { openLlamaNode } from './llama-node.ts'
import type { Completion, CompletionOptions, NativeModel } from './llama-node.ts'
import { loadFailed, visionFailed } from './native-problems.ts'
import { createWordReader } from './next-words.ts'
import { notFirst } from './not-first.ts'
import type { WordReader } from './next-words.ts'
import type { LoadedVisionModel, NextTokens, VisionEnd, VisionLoadRequest } from './vision-engine.ts'
import type { VisionPiece } from './vision-engine.ts'
import type { VisionPrompt, VisionRequest, WordProbability } from './vision-engine.ts'

type OpenModel = {
  readonly native: NativeModel
  readonly words: WordReader
  readonly contextSize: number
  readonly addsBeginning: boolean
}

type CountedPrompt = JoinedPrompt & { readonly tokens: number; readonly ids: readonly number[] }

/** The engine in this very process, for one model. Ponder runs it in a child only, which asks for one thing at a time. */
export function createLocalVisionEngine() {
  let open: OpenModel | null = null
  let running: Promise<unknown> = Promise.resolve()
  /** What was read last; null while that is unknown. */
  let held: HeldPrompt | null = null

  function ready(): OpenModel {
    if (open !== null) return open
    throw new PonderError({ code: 'no-model', message: 'No model is open.', remedy: 'Choose a model first.' })
  }

  /** Everything that the library does, so that `settled` can wait for it. */
  function track<Result>(work: Promise<Result>): Promise<Result> {
    running = Promise.allSettled([running, work])
    return work
  }

  async function count(model: OpenModel, prompt: VisionPrompt): Promise<CountedPrompt> {
    const joined = joinPrompt(prompt)
    for (const path of joined.images) await checkImage(path)
    try {
      const tokens = await track(model.native.tokenize(joined.text, joined.images))
      // With images the library counts the beginning itself.
      const beginning = joined.images.length === 0 && model.addsBeginning ? 1 : 0
      return { ...joined, tokens: tokens.length + beginning, ids: tokens }
    } catch (error) {
      if (joined.images.length === 0) throw visionFailed(error)
      throw imageBroken([...new Set(joined.images.map(imageName))].join(', '), error)
    }
  }

  async function* answer(request: VisionRequest, signal: AbortSignal): AsyncGenerator<VisionPiece, void> {
    const model = ready()
    const prompt = await fitting(model, request.prompt)
    if (signal.aborted) return
    const imageTokens = imageTokensOf(asHeld(prompt))
    yield { kind: 'reading', promptTokens: prompt.tokens, imageTokens, ...heldOf(asHeld(prompt), held) }
    if (signal.aborted) return

    held = null
    let text = ''
    let started: number | null = null
    const room = model.contextSize - prompt.tokens
    const allowed = Math.min(request.maxTokens, room)
    const grammar = await grammarOf(model.native, request.notFirst ?? [])
    const whole = { ...samplingOf(request), stop: request.stop, media_paths: prompt.images }
    let readTokens: number | null = null
    // A grammar holds for a whole completion, so the first token gets one of its own.
    const steps = grammar !== null && allowed > 1 ? [1, allowed - 1] : [allowed]
    let completion: Completion | null = null
    for (const [index, n_predict] of steps.entries()) {
      const options = {
        ...whole,
        prompt: prompt.text + text,
        n_predict,
        ...(grammar !== null && index === 0 ? { grammar } : {}),
      }
      for await (const piece of complete(model.native, options, signal)) {
        if (piece.kind === 'ended') completion = piece.completion
        else {
          started ??= performance.now()
          text += piece.text
          yield { ...piece, kind: 'answer' }
        }
      }
      readTokens ??= completion?.timings.prompt_n ?? null
      const goesOn = completion !== null && completion.stopped_limited && !completion.interrupted
      if (!goesOn || signal.aborted) break
    }
    if (completion === null) return
    const answer = await track(model.native.tokenize(text, []))
    if (!completion.interrupted) held = { ...asHeld(prompt), tokens: [...prompt.ids, ...answer] }
    yield {
      kind: 'finished',
      why: endOf(completion, request.maxTokens <= room),
      promptTokens: prompt.tokens,
      readTokens: Math.min(prompt.tokens, readTokens ?? prompt.tokens),
      answerTokens: answer.length,
      generateMs: started === null ? 0 : performance.now() - started,
    }
  }

  /** One completion of the library, its text as it comes. */
  async function* complete(
    native: NativeModel,
    options: CompletionOptions,
    signal: AbortSignal,
  ): AsyncGenerator<CompletionPiece, void> {
    const queue = createPieceQueue<string>()
    const stop = (): void => native.stop()
    const writing = track(native.complete(options, queue.push))
    void writing.then(queue.end, queue.fail)
    signal.addEventListener('abort', stop, { once: true })
    try {
      let streamed = ''
      let silent = 0
      for await (const text of queue) {
        silent += 1
        if (text === '') continue
        streamed += text
        yield { kind: 'text', text, tokens: silent }
        silent = 0
      }
      const completion = await writing
      // What might have become a stop word is held back, and left out of the stream when it did not.
      const rest = completion.text.slice(streamed.length)
      if (rest !== '') yield { kind: 'text', text: rest, tokens: silent }
      yield { kind: 'ended', completion }
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  /** llama.cpp would get stuck on a prompt that is too long. */
  async function fitting(model: OpenModel, prompt: VisionPrompt): Promise<CountedPrompt> {
    const counted = await count(model, prompt)
    if (counted.tokens < model.contextSize) return counted
    throw new PonderError({
      code: 'prompt-too-long',
      message: `This question with its images needs ${counted.tokens} tokens, but only ${model.contextSize - 1} fit before an answer.`,
      remedy: 'Leave out an image, shorten the text, or open the model with a larger context.',
    })
  }

  return {
    async load(request: VisionLoadRequest): Promise<LoadedVisionModel> {
      const started = performance.now()
      const model = await checkModelFile(request.modelPath)
      const { projector, imageSide } = await checkProjectorFile(request.projectorPath, model)
      const contextSize = Math.min(request.contextSize, model.trainedContextSize)
      try {
        const native = await track(openLlamaNode({ ...request, contextSize }))
        open = { native, words: createWordReader(native), contextSize, addsBeginning: model.addsBeginning }
      } catch (error) {
        if (error instanceof PonderError) throw error
        throw loadFailed(basename(request.modelPath), basename(request.projectorPath), error)
      }
      const loadMs = performance.now() - started
      return { architecture: model.architecture, projector, contextSize, imageSide, loadMs }
    },
    countTokens: async (prompt: VisionPrompt): Promise<number> => (await count(ready(), prompt)).tokens,
    answer,
    async nextWords(prompt: VisionPrompt, words: readonly string[]): Promise<readonly WordProbability[]> {
      const model = ready()
      const counted = await fitting(model, prompt)
      const told = await track(model.words.read(counted, words))
      held = asHeld(counted)
      return told
    },
    async nextTokens(prompt: VisionPrompt): Promise<NextTokens> {
      const model = ready()
      const counted = await fitting(model, prompt)
      const { probabilities, readTokens } = await track(model.words.likeliest(counted))
      held = asHeld(counted)
      const tokens = [...probabilities].map(([text, probability]) => ({
        text,
        probability: Math.min(1, probability),
      }))
      return { tokens, readTokens: Math.min(counted.tokens, readTokens) }
    },
    async tokensBehind(prompt: VisionPrompt, text: string): Promise<readonly string[] | null> {
      const { native } = ready()
      const { lastText } = joinPrompt(prompt)
      const before = await track(native.tokenize(lastText, []))
      const together = await track(native.tokenize(lastText + text, []))
      if (before.some((token, index) => token !== together[index])) return null
      const texts = []
      for (const token of together.slice(before.length)) texts.push(await native.detokenize([token]))
      return texts
    },
    settled: async (): Promise<void> => void (await running),
  }
}

async function grammarOf(native: NativeModel, tokens: readonly number[]): Promise<string | null> {
  const texts = []
  for (const token of tokens) texts.push(await native.detokenize([token]))
  // Half a character is none that a grammar could name.
  return notFirst(texts.filter((text) => !text.includes('\ufffd')))
}

type CompletionPiece =
  | { readonly kind: 'text'; readonly text: string; readonly tokens: number }
  | { readonly kind: 'ended'; readonly completion: Completion }

function asHeld({ ids, images }: CountedPrompt): HeldPrompt {
  return { tokens: ids, images }
}

function samplingOf({ temperature, seed }: VisionRequest) {
  // In llama.cpp the temperature alone does not make it greedy; a single candidate does.
  return temperature === 0 ? { top_k: 1 } : { top_k: 40, temperature, seed }
}

function endOf(completion: Completion, asked: boolean): VisionEnd {
  if (completion.interrupted) return 'stopped'
  if (completion.context_full) return 'context-full'
  if (completion.stopped_eos || completion.stopped_words) return 'complete'
  if (completion.stopped_limited) return asked ? 'answer-limit' : 'context-full'
  // It breaks off without a word when it cannot go on.
  throw visionFailed(new Error('the answer broke off'))
}
