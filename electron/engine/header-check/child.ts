import { hashFile } from '../../model-files/hash-file.ts'
import { readModelHeader } from '../../model-files/header/read-model-header.ts'
import { openParentPort } from '../../wire/parent-port.ts'
import { serve } from '../../wire/serve.ts'
import { expectThinking } from '../think-modes/templates/expect-thinking.ts'
import { endWithParent } from '../text/end-with-parent.ts'
import { headerCheckContract } from './contract.ts'
import { limitMemory } from './limit-memory.ts'

/** The process itself takes 80 MB, the largest vocabulary in use another 60, a template at most 128. */
const MOST_MEMORY = 512 * 2 ** 20

// The entry of the process that reads the headers of model files and their templates. It may be killed at any time: it keeps nothing.

const port = await openParentPort()
port.onClose(() => process.exit(0))
endWithParent()
limitMemory(MOST_MEMORY)

serve(
  headerCheckContract,
  {
    readHeader: ({ path, name }) => readModelHeader(path, name),
    expectThinking: ({ template, name }) => expectThinking(template, name),
    hash: ({ path }) => hashFile(path),
  },
  port,
)
