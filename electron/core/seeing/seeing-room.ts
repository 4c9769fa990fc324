import {
  choiceProbabilities,
  describeClasses,
  DESCRIBE_ONE,
  layOutPuzzle,
  placeOfLargest,
  scoreChoices,
} from '../../capabilities/chat-with-images/index.ts'
import type { Image } from '../../contract/images.ts'
import type { LoadedModel } from '../../contract/models.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import type { ChoiceUpdate, ClassOfImages, DescriptionUpdate } from '../../contract/seeing.ts'
import type { PuzzleUpdate, ReadingUpdate } from '../../contract/seeing.ts'
import type { Part } from '../../contract/turns.ts'
import type { RenderRequest } from '../../engine/engine.ts'
import type { SeeingEngine } from '../../engine/seeing/seeing-engine.ts'
import { toMessage } from '../../turn/messages.ts'
import type { DemoEyes } from './demo-eyes.ts'
import type { ModelRoom } from '../models/model-room.ts'

/** A description is a paragraph. */
const LONGEST_DESCRIPTION = 300
/** A page. */
const LONGEST_READING = 1000
/** Short, so that small models understand it too. */
const READ_IT = 'Read the text in this picture.'
const YES = 'Yes'

type Parts = {
  readonly engine: SeeingEngine
  readonly models: Pick<ModelRoom, 'ready'>
  readonly demoEyes: DemoEyes
  readonly imagePath: (imageId: string) => string
}

type Telling =
  | { readonly kind: 'looking'; readonly modelName: string }
  | { readonly kind: 'piece'; readonly text: string }
  | { readonly kind: 'told'; readonly text: string }

type Bench = { readonly engine: SeeingEngine; readonly model: LoadedModel }

export type SeeingRoom = ReturnType<typeof createSeeingRoom>

