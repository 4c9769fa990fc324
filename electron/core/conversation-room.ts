import { PonderError } from '../contract/ponder-error.ts'
import type { Thumb } from '../contract/thumbs.ts'
import type { LoadedModel } from '../contract/models.ts'
import type { Answer, Given, ModeAsked, Part, Question, Turn } from '../contract/turns.ts'
import { questionText } from '../contract/turns.ts'
import type { ConversationUpdate } from '../contract/updates.ts'
import type { Measure } from '../contract/window-calls.ts'
import type { Engine } from '../engine/engine.ts'
import type { Store } from '../store/store.ts'
import { answerQuestion } from '../turn/answer-question.ts'
import { refuseUnseen, toMessage, toMessages } from '../turn/messages.ts'
import { createFollowers } from './followers.ts'
import type { LearningRoom } from './learning/learning-room.ts'
import type { Line } from './line.ts'
import type { ModelRoom } from './models/model-room.ts'
import { createRunningAnswers } from './running-answers.ts'
import { titleFrom } from './title.ts'

/** A prompt must leave at least this many tokens for the answer, or an eighth of a small context. */
const SMALLEST_ANSWER = 256

/** One seed for all: with temperature 0 it has no effect, above that the same question gives the same answer. */
const SEED = 1

export type Ask = {
  readonly conversationId: string | null
  readonly parentId: string | null
  readonly parts: readonly Part[]
  readonly modeAsked: ModeAsked
  readonly effort?: string | null | undefined
}

type Parts = {
  readonly store: Store
  readonly engine: Engine
  readonly models: ModelRoom
  /** The answers that want the engine. */
  readonly line: Line
  /** Told of every answer that has ended. */
  readonly ended: (answer: Answer) => void
  /** Where an image's file lies. */
  readonly imagePath: (imageId: string) => string
  readonly learning: LearningRoom
  readonly listChanged: () => void
  /** Where answers are being written. */
  readonly answeringChanged: (conversationIds: readonly string[]) => void
}

export type ConversationRoom = ReturnType<typeof createConversationRoom>

