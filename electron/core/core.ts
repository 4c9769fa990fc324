import { totalmem } from 'node:os'
import { join } from 'node:path'
import type { Implementation } from '../contract/define.ts'
import type { LoadedModel } from '../contract/models.ts'
import type { Problem } from '../contract/ponder-error.ts'
import type { WindowCalls } from '../contract/window-calls.ts'
import type { Spawn } from '../engine/child.ts'
import { openHeaderChecker } from '../engine/header-check/header-checker.ts'
import type { Prober } from '../engine/devices/child-prober.ts'
import { openScorer } from '../engine/scorer.ts'
import { openSeeingEngine } from '../engine/seeing/seeing-engine.ts'
import { openTextEngine, type TextEngine } from '../engine/text-engine.ts'
import { openVisionEngine } from '../engine/vision/open-vision-engine.ts'
import { publicHub, type Hub } from '../model-files/download/hub-request.ts'
import type { Places } from '../model-files/found/places.ts'
import { openStore } from '../store/store.ts'
import { createArenaRoom } from './grading/arena-room.ts'
import { createAppWatchers } from './app-watchers.ts'
import { createBesideChat } from './beside-chat.ts'
import { createCalls } from './calls.ts'
import { createConversationRoom } from './conversation-room.ts'
import { createDemoEyes } from './seeing/demo-eyes.ts'
import { createDeviceRoom } from './models/device-room.ts'
import { createDownloadRoom } from './models/download-room.ts'
import { createGradeFollowers } from './grading/grade-followers.ts'
import { createGradeRoom } from './grading/grade-room.ts'
import { createJudgeSteps } from './grading/judge-step.ts'
import { createPersonNotes } from './grading/person-notes.ts'
import { createLearningRoom } from './learning/learning-room.ts'
import { createLine } from './line.ts'
import { openImages } from './seeing/open-images.ts'
import { createModelMemory } from './models/model-memory.ts'
import { createModelCopies } from './models/model-copies.ts'
import { createExpectedThinking } from './models/expected-thinking.ts'
import { createModelFacts } from './models/model-facts.ts'
import { createModelList } from './models/model-list.ts'
import { createModelRoom } from './models/model-room.ts'
import { createProjectorRoom } from './models/projector-room.ts'
import { createTournamentRoom } from './grading/tournament-room.ts'
import { createOtherModels } from './models/other-models.ts'
import { openFirstModel } from './models/open-first-model.ts'
import { createSeeingRoom } from './seeing/seeing-room.ts'

const ponderClosed: Problem = {
  code: 'ponder-closed',
  message: 'This answer ended when Ponder was closed.',
  remedy: 'Continue it, or redo it.',
}

export type CoreOptions = {
  readonly dataFolder: string
  readonly demoFolder: string
  readonly spawn: Spawn
  readonly shell: 'desktop' | 'browser'
  readonly version: string
  /** The path of a model named on the command line. */
  readonly givenModel: string | null
  /** Where the models of other apps are looked for; without it, nowhere. */
  readonly places?: Places
  /** Where models are downloaded from when a person asks; without it, huggingface.co. */
  readonly hub?: Hub
  /** Tries graphics processors; without it, in children of their own. */
  readonly prober?: Prober
  /** Whether a model writes several samples at once; without it, on a graphics processor. */
  readonly writesSeveral?: (model: LoadedModel) => boolean
  /** ':memory:' keeps nothing. */
  readonly storeFile?: string
}

export type Core = {
  readonly calls: Implementation<WindowCalls>
  /** Adds a model file wherever it is, and returns its id. For shells: no window names a path. */
  readonly addModel: (path: string) => Promise<string>
  /** Stops what runs and keeps its part. May be called again. */
  readonly close: () => Promise<void>
}

/**
 * Ponder without a shell: the store, the engine and the calls a window makes. Starts opening the last model at once.
 * Throws a PonderError when the store cannot be opened.
 */
