import { stat } from 'node:fs/promises'
import type { CacheType, ContextChoice } from '../../contract/context-choice.ts'
import type { Fit, ModelFacts } from '../../contract/model-facts.ts'
import type { ModelSight } from '../../contract/projectors.ts'
import type { EngineState } from '../../contract/models.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import type { HeaderChecker } from '../../engine/header-check/header-checker.ts'
import { estimateFit } from '../../model-files/fit/estimate-fit.ts'
import { imageNeed } from '../../model-files/fit/image-need.ts'
import { refuseForChat } from '../../model-files/header/for-chat.ts'
import type { ModelHeader } from '../../model-files/header/model-header.ts'
import type { ModelFile } from '../../model-files/list-models.ts'
import type { ProjectorRoom } from './projector-room.ts'
import type { ExpectedThinking } from './expected-thinking.ts'

/** What Ponder opens by itself; the engine takes less where memory is short. */
const USUAL_CONTEXT = 8192
/** Headers hold a chat template each; more models than anyone looks at in one sitting. */
const MOST_KEPT = 500

export type ModelFactsRoom = {
  /**
   * What is known of a model without opening it, and whether it would fit with a context of so many tokens (null: what was
   * chosen for it, else the usual one). Rejects with a PonderError that says why it cannot be opened.
   */
  readonly describe: (file: ModelFile, contextSize: number | null, signal: AbortSignal) => Promise<ModelFacts>
  /**
   * What a model would take beside the open one, for a model that chats or ranks; any other rejects in words. `haveBytes`:
   * free now, and what the open model would give back.
   */
  readonly weigh: (file: ModelFile, signal: AbortSignal) => Promise<Weighed>
}

export type Weighed = {
  readonly use: ModelHeader['use']
  readonly needBytes: number
  readonly freeBytes: number
  readonly haveBytes: number
}

type Parts = {
  readonly checker: Pick<HeaderChecker, 'read'>
  readonly state: () => EngineState
  readonly files: () => readonly ModelFile[]
  readonly chosenContext: (path: string) => Promise<ContextChoice | undefined>
  readonly projectors: Pick<ProjectorRoom, 'choices'>
  /** How a model thinks that is not open, by the template in its file. */
  readonly expectThinking: (
    file: ModelFile,
    ownTemplate: string | null,
    signal: AbortSignal,
  ) => Promise<ExpectedThinking>
  /** Bytes that are free now. */
  readonly freeBytes: () => number
}

/** What windows may know of a model file. Each file is read once, and again when it has changed. */
export function createModelFacts(parts: Parts): ModelFactsRoom {
  const { checker, state, files, chosenContext, projectors, expectThinking, freeBytes } = parts
  const kept = new Map<string, ModelHeader>()

  async function headerOf({ path, name }: ModelFile, signal: AbortSignal): Promise<ModelHeader> {
    // A file that is gone has no key; the checker says so in words.
    const found = await stat(path).catch(() => null)
    const key = found === null ? null : `${path}\n${found.size}\n${found.mtimeMs}`
    const known = key === null ? undefined : kept.get(key)
    if (known !== undefined) return known
    const header = await checker.read(path, name, signal)
    const [oldest] = kept.keys()
    if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest)
    if (key !== null) kept.set(key, header)
    return header
  }

  /** What the open model takes, and gives back when another one is opened. */
  async function heldBytes(signal: AbortSignal): Promise<number> {
    const now = state()
    const file = now.kind === 'ready' ? files().find(({ id }) => id === now.model.id) : undefined
    if (now.kind !== 'ready' || file === undefined) return 0
    // Its file may be gone or changed by now: then nothing is counted on.
    const header = await headerOf(file, signal).catch((error: unknown) => {
      if (error instanceof PonderError) return null
      throw error
    })
    if (header === null) return 0
    const { contextSize, cacheType } = now.model
    return estimateFit({ model: header, contextSize, cacheType, freeBytes: 0 }).needBytes
  }

  async function sightOf(file: ModelFile, model: ModelHeader, contextSize: number): Promise<ModelSight> {
    const { choices, isByHand } = await projectors.choices(file)
    const used = choices.find(({ isUsed }) => isUsed)
    const needBytes = used === undefined ? null : imageNeed({ model, contextSize, halfBytes: used.sizeBytes })
    return { choices, isByHand, needBytes }
  }

  return {
    async weigh(file, signal) {
      const header = await headerOf(file, signal)
      const refusal = header.use === 'ranking' ? null : refuseForChat(header, file.name)
      if (refusal !== null) throw refusal
      const contextSize = Math.min(USUAL_CONTEXT, header.trainedContext ?? USUAL_CONTEXT)
      const free = freeBytes()
      const have = free + (await heldBytes(signal))
      const { needBytes } = estimateFit({ model: header, contextSize, cacheType: 'f16', freeBytes: have })
      return { use: header.use, needBytes, freeBytes: free, haveBytes: have }
    },
    async describe(file, contextSize, signal) {
      const header = await headerOf(file, signal)
      const refusal = refuseForChat(header, file.name)
      if (refusal !== null) throw refusal
      const trained = header.trainedContext ?? USUAL_CONTEXT
      const chosen = (await chosenContext(file.path)) ?? null
      const asked = Math.min(contextSize ?? chosen?.contextSize ?? USUAL_CONTEXT, trained)
      const free = freeBytes() + (await heldBytes(signal))
      const fit = (cacheType: CacheType): Fit =>
        estimateFit({ model: header, contextSize: asked, cacheType, freeBytes: free })
      const now = state()
      return {
        modelId: file.id,
        title: header.title,
        architecture: header.architecture,
        quantisation: header.quantisation,
        parameters: header.parameters,
        sizeBytes: header.fileBytes,
        trainedContext: header.trainedContext,
        licence: header.licence,
        hasTemplate: header.chatTemplate !== null,
        ...(now.kind === 'ready' && now.model.id === file.id
          ? { thinking: now.model.thinking, templateProblem: null }
          : await expectThinking(file, header.chatTemplate, signal)),
        chosenContext: chosen,
        contextSize: asked,
        fits: { f16: fit('f16'), q8_0: fit('q8_0'), q4_0: fit('q4_0') },
        sight: await sightOf(file, header, asked),
      }
    },
  }
}