/** Everything that happens in conversations: asking, answering, stopping, branching, following. */
export function createConversationRoom(parts: Parts) {
  const { store, engine, models, imagePath, line, learning, ended, listChanged } = parts
  const followers = createFollowers((conversationId, limit) => {
    const conversation = store.conversation(conversationId)
    if (!conversation) throw noConversation()
    const { turns, hasOlder } = store.shownPath(conversationId, { beforeId: null, limit })
    return {
      kind: 'snapshot',
      conversation,
      turns: turns.map((shown) => ({ ...shown, turn: running.live(shown.turn.id) ?? shown.turn })),
      hasOlder,
      waitingId: waitingId(turns.at(-1)?.turn.id),
      lookingId: lookingId(turns.at(-1)?.turn.id),
    }
  })
  const waitingId = (lastId: string | undefined): string | null => {
    const holder = line.holder()
    return lastId !== undefined && running.live(lastId) && holder !== null && holder !== lastId
      ? lastId
      : null
  }
  const lookingId = (lastId: string | undefined): string | null =>
    lastId !== undefined && running.isLooking(lastId) ? lastId : null
  const running = createRunningAnswers(
    (answer) => store.writeAnswer(answer.id, answer),
    followers.publish,
    () => parts.answeringChanged(running.conversationIds()),
  )

  /** Kept while a message is being typed: reading 10,000 turns at every pause would hold up what streams. */
  let pathOfLast: { readonly parentId: string; readonly path: readonly Turn[] } | null = null
  const pathTo = (parentId: string | null): readonly Turn[] => {
    if (parentId === null) return []
    if (pathOfLast?.parentId !== parentId) pathOfLast = { parentId, path: store.pathTo(parentId) }
    return pathOfLast.path
  }

  const seesWith = ({ sight }: LoadedModel) => (sight === null ? null : imagePath)

  const tokensOf = async (paths: readonly (string | null)[]): Promise<(number | null)[]> => {
    const tokens = []
    for (const path of paths) tokens.push(path === null ? null : ((await engine.imageTokens?.(path)) ?? null))
    return tokens
  }

  const measure = async (input: Omit<Ask, 'modeAsked' | 'effort'>): Promise<Measure> => {
    const model = await models.ready(AbortSignal.timeout(60_000))
    const sees = seesWith(model)
    const path = pathTo(input.parentId)
    const parts = sees === null ? input.parts.filter(isWords) : input.parts
    const messages = toMessages(store.settings().systemPrompt, path, sees)
    const tokens = await engine.countTokens([...messages, toMessage(parts, sees)])
    const reserved = Math.min(SMALLEST_ANSWER, Math.floor(model.contextSize / 8))
    const images = input.parts.flatMap((part) => (part.kind === 'image' ? [part.image.id] : []))
    return {
      tokens,
      contextSize: model.contextSize,
      reserved,
      fits: tokens + reserved <= model.contextSize,
      imageTokens: await tokensOf(sees === null ? images.map(() => null) : images.map(sees)),
    }
  }

  /** Known before the first token, unless the model is still opening. */
  const modelName = () => {
    const state = models.state()
    return state.kind === 'ready' ? state.model.name : ''
  }

  /** While the model still opens, the answer says so instead. */
  const refuseWhatIsUnseen = (asked: readonly Pick<Ask, 'parts'>[]) => {
    const state = models.state()
    if (state.kind === 'ready') refuseUnseen(asked, state.model)
  }

  /** Writes `answer` in the background, whoever watches. */
  const start = (answer: Answer, question: Question, effort: string | null) => {
    const path = pathTo(question.parentId)
    let taught: ReturnType<LearningRoom['policies']['seatFor']> | null = null
    const updates = async function* (signal: AbortSignal): AsyncGenerator<ConversationUpdate> {
      const model = await models.ready(signal)
      const settings = store.settings()
      const begun = { ...answer, modelName: model.name }
      const leave = await line.wait(answer.id, signal)
      try {
        refuseUnseen(questionsOf([...path, question]), model)
        const request = { question, path, imagePath, answer: begun, model, settings, effort, seed: SEED }
        const thinker = question.modeAsked === 'auto' ? await learning.openModel() : null
        taught = thinker && learning.policies.seatFor(thinker.key)
        yield* answerQuestion(request, { engine, signal, router: taught?.seat })
      } finally {
        leave()
      }
    }
    pathOfLast = null
    void running.run(answer, updates).then((ended) => {
      taught?.ended(ended)
      return afterAnswer(ended)
    })
    followers.publishPath(answer.conversationId)
    listChanged()
  }

  /** Reads in idle time what the next question will stand on, so that it only reads itself. */
  const afterAnswer = async (answer: Answer) => {
    pathOfLast = null
    try {
      listChanged()
      ended(answer)
      if (answer.status === 'complete' || answer.status === 'cut') models.answered()
      if (answer.text === '') return
      const sees = seesWith(await models.ready(AbortSignal.timeout(60_000)))
      const messages = toMessages(store.settings().systemPrompt, pathTo(answer.id), sees)
      await engine.prepare(messages, AbortSignal.timeout(600_000))
    } catch (thrown) {
      // The engine may die or the store be unreadable meanwhile: then the next question reads everything, or says why.
      if (!(thrown instanceof PonderError)) throw thrown
    }
  }

  const ask = async (input: Ask) => {
    if (isEmpty(input.parts)) throw emptyMessage()
    refuseWhatIsUnseen([...questionsOf(pathTo(input.parentId)), input])
    if (input.parentId !== null && running.live(input.parentId)) throw stillAnswering()
    if (models.state().kind === 'ready') {
      const size = await measure(input)
      if (!size.fits) throw promptTooLong(size)
    }
    const { question, answer } = store.transaction(() => saveBoth(store, input, modelName()))
    start(answer, question, input.effort ?? null)
    return {
      conversationId: question.conversationId,
      questionId: question.id,
      answerId: answer.id,
    }
  }

  return {
    follow: followers.follow,
    measure,
    stop: running.stop,
    answering: running.conversationIds,
    /** Only for the answer that is being written: another one may be waiting, or have just ended. */
    answerNow: async (answerId: string) => {
      if (line.holder() === answerId) await engine.endThought()
    },
    stopAll: running.stopAll,

    ask,

    /** Asks on when an answer is complete; of no effect when it ends in any other way, or something else was asked since. */
    askAfter: async (answerId: string, input: Omit<Ask, 'conversationId' | 'parentId'>) => {
      const answer = await running.ended(answerId)
      if (answer?.status !== 'complete' || store.conversation(answer.conversationId) === null) return
      const { conversationId, id: parentId } = answer
      const { turns } = store.shownPath(conversationId, { beforeId: null, limit: 2 })
      if (turns.at(-1)?.turn.id !== answerId) return
      try {
        await ask({ ...input, conversationId, parentId })
      } catch (thrown) {
        // Nobody waits for it: what is there stays, and can be asked on by hand.
        if (!(thrown instanceof PonderError)) throw thrown
      }
    },

    giveImageText: (questionId: string, image: number, given: Given) => {
      const { conversationId } = store.giveImageText(questionId, image, given)
      pathOfLast = null
      followers.publishPath(conversationId)
    },

    redo: (answerId: string, modeAsked: ModeAsked, effort: string | null) => {
      const { answer: before, question } = answerWithQuestion(store, answerId)
      refuseWhatIsUnseen(questionsOf([...pathTo(question.parentId), question]))
      learning.policies.overruled(before, modeAsked)
      const answer = store.saveAnswer({
        conversationId: question.conversationId,
        parentId: question.id,
        modelName: modelName(),
        modeAsked,
      })
      start(answer, { ...question, modeAsked }, effort)
      return { answerId: answer.id }
    },

    continueAnswer: (answerId: string) => {
      const { answer, question } = answerWithQuestion(store, answerId)
      if (running.live(answerId)) throw stillAnswering()
      if (answer.status === 'complete') throw nothingToContinue()
      refuseWhatIsUnseen(questionsOf([...pathTo(question.parentId), question]))
      const again = store.writeAnswer(answer.id, { status: 'running', problem: null })
      start(again, { ...question, modeAsked: answer.modeAsked }, answer.route?.effort ?? null)
    },

    giveThumb: (answerId: string, thumb: Thumb | null) => {
      // It would be written over when the answer ends.
      if (running.live(answerId)) throw stillBeingWritten()
      const { conversationId } = store.keepThumb(answerId, thumb)
      learning.policies.thumbed(answerId, thumb)
      followers.publish(conversationId, { kind: 'thumb', answerId, thumb })
    },

    /** The shown path, or what stands beside it, was changed in the store. */
    pathChanged: (conversationId: string) => {
      pathOfLast = null
      followers.publishPath(conversationId)
    },

    showBranch: (conversationId: string, turnId: string) => {
      store.showBranch(conversationId, turnId)
      followers.publishPath(conversationId)
    },

    rename: (conversationId: string, title: string) => {
      store.renameConversation(conversationId, title)
      followers.publishPath(conversationId)
      listChanged()
    },

    remove: async (conversationId: string) => {
      // First, so that nothing can be asked in it while its answers stop.
      store.deleteConversation(conversationId)
      await running.stopAll(conversationId)
      followers.publish(conversationId, { kind: 'deleted' })
      listChanged()
    },

    restore: (conversationId: string) => {
      store.restoreConversation(conversationId)
      listChanged()
    },
  }
}

