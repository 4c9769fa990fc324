import { openParentPort } from '../../wire/parent-port.ts'
import { serve } from '../../wire/serve.ts'
import { endWithParent } from '../text/end-with-parent.ts'
import { visionContract } from './contract.ts'
import { createLocalVisionEngine } from './local-vision-engine.ts'

// The entry of the vision engine's child process: the local engine, served to core over the parent's port.

// Before anything is done in the pool: with one thread its work is done in order, see llama-node.ts.
process.env['UV_THREADPOOL_SIZE'] = '1'
// The library runs "ffprobe" on images that it cannot decode. There is none here.
process.env['PATH'] = '/nonexistent'

const port = await openParentPort()
const engine = createLocalVisionEngine()

// No orphans: when core goes away, however it went, this process has nothing left to do.
port.onClose(() => process.exit(0))
// Loading is one native call; while it runs, this process would not hear of that.
endWithParent()

serve(
  visionContract,
  {
    ping: () => null,
    load: (request) => engine.load(request),
    countTokens: engine.countTokens,
    answer: engine.answer,
    nextWords: ({ prompt, words }) => engine.nextWords(prompt, words),
    nextTokens: (prompt) => engine.nextTokens(prompt),
    tokensBehind: ({ prompt, text }) => engine.tokensBehind(prompt, text),
    async settled() {
      await engine.settled()
      return null
    },
  },
  port,
)
