import { openParentPort } from '../../wire/parent-port.ts'
import { serve } from '../../wire/serve.ts'
import { endWithParent } from '../text/end-with-parent.ts'
import { deviceCheckContract } from './contract.ts'
import { listGpus, tryGpu } from './try-gpu.ts'

// The entry of the process that tries graphics processors. A driver may end it or never answer: it keeps nothing.

const port = await openParentPort()
port.onClose(() => process.exit(0))
endWithParent()

serve(
  deviceCheckContract,
  { list: () => listGpus(), attempt: ({ kind, sampleModel }) => tryGpu(kind, sampleModel) },
  port,
)