function questionsOf(turns: readonly Turn[]): Question[] {
  return turns.filter((turn) => turn.kind === 'question')
}

/** True for what a model that does not see is given. */
function isWords(part: Part): boolean {
  return part.kind === 'text' || part.given !== undefined
}

function isEmpty(parts: readonly Part[]): boolean {
  return parts.every((part) => part.kind === 'text' && part.text.trim() === '')
}

function saveBoth(store: Store, input: Ask, modelName: string): { question: Question; answer: Answer } {
  const conversationId =
    input.conversationId ?? store.createConversation(titleFrom(titleWords(input.parts))).id
  const { parentId, parts, modeAsked } = input
  const question = store.saveQuestion({ conversationId, parentId, parts, modeAsked })
  const answer = store.saveAnswer({ conversationId, parentId: question.id, modelName, modeAsked })
  return { question, answer }
}

/** A question of nothing but images is known by the first one's name. */
function titleWords(parts: readonly Part[]): string {
  const words = questionText({ parts: [...parts] })
  const image = parts.find((part) => part.kind === 'image')
  return words.trim() === '' ? (image?.image.name ?? '') : words
}

function answerWithQuestion(store: Store, answerId: string): { answer: Answer; question: Question } {
  const answer = store.turn(answerId)
  const question = answer?.kind === 'answer' ? store.turn(answer.parentId) : null
  if (answer?.kind !== 'answer' || question?.kind !== 'question') throw noConversation()
  if (store.conversation(answer.conversationId) === null) throw noConversation()
  return { answer, question }
}

function noConversation(): PonderError {
  return new PonderError({
    code: 'no-conversation',
    message: 'That conversation is no longer there.',
    remedy: 'Choose another one in the list, or start a new chat.',
  })
}

function emptyMessage(): PonderError {
  return new PonderError({
    code: 'empty-message',
    message: 'There is nothing to send yet.',
    remedy: 'Write a message first.',
  })
}

function nothingToContinue(): PonderError {
  return new PonderError({
    code: 'nothing-to-continue',
    message: 'This answer is complete.',
    remedy: 'Redo it for another version, or ask on.',
  })
}

function stillBeingWritten(): PonderError {
  return new PonderError({
    code: 'still-answering',
    message: 'This answer is still being written.',
    remedy: 'Judge it when it has ended.',
  })
}

function stillAnswering(): PonderError {
  return new PonderError({
    code: 'still-answering',
    message: 'The answer before this is still being written.',
    remedy: 'Wait for it to end, or stop it.',
  })
}

function promptTooLong({ tokens, contextSize, reserved }: Measure): PonderError {
  return new PonderError({
    code: 'prompt-too-long',
    message: `This conversation with your message has ${tokens} tokens; the model holds ${contextSize} and needs ${reserved} of them for its answer.`,
    remedy: 'Shorten the message, start a new chat with it, or choose a model that holds more.',
  })
}
