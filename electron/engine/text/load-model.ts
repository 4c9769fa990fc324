import { setTimeout } from 'node:timers/promises'
import { LlamaChat } from 'node-llama-cpp'
import type { ChatWrapper, LlamaContext, LlamaContextSequence, LlamaModel } from 'node-llama-cpp'
import type { Device } from '../../contract/devices.ts'
import type { LoadedModel, Thinking } from '../../contract/models.ts'
import { readModelHeader } from '../../model-files/header/read-model-header.ts'
import type { LoadRequest } from '../engine.ts'
import { chooseWrapper } from '../think-modes/choose-wrapper.ts'
import type { ChosenWrapper } from '../think-modes/choose-wrapper.ts'
import { closingTokens } from '../think-modes/closing-tokens.ts'
import { probeKey, readProbe, writeProbe } from '../think-modes/probe-cache.ts'
import { decidesItself } from '../think-modes/probe.ts'
import { chooseTemplate } from '../think-modes/templates/choose-template.ts'
import { breakTypedTags } from '../think-modes/typed-tags.ts'
import { opensByItself } from '../think-modes/unnamed-thought.ts'
import { createContext, SMALLEST_CONTEXT } from './create-context.ts'
import { askItself, outcomeOf } from './decide-thinking.ts'
import { openLlamaCpp } from './llama-cpp.ts'
import type { LlamaCpp } from './llama-cpp.ts'
import { gpuProblem, loadProblem } from './load-problem.ts'
import { openBeside, openSideBySide } from './open-beside.ts'
import type { OpenModel } from './open-model.ts'
import { refuseTooBig } from './refuse-too-big.ts'

/** Smaller models gain nothing from more threads and lose most of their speed when another program is busy. */
const ONE_THREAD_BELOW_BYTES = 100_000_000
const DECISION_CONTEXT = 1024
/** llama.cpp's lines come a little after its error; they hold the reason. */
const LOG_DELAY_MS = 100

export type LoadOptions = {
  readonly request: LoadRequest
  /** Where what was found about models is kept; null = nowhere. */
  readonly probeFolder: string | null
  /** Where it is to run; null = the best that llama.cpp finds. */
  readonly device: Device | null
  readonly onProgress: (progress: number) => void
  readonly signal: AbortSignal
}

/** Opens a model file: checks it, loads it, finds out how it thinks. Every failure is a PonderError. */
export async function loadModel(options: LoadOptions): Promise<OpenModel> {
  const { request, signal } = options
  const started = performance.now()
  const header = readModelHeader(request.path, request.name)
  const sizeBytes = header.fileBytes
  const engine = await openLlamaCpp(options.device)
  if (engine.llama.gpu === false) {
    const trained = header.trainedContext ?? SMALLEST_CONTEXT
    const contextSize = Math.min(request.contextSize ?? SMALLEST_CONTEXT, trained)
    refuseTooBig({ name: request.name, header, contextSize, cacheType: request.cacheType })
  }
  const threads = request.threads ?? threadsFor(sizeBytes, engine.llama.cpuMathCores)
  engine.llama.maxThreads = threads
  engine.log.clear()
  let model: LlamaModel | null = null
  try {
    model = await engine.llama.loadModel({
      modelPath: request.path,
      onLoadProgress: options.onProgress,
      loadSignal: signal,
    })
    const context = await createContext(engine, model, request, threads, signal)
    return await describe(engine, { ...options, model, context, threads, sizeBytes, started })
  } catch (error) {
    await model?.dispose()
    if (signal.aborted) throw signal.reason
    await setTimeout(LOG_DELAY_MS)
    const problem = loadProblem(error, request.name, sizeBytes, engine.log.lines())
    throw engine.device.kind === 'cpu' ? problem : gpuProblem(problem, engine.log.lines())
  }
}

function threadsFor(sizeBytes: number, cores: number): number {
  return sizeBytes < ONE_THREAD_BELOW_BYTES ? 1 : Math.max(1, cores - 1)
}

type Loaded = LoadOptions & {
  readonly model: LlamaModel
  readonly context: LlamaContext
  readonly threads: number
  readonly sizeBytes: number
  readonly started: number
}

