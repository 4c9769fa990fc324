import { limitMemory } from '../engine/header-check/limit-memory.ts'
import { endWithParent } from '../engine/text/end-with-parent.ts'
import { openParentPort } from '../wire/parent-port.ts'
import { serve } from '../wire/serve.ts'
import { mediaContract } from './contract.ts'
import { removeLeftOvers } from './heic.ts'
import { cropPicture, keepPicture, shrinkPicture } from './picture.ts'
import { createTextReader } from './read-text.ts'

/** Half as much again as the largest image that is taken has needed: 100 million interlaced pixels of 64 bits. */
const MOST_MEMORY = 1.5 * 2 ** 30

// The entry of the media worker: whatever a person drops is decoded here, and HEIC by a program of the system that it
// starts. It may be killed at any time: that program and its folder have a guardian of their own, and it keeps nothing
// else.

const port = await openParentPort()
port.onClose(() => process.exit(0))
endWithParent()
limitMemory(MOST_MEMORY)
const reader = createTextReader()
void removeLeftOvers()

serve(
  mediaContract,
  {
    ping: () => null,
    keep: (given) => keepPicture(given),
    crop: ({ whole, box, name }) => cropPicture(whole, box, name),
    shrink: ({ whole, longestSide, name }) => shrinkPicture(whole, longestSide, name),
    readText: (request) => reader.read(request),
  },
  port,
)