export function openCore(options: CoreOptions): Core {
  const store = openStore(options.storeFile ?? join(options.dataFolder, 'ponder.db'))
  const images = openImages({
    dataFolder: options.dataFolder,
    spawn: options.spawn,
    store,
    keepsNothing: options.storeFile === ':memory:',
  })
  images.forgetDeleted()
  store.markInterrupted()
  const memory = createModelMemory(store)
  // Two, since a model that is to be opened must not wait until a whole list has been looked at.
  const checker = openHeaderChecker(options.spawn)
  const listChecker = openHeaderChecker(options.spawn)

  const watchers = createAppWatchers(() => [
    { kind: 'settings', settings: store.settings() },
    { kind: 'models', models: list.entries(), notes: list.notes() },
    { kind: 'downloads', downloads: downloads.downloads() },
    { kind: 'devices', devices: devices.devices() },
    ...(models.isDecided() ? [{ kind: 'engine' as const, engine: models.state() }] : []),
    { kind: 'conversations', conversations: store.listConversations() },
    { kind: 'answering', conversationIds: conversations.answering() },
  ])
  const closed = new AbortController()
  const devices = createDeviceRoom({
    ...options,
    choice: () => (closed.signal.aborted ? 'cpu' : store.settings().device),
    changed: () => watchers.publish({ kind: 'devices', devices: devices.devices() }),
  })
  const probeFolder = join(options.dataFolder, 'probes')
  const { spawn } = options
  const withEyes = (text: TextEngine) =>
    openSeeingEngine({
      text,
      openVision: (onOpen) => openVisionEngine({ spawn, onOpen }),
      shrink: (path, longestSide, signal) => images.room.shrink(path, longestSide, signal),
    })
  const engine = withEyes(
    openTextEngine({ spawn, checker, probeFolder, devices, crashed: ({ path }) => memory.crashed(path) }),
  )

  const ownFolder = join(options.dataFolder, 'models')
  const list = createModelList({
    folders: {
      demoFolder: options.demoFolder,
      ownFolder,
      given: options.givenModel,
    },
    places: options.places ?? null,
    store,
    changed: () => watchers.publish({ kind: 'models', models: list.entries(), notes: list.notes() }),
  })
  const downloads = createDownloadRoom({
    hub: options.hub ?? publicHub(),
    modelsFolder: ownFolder,
    keptFile: join(options.dataFolder, 'downloads.json'),
    memoryBytes: totalmem(),
    changed: () => watchers.publish({ kind: 'downloads', downloads: downloads.downloads() }),
    finished: async (path) => {
      await list.lookAtOwn()
      return list.files().find((file) => file.path === path)?.id ?? null
    },
  })
  const line = createLine()
  const loaded = async (signal: AbortSignal) => ({ engine, model: await models.ready(signal) })
  const beside = createBesideChat({ chat: line, ready: loaded })
  const learning = createLearningRoom({ store, engine, line, beside, files: list.files })
  const projectors = createProjectorRoom({
    folders: [ownFolder, options.demoFolder],
    memory,
  })
  const models = createModelRoom({
    engine,
    memory,
    projectorOf: projectors.pathFor,
    files: list.files,
    changed: (state) => {
      if (state.kind === 'ready') remember(state.model.id)
      learning.engineChanged(state)
      watchers.publish({ kind: 'engine', engine: state })
    },
  })
  /** The model that has come up comes back at the next start. */
  const remember = (modelId: string) => {
    const before = store.settings().modelId
    const source = list.files().find((file) => file.id === modelId)?.source
    // The demo model comes back without being remembered, wherever it then lies.
    if (before === modelId || source === 'given' || (source === 'demo' && before === null)) return
    watchers.publish({ kind: 'settings', settings: store.changeSettings({ modelId }) })
  }
  const facts = createModelFacts({
    checker: listChecker,
    state: models.state,
    files: list.files,
    chosenContext: memory.context,
    projectors,
    expectThinking: createExpectedThinking({
      checker: listChecker,
      chosenTemplate: memory.template,
      probeFolder,
    }),
    freeBytes: () => process.availableMemory(),
  })
  const others = createOtherModels({
    engine,
    models,
    beside,
    facts,
    openEngine: () => openTextEngine({ spawn, checker, probeFolder, devices }),
    openScorer: () => openScorer({ spawn, devices }),
    takesTurns: () => store.settings().secondModel === 'turns',
  })
  const judging = {
    store,
    steps: createJudgeSteps(store, options.writesSeveral),
    followers: createGradeFollowers(),
    judge: (signal: AbortSignal) => others.judge(store.settings().judgeModelId, signal),
    answerer: (signal: AbortSignal) => others.bench(null, signal),
  }
  const openModelId = () => {
    const state = models.state()
    return state.kind === 'ready' ? state.model.id : null
  }
  const arena = createArenaRoom({
    store,
    bench: others.bench,
    judge: judging.judge,
    steps: judging.steps,
    nameOf: (modelId) => models.find(modelId).name,
    openModelId,
  })
  const grades = createGradeRoom({ ...judging, line, graded: learning.policies.graded })
  const tournaments = createTournamentRoom({
    ...judging,
    judgeBeside: (signal) => others.judgeBeside(store.settings().judgeModelId, signal),
    answerer: others.bench,
    pathChanged: (conversationId) => conversations.pathChanged(conversationId),
  })
  const conversations = createConversationRoom({
    store,
    engine,
    models,
    line,
    ended: grades.answerEnded,
    imagePath: images.room.pathOf,
    learning,
    answeringChanged: (conversationIds) =>
      watchers.publish({ kind: 'answering', conversationIds: [...conversationIds] }),
    listChanged: () => watchers.publish({ kind: 'conversations', conversations: store.listConversations() }),
  })

  const demoEyes = createDemoEyes({
    files: list.files,
    openEngine: () => withEyes(openTextEngine({ spawn, checker, probeFolder })),
  })
  const seeing = createSeeingRoom({ engine, models, demoEyes, imagePath: images.room.pathOf })

  void openFirstModel({ list, models, memory, lastId: store.settings().modelId, closed: closed.signal })

  const close = async () => {
    closed.abort()
    grades.close()
    tournaments.close()
    await arena.close()
    await learning.close()
    await conversations.stopAll(undefined, ponderClosed)
    await downloads.close()
    await engine.close()
    await demoEyes.close()
    await others.close()
    devices.close()
    checker.close()
    listChecker.close()
    memory.close()
    images.close()
    images.forgetDeleted()
    store.close()
  }
  let closing: Promise<void> | null = null
  return {
    calls: createCalls({
      store,
      engine,
      list,
      copies: createModelCopies(ownFolder, list, checker),
      downloads,
      devices,
      grading: {
        grades,
        notes: createPersonNotes(store, judging.followers),
        tournaments,
        followers: judging.followers,
        describeJudge: others.describeJudge,
      },
      arena,
      images: images.room,
      seeing,
      models,
      projectors,
      facts,
      learning,
      conversations,
      watchers,
      options,
    }),
    addModel: async (path) => (await list.add(path)).id,
    close: () => (closing ??= close()),
  }
}
