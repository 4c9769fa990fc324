import { openParentPort } from '../../wire/parent-port.ts'
import { serve } from '../../wire/serve.ts'
import { textEngineContract } from './contract.ts'
import { endWithParent } from './end-with-parent.ts'
import { openLlamaCpp } from './llama-cpp.ts'
import { createLocalEngine } from './local-engine.ts'
import { createLocalScorer } from './local-scorer.ts'

// The entry of the text engine's child process: the local engine, served to core over the parent's port.

const port = await openParentPort()
const engine = createLocalEngine()
const scorer = createLocalScorer()

// No orphans: when core goes away, however it went, this process has nothing left to do. llama.cpp is not disposed of,
// that can hang; the system takes everything back.
port.onClose(() => process.exit(0))
// A native call that never returns would never hear of that.
endWithParent()

serve(
  textEngineContract,
  {
    ping: () => null,
    warm: ({ device }) => {
      openLlamaCpp(device).catch(() => undefined)
      return null
    },
    load: ({ request, probeFolder, device }, signal) => engine.load(request, probeFolder, signal, device),
    generate: engine.generate,
    generateSeveral: ({ request, seeds, atOnce }, signal) =>
      engine.generateSeveral(request, seeds, signal, atOnce),
    async endThought() {
      await engine.endThought()
      return null
    },
    decideThinking: ({ messages, effort, lane }, signal) =>
      engine.decideThinking(messages, signal, effort, lane),
    countTokens: engine.countTokens,
    render: engine.render,
    readTemplate: () => engine.readTemplate(),
    score: scorer.score,
    async prepare(messages, signal) {
      await engine.prepare(messages, signal)
      return null
    },
  },
  port,
)
