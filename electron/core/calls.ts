import type { Implementation } from '../contract/define.ts'
import { PonderError, type Problem } from '../contract/ponder-error.ts'
import type { WindowCalls } from '../contract/window-calls.ts'
import type { TextEngine } from '../engine/text-engine.ts'
import type { Store } from '../store/store.ts'
import type { AppWatchers } from './app-watchers.ts'
import type { ConversationRoom } from './conversation-room.ts'
import { createArenaCalls } from './grading/arena-calls.ts'
import type { ArenaRoom } from './grading/arena-room.ts'
import { createDownloadCalls } from './models/download-calls.ts'
import type { DeviceRoom } from './models/device-room.ts'
import type { DownloadRoom } from './models/download-room.ts'
import { createGradeCalls, type Grading } from './grading/grade-calls.ts'
import { createImageCalls } from './seeing/image-calls.ts'
import type { ImageRoom } from './seeing/image-room.ts'
import { createSeeingCalls } from './seeing/seeing-calls.ts'
import { createLearningCalls } from './learning/learning-calls.ts'
import type { LearningRoom } from './learning/learning-room.ts'
import type { SeeingRoom } from './seeing/seeing-room.ts'
import type { ModelCopies } from './models/model-copies.ts'
import type { ModelFactsRoom } from './models/model-facts.ts'
import type { ModelList } from './models/model-list.ts'
import type { ModelRoom } from './models/model-room.ts'
import type { ProjectorRoom } from './models/projector-room.ts'

type Parts = {
  readonly store: Store
  readonly engine: TextEngine
  readonly list: ModelList
  readonly copies: ModelCopies
  readonly downloads: DownloadRoom
  readonly devices: DeviceRoom
  readonly grading: Grading
  readonly arena: ArenaRoom
  readonly images: ImageRoom
  readonly seeing: SeeingRoom
  readonly models: ModelRoom
  readonly projectors: ProjectorRoom
  readonly facts: ModelFactsRoom
  readonly learning: LearningRoom
  readonly conversations: ConversationRoom
  readonly watchers: AppWatchers
  readonly options: {
    readonly version: string
    readonly dataFolder: string
    readonly shell: 'desktop' | 'browser'
  }
}

const anotherTemplate: Problem = {
  code: 'another-model',
  message: 'This answer ended when another template was chosen.',
  remedy: 'Continue it with the new template, or redo it.',
}

const anotherContext: Problem = {
  code: 'another-model',
  message: 'This answer ended when the model was opened with another context.',
  remedy: 'Continue it, or redo it.',
}

const anotherProjector: Problem = {
  code: 'another-model',
  message: 'This answer ended when the model was given another image half.',
  remedy: 'Continue it, or redo it.',
}

const anotherDevice: Problem = {
  code: 'another-model',
  message: 'This answer ended when the model moved to another processor.',
  remedy: 'Continue it, or redo it.',
}

const anotherModel: Problem = {
  code: 'another-model',
  message: 'This answer ended when another model was chosen.',
  remedy: 'Continue it with the new model, or redo it.',
}

