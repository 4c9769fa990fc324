import { openParentPort } from '../parent-port.ts'
import { serve } from '../serve.ts'
import { numberContract, numberService } from './number-service.ts'

const port = await openParentPort()
port.onClose(() => process.exit(0))
// The tests ask for bugs and look at what the asker gets.
serve(numberContract, numberService(), port, { onBug: () => {} })