/** What is asked about images outside conversations, of the open model or of the demo model that sees. */
export function createSeeingRoom({ engine, models, demoEyes, imagePath }: Parts) {
  /** The open model where it sees, else the demo model: whoever `ask` is given is there until it ends. */
  async function* withEyes<Item>(
    signal: AbortSignal,
    ask: (bench: Bench) => AsyncIterable<Item>,
  ): AsyncGenerator<Item, void> {
    const model = await openModel(models, signal)
    if (model !== null && model.sight !== null) {
      yield* ask({ engine, model })
      return
    }
    const borrowed = await demoEyes.borrow(signal)
    if (borrowed === null) throw noEyes()
    try {
      yield* ask(borrowed)
    } finally {
      borrowed.giveBack()
    }
  }

  /** One image and a question about it, answered quickly; the last piece is all of it. */
  async function* tell(imageId: string, question: string, answerLimit: number, signal: AbortSignal) {
    yield* withEyes(signal, async function* ({ engine, model }): AsyncGenerator<Telling, void> {
      yield { kind: 'looking', modelName: model.name }
      const images = [{ at: 0, path: imagePath(imageId) }]
      const request = {
        messages: [{ role: 'user', text: `\n${question}`, images } as const],
        mode: quickMode(model),
        begun: null,
        thoughtBudget: 0,
        answerLimit,
        temperature: 0,
        seed: 1,
      }
      let text = ''
      for await (const piece of engine.generate(request, signal)) {
        if (piece.kind !== 'answer') continue
        text += piece.text
        yield { kind: 'piece', text: piece.text }
      }
      if (!signal.aborted) yield { kind: 'told', text: text.trim() }
    })
  }

  async function* describe(imageId: string, signal: AbortSignal): AsyncGenerator<DescriptionUpdate, void> {
    for await (const piece of tell(imageId, DESCRIBE_ONE, LONGEST_DESCRIPTION, signal))
      yield piece.kind === 'told'
        ? { kind: 'described', given: { by: 'description', text: piece.text } }
        : piece
  }

  async function* read(imageId: string, signal: AbortSignal): AsyncGenerator<ReadingUpdate, void> {
    for await (const piece of tell(imageId, READ_IT, LONGEST_READING, signal))
      yield piece.kind === 'told' ? { ...piece, kind: 'read' } : piece
  }

  async function* choose(
    parts: readonly Part[],
    choices: readonly string[],
    signal: AbortSignal,
  ): AsyncGenerator<ChoiceUpdate, void> {
    yield* withEyes(signal, async function* ({ engine, model }) {
      yield { kind: 'looking', modelName: model.name }
      const asked = questionOf(model, parts)
      const tokensOf = (text: string) => engine.tokensBehind(asked, text, signal)
      const nextAfter = remembered(async (begun) =>
        probabilities((await engine.nextTokens(after(asked, begun), signal)).tokens),
      )
      const scores: number[][] = []
      for (const choice of choices) {
        scores.push(...(await scoreChoices([choice], tokensOf, nextAfter)))
        yield { kind: 'scored', done: scores.length, of: choices.length }
      }
      const chosen = choiceProbabilities(scores).map((score, index) => ({
        text: choices[index] ?? '',
        ...score,
      }))
      yield {
        kind: 'chosen',
        choices: chosen,
        best: placeOfLargest(chosen.map(({ probability }) => probability)),
      }
    })
  }

  async function* solve(
    cells: readonly Image[],
    candidates: readonly Image[],
    signal: AbortSignal,
  ): AsyncGenerator<PuzzleUpdate, void> {
    yield* withEyes(signal, async function* ({ engine, model }) {
      yield { kind: 'looking', modelName: model.name }
      const pYes: number[] = []
      for (const candidate of candidates) {
        const asked = questionOf(model, layOutPuzzle(cells, candidate))
        const { tokens } = await engine.nextTokens(asked, signal)
        const probability = Math.min(1, probabilities(tokens).get(YES) ?? 0)
        yield { kind: 'scored', candidate: pYes.length, pYes: probability }
        pYes.push(probability)
      }
      yield { kind: 'solved', pYes, best: placeOfLargest(pYes) }
    })
  }

  function questionOf(model: LoadedModel, parts: readonly Part[]): RenderRequest {
    const messages = [toMessage(parts, imagePath)]
    return { messages, mode: quickMode(model), effort: null, begun: null, isCut: false }
  }

  return {
    describe,
    read,
    choose,
    solve,
    classify: (
      image: Image,
      category: string,
      classes: readonly ClassOfImages[],
      withDescriptions: boolean,
      signal: AbortSignal,
    ) =>
      choose(
        describeClasses(image, category, classes, withDescriptions),
        classes.map(({ name }) => name),
        signal,
      ),
  }
}

/** null where none is open; who asks then may be answered by the demo model. */
async function openModel(models: Pick<ModelRoom, 'ready'>, signal: AbortSignal): Promise<LoadedModel | null> {
  try {
    return await models.ready(signal)
  } catch (thrown) {
    if (signal.aborted || !(thrown instanceof PonderError)) throw thrown
    return null
  }
}

function quickMode({ thinking }: LoadedModel): 'quick' | 'plain' {
  return thinking.canThink ? 'quick' : 'plain'
}

function remembered<Value>(ask: (key: string) => Promise<Value>): (key: string) => Promise<Value> {
  const known = new Map<string, Promise<Value>>()
  return (key) => {
    const value = known.get(key) ?? ask(key)
    known.set(key, value)
    return value
  }
}

function after(request: RenderRequest, begun: string): RenderRequest {
  return begun === '' ? request : { ...request, begun: { thought: '', thoughtEnded: true, text: begun } }
}

function probabilities(
  tokens: readonly { readonly text: string; readonly probability: number }[],
): ReadonlyMap<string, number> {
  return new Map(tokens.map(({ text, probability }) => [text, probability]))
}

function noEyes(): PonderError {
  return new PonderError({
    code: 'cannot-see-images',
    message: 'There is no model here that can see images.',
    remedy: 'Choose a model that has its image half beside it, or have the text in the image read.',
  })
}
