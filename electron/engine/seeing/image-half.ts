import { statSync } from 'node:fs'
import { basename } from 'node:path'
import type { LoadedModel, Sight } from '../../contract/models.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import type { LoadRequest, RenderedPrompt, RenderRequest } from '../engine.ts'
import type { VisionEngine, VisionPrompt } from '../vision/vision-engine.ts'
import { unlessAborted } from '../text/unless-aborted.ts'

export type ImageHalfParts = {
  /** `onOpen` is to be told when the model is in memory, and when it is not any more. */
  readonly openVision: (onOpen: (isOpen: boolean) => void) => VisionEngine
  /**
   * The path of a copy at most `longestSide` pixels long: the library's own way of making images small leaves out most of
   * their pixels.
   */
  readonly shrink: (path: string, longestSide: number, signal: AbortSignal) => Promise<string>
  readonly render: (request: RenderRequest) => Promise<RenderedPrompt>
}

/** Ready to be asked. */
export type Eyes = {
  readonly vision: VisionEngine
  /** The prompt as the model's own template writes it, with the images as large as the model looks at them. */
  readonly write: (
    request: RenderRequest,
    signal: AbortSignal,
  ) => Promise<RenderedPrompt & { readonly prompt: VisionPrompt }>
}

/** The image half of the open model: opened with the first image, one file of a pair that may not fit. */
export function createImageHalf(parts: ImageHalfParts, changed: () => void) {
  const vision = parts.openVision((isOpen) => {
    if (!isOpen) looked = null
    change({ isOpen })
  })
  let sight: Sight | null = null
  let request: LoadRequest | null = null
  let opening: Promise<Eyes> | null = null
  let closing = new AbortController()
  let looked: string | null = null

  function change(news: Partial<Sight>): void {
    if (sight === null) return
    sight = { ...sight, ...news }
    changed()
  }

  async function open({ path, projectorPath }: LoadRequest, model: LoadedModel): Promise<Eyes> {
    const { signal } = closing
    const { contextSize, threads, name } = model
    if (projectorPath == null) throw cannotSee(name)
    try {
      const loaded = await vision.load({ modelPath: path, projectorPath, contextSize, threads }, signal)
      change({ problem: null })
      return eyesOf(parts, vision, loaded.imageSide)
    } catch (error) {
      if (signal.aborted) throw cannotSee(name)
      opening = null
      if (error instanceof PonderError) change({ problem: error.toProblem() })
      throw error
    }
  }

  return {
    sight: () => sight,
    /** Another model is being opened, or none; null = none. */
    belongTo(next: LoadRequest | null): void {
      closing.abort()
      closing = new AbortController()
      if (opening !== null) void vision.unload()
      opening = null
      looked = null
      request = next
      sight = sightOf(next)
    },
    /** Rejects in words where this model cannot see, or with the reason of `signal`. */
    async eyes(model: LoadedModel | null, signal: AbortSignal): Promise<Eyes> {
      signal.throwIfAborted()
      if (model === null || request === null || sight === null) throw cannotSee(model?.name ?? null)
      opening ??= open(request, model)
      return unlessAborted(opening, signal)
    },
    /** The images of a prompt that was read to its end; null = unknown. */
    looksAt: (images: readonly string[] | null): void => void (looked = images?.join('\n') ?? null),
    willLook: (images: readonly string[]): boolean => images.length > 0 && images.join('\n') !== looked,
    close: () => vision.dispose(),
  }
}

function eyesOf({ render, shrink }: ImageHalfParts, vision: VisionEngine, side: number | null): Eyes {
  return {
    vision,
    async write(request, signal) {
      const rendered = await render(request)
      const prompt = rendered.pieces.map(async (piece) =>
        piece.kind === 'image' && side !== null
          ? { ...piece, path: await shrink(piece.path, side, signal) }
          : piece,
      )
      return { ...rendered, prompt: await Promise.all(prompt) }
    },
  }
}

function sightOf(request: LoadRequest | null): Sight | null {
  if (request?.projectorPath == null) return null
  const sizeBytes = statSync(request.projectorPath, { throwIfNoEntry: false })?.size ?? 0
  return { projector: basename(request.projectorPath), sizeBytes, isOpen: false, problem: null }
}

function cannotSee(modelName: string | null): PonderError {
  return new PonderError({
    code: 'cannot-see-images',
    message: `${modelName ?? 'The open model'} cannot see images.`,
    remedy:
      'Give it the text in the image or a description of it instead, or choose a model that sees images.',
  })
}
