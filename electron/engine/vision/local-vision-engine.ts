import { basename } from 'node:path'
import { PonderError } from '../../contract/ponder-error.ts'
import { createPieceQueue } from '../text/piece-queue.ts'
import { checkImage, imageBroken } from './check-image.ts'
import { checkModelFile } from './check-model-file.ts'
import { checkProjectorFile } from './check-projector-file.ts'
import { joinPrompt } from './join-prompt.ts'
import type { JoinedPrompt } from './join-prompt.ts'
import { openLlamaNode } from './llama-node.ts'
import type { Completion, NativeModel } from './llama-node.ts'
import { loadFailed, visionFailed } from './native-problems.ts'
import { createWordReader } from './next-words.ts'
import type { WordReader } from './next-words.ts'
import type { LoadedVisionModel, VisionEnd, VisionLoadRequest, VisionPiece } from './vision-engine.ts'
import type { VisionPrompt, VisionRequest, WordProbability } from './vision-engine.ts'

type OpenModel = {
  readonly native: NativeModel
  readonly words: WordReader
  readonly contextSize: number
  readonly addsBeginning: boolean
}

type CountedPrompt = JoinedPrompt & { readonly tokens: number }

/** The engine in this very process, for one model. Ponder runs it in a child only, which asks for one thing at a time. */
export function createLocalVisionEngine() {
  let open: OpenModel | null = null
  let running: Promise<unknown> = Promise.resolve()

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
      return { ...joined, tokens: tokens.length + beginning }
    } catch (error) {
      if (joined.images.length === 0) throw visionFailed(error)
      throw imageBroken(joined.images.map((path) => basename(path)).join(', '), error)
    }
  }

  async function* answer(request: VisionRequest, signal: AbortSignal): AsyncGenerator<VisionPiece, void> {
    const model = ready()
    const prompt = await fitting(model, request.prompt)
    if (signal.aborted) return
    yield { kind: 'reading', promptTokens: prompt.tokens }
    if (signal.aborted) return

    const room = model.contextSize - prompt.tokens
    const queue = createPieceQueue<string>()
    const stop = (): void => model.native.stop()
    const writing = track(
      model.native.complete(
        {
          prompt: prompt.text,
          media_paths: prompt.images,
          n_predict: Math.min(request.maxTokens, room),
          stop: request.stop,
          ...samplingOf(request),
        },
        queue.push,
      ),
    )
    void writing.then(queue.end, queue.fail)
    signal.addEventListener('abort', stop, { once: true })
    try {
      let streamed = ''
      let first: number | null = null
      for await (const text of queue) {
        first ??= performance.now()
        streamed += text
        if (text !== '') yield { kind: 'answer', text }
      }
      const completion = await writing
      // What might have become a stop word is held back, and left out of the stream when it did not.
      const rest = completion.text.slice(streamed.length)
      if (rest !== '') yield { kind: 'answer', text: rest }
      const generateMs = first === null ? 0 : performance.now() - first
      yield {
        kind: 'finished',
        why: endOf(completion, request.maxTokens <= room),
        promptTokens: prompt.tokens,
        readTokens: Math.min(prompt.tokens, completion.timings.prompt_n),
        answerTokens: (await track(model.native.tokenize(completion.text, []))).length,
        generateMs,
      }
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
      const { projector } = await checkProjectorFile(request.projectorPath, model)
      const contextSize = Math.min(request.contextSize, model.trainedContextSize)
      try {
        const native = await track(openLlamaNode({ ...request, contextSize }))
        open = { native, words: createWordReader(native), contextSize, addsBeginning: model.addsBeginning }
      } catch (error) {
        if (error instanceof PonderError) throw error
        throw loadFailed(basename(request.modelPath), basename(request.projectorPath), error)
      }
      const loadMs = performance.now() - started
      return { architecture: model.architecture, projector, contextSize, loadMs }
    },
    countTokens: async (prompt: VisionPrompt): Promise<number> => (await count(ready(), prompt)).tokens,
    answer,
    async nextWords(prompt: VisionPrompt, words: readonly string[]): Promise<readonly WordProbability[]> {
      const model = ready()
      return track(model.words.read(await fitting(model, prompt), words))
    },
    settled: async (): Promise<void> => void (await running),
  }
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