/** What each call of a window does. One short function per call; the work is done in the rooms. */
export function createCalls(parts: Parts): Implementation<WindowCalls> {
  const { store, engine, list, copies, images, models, devices, conversations, watchers, options } = parts
  return {
    watchApp: (_input, signal) => watchers.watch(signal),
    followConversation: ({ conversationId, limit }, signal) =>
      conversations.follow(conversationId, limit, signal),
    readOlder: ({ conversationId, beforeId, limit }) => store.shownPath(conversationId, { beforeId, limit }),

    ask: async (input) => conversations.ask({ ...input, parts: await images.checked(input.parts) }),
    redo: ({ answerId, modeAsked, effort }) => conversations.redo(answerId, modeAsked, effort ?? null),
    continueAnswer: ({ answerId }) => {
      conversations.continueAnswer(answerId)
      return {}
    },
    stop: async ({ answerId }) => {
      await conversations.stop(answerId)
      return {}
    },
    answerNow: async ({ answerId }) => {
      await conversations.answerNow(answerId)
      return {}
    },
    giveThumb: ({ answerId, thumb }) => {
      conversations.giveThumb(answerId, thumb)
      return {}
    },
    showBranch: ({ conversationId, turnId }) => {
      conversations.showBranch(conversationId, turnId)
      return {}
    },
    measure: (input) => conversations.measure(input),

    search: ({ text }) => store.search(text),
    renameConversation: ({ conversationId, title }) => {
      conversations.rename(conversationId, title)
      return {}
    },
    deleteConversation: async ({ conversationId }) => {
      await conversations.remove(conversationId)
      return {}
    },
    restoreConversation: ({ conversationId }) => {
      conversations.restore(conversationId)
      return {}
    },

    changeSettings: (change) => {
      const before = store.settings().device
      const settings = store.changeSettings(change)
      watchers.publish({ kind: 'settings', settings })
      if (settings.device !== before) {
        devices.choiceChanged()
        void moveModel(parts)
      }
      return settings
    },
    lookForDevices: async () => {
      devices.lookAgain()
      await moveModel(parts)
      return {}
    },
    openModel: async ({ modelId, context }) => {
      const file = await openable(list, models, modelId)
      const state = models.state()
      // Open already: nothing to stop, nothing to read again.
      const isOpen = state.kind === 'ready' && state.model.id === modelId
      if (isOpen && context === undefined) return {}
      await conversations.stopAll(undefined, isOpen ? anotherContext : anotherModel)
      models.open(file, { context })
      return {}
    },
    chooseProjector: async ({ modelId, projectorId }) => {
      const file = await openable(list, models, modelId)
      await parts.projectors.choose(file, projectorId)
      const state = models.state()
      if (state.kind !== 'ready' || state.model.id !== modelId) return {}
      await conversations.stopAll(undefined, anotherProjector)
      models.open(file)
      return {}
    },
    describeModel: async ({ modelId, contextSize }, signal) =>
      parts.facts.describe(await openable(list, models, modelId), contextSize, signal),
    cancelOpening: () => {
      models.cancel()
      return {}
    },
    readTemplate: () => engine.readTemplate(),
    chooseTemplate: async ({ modelId, template }) => {
      const file = await openable(list, models, modelId)
      await conversations.stopAll(undefined, anotherTemplate)
      models.open(file, { template })
      return {}
    },
    refreshModels: async () => {
      await list.lookAtOwn()
      await list.lookAtApps()
      return {}
    },
    copyModel: (input, signal) => copies.receive(input, signal),
    sendBytes: async ({ kind, uploadId, offset, bytes }) => {
      if (kind === 'image') images.take(uploadId, offset, bytes)
      else await copies.take(uploadId, offset, bytes)
      return {}
    },
    forgetModel: async ({ modelId }) => {
      await list.forget(modelId)
      return {}
    },
    ...createDownloadCalls(parts.downloads),
    ...createGradeCalls(store, parts.grading),
    ...createArenaCalls(store, parts.arena),
    ...createImageCalls(images),
    ...createLearningCalls(store, parts.learning),
    ...createSeeingCalls(parts.seeing, images, conversations),
    restartEngine: () => {
      models.restart()
      return {}
    },
    about: () => ({ version: options.version, dataFolder: options.dataFolder, shell: options.shell }),
  }
}

/** Opens the open model where models run now, if that is elsewhere. */
async function moveModel({ devices, models, conversations }: Parts): Promise<void> {
  const device = await devices.choose()
  const state = models.state()
  if (state.kind !== 'ready' || state.model.device.kind === device.kind) return
  await conversations.stopAll(undefined, anotherDevice)
  models.moveTo(device)
}

/** The file behind an id. What was missing when Ponder last looked may be back. */
async function openable(list: ModelList, models: ModelRoom, modelId: string) {
  const before = models.find(modelId)
  if (before.problem === null) return before
  await list.lookAtOwn()
  await list.lookAtApps()
  const now = models.find(modelId)
  if (now.problem !== null) throw new PonderError(now.problem)
  return now
}