async function describe(engine: LlamaCpp, loaded: Loaded): Promise<OpenModel> {
  const { model, context, request } = loaded
  const own = model.fileInfo.metadata.tokenizer?.chat_template
  const template = chooseTemplate(own, request.template)
  const sequence = context.getSequence()
  const read = await chooseWrapper(model, template, request.name, loaded.signal)
  const notes = await openNotes(loaded)
  const known = await knownThinking(read, notes)
  const chosen = await withItsThought(read, sequence, known, loaded)
  const { wrapper, style } = chosen
  const chatWith = (chatWrapper: ChatWrapper): LlamaChat => {
    breakTypedTags(chatWrapper, model)
    return new LlamaChat({ contextSequence: sequence, chatWrapper })
  }
  const efforts = chosen.efforts.map((effort) => ({ ...effort, chat: chatWith(effort.wrapper) }))
  // The wrapper was prepared for typed tags when the chat was made.
  const background = { engine, model, own: context, request, threads: loaded.threads, wrapper }
  let decisions: ReturnType<OpenModel['decisions']> | null = null
  let beside: ReturnType<OpenModel['beside']> | null = null
  const open: Omit<OpenModel, 'described'> = {
    model,
    context,
    sequence,
    style,
    template,
    chat: chatWith(wrapper),
    closers: closingTokens(model, style),
    efforts: new Map(efforts.map(({ name, chat, style }) => [name, { chat, style }])),
    beside() {
      beside ??= openBeside(background)
      // Memory that is missing now may be there later.
      beside.catch(() => (beside = null))
      return beside
    },
    sideBySide: (wanted, contextSize, signal) =>
      openSideBySide({ ...background, beside: open.beside }, { wanted, contextSize }, signal),
    decisions() {
      const contextSize = Math.min(DECISION_CONTEXT, model.trainContextSize)
      decisions ??= model.createDecisionContext({
        contextSize,
        chatWrapper: wrapper,
        threads: loaded.threads,
      })
      return decisions
    },
    close: () => model.dispose(),
  }
  const thinking = await findThinking(open, chosen, known, notes, loaded)
  const described: LoadedModel = {
    id: request.id,
    name: request.name,
    sizeBytes: loaded.sizeBytes,
    architecture: model.architecture,
    quantisation: model.typeDescription.split(' ').at(-1) ?? '',
    parameters: countParameters(model),
    contextSize: context.contextSize,
    cacheType: request.cacheType ?? 'f16',
    trainedContextSize: model.trainContextSize,
    thinking,
    sight: null,
    takesTools: chosen.takesTools,
    template: template.from,
    device: engine.device,
    threads: loaded.threads,
    loadMs: performance.now() - loaded.started,
  }
  return { ...open, described }
}

/** Where what is found about this file and template is kept; null = nowhere. */
type Notes = { readonly folder: string; readonly key: string } | null

async function openNotes({ request, probeFolder }: Loaded): Promise<Notes> {
  if (probeFolder === null) return null
  return { folder: probeFolder, key: await probeKey(request.path, request.template) }
}

/** What an earlier probe of the same file and template found; what was read off the template just now is newer. */
async function knownThinking({ wrapper }: ChosenWrapper, notes: Notes): Promise<Thinking | null> {
  const known = notes === null ? null : await readProbe(notes.folder, notes.key)
  return known?.wrapper === wrapper.wrapperName ? known : null
}

/** As its template says, or with the thought that only the model itself, asked once, shows it has. */
async function withItsThought(
  chosen: ChosenWrapper,
  sequence: LlamaContextSequence,
  known: Thinking | null,
  { model }: Loaded,
): Promise<ChosenWrapper> {
  const { unnamed, wrapper } = chosen
  if (unnamed === null) return chosen
  const opens = known?.canThink ?? (await opensByItself(model, sequence, wrapper, unnamed.mark))
  if (!opens) return chosen
  return { ...chosen, wrapper: unnamed.wrapper, style: unnamed.style, switchStyle: 'always' }
}

/** Probes the model, or takes what is known of it. */
async function findThinking(
  open: Omit<OpenModel, 'described'>,
  { wrapper, switchStyle, efforts, unnamed }: ChosenWrapper,
  known: Thinking | null,
  notes: Notes,
  { signal }: Loaded,
): Promise<Thinking> {
  const canThink = open.style.kind !== 'none'
  const read: Thinking = {
    wrapper: wrapper.wrapperName,
    canThink,
    decidesItself: false,
    style: switchStyle,
    think: canThink ? 'thought' : 'step-by-step',
    efforts: efforts.map(({ name }) => name),
  }
  if (known !== null) return { ...read, decidesItself: known.decidesItself }
  if (!canThink && unnamed === null) return read
  const ask = async (text: string): Promise<number> =>
    (await outcomeOf(askItself(open, [{ role: 'user', text }], signal))).pThink
  const thinking = { ...read, decidesItself: canThink && (await decidesItself(ask)) }
  if (notes !== null) await writeProbe(notes.folder, notes.key, thinking)
  return thinking
}

function countParameters(model: LlamaModel): number | null {
  const tensors = model.fileInfo.fullTensorInfo
  if (tensors === undefined) return null
  return tensors.reduce(
    (sum, tensor) => sum + tensor.dimensions.reduce<number>((size, n) => size * Number(n), 1),
    0,
  )
}
