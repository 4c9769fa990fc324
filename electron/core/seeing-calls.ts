import type { Implementation } from '../contract/define.ts'
import { PonderError } from '../contract/ponder-error.ts'
import type { seeingCalls } from '../contract/seeing.ts'

/** What a window can ask about images besides a question in a conversation. */
export function createSeeingCalls(): Implementation<typeof seeingCalls> {
  return {
    describeImage: cannotSee,
    giveImageText: cannotSee,
    askDescribedFirst: cannotSee,
    layOutExamples: cannotSee,
    chooseAnswer: cannotSee,
    classifyImage: cannotSee,
    solvePuzzle: cannotSee,
  }
}

function cannotSee(): never {
  throw new PonderError({
    code: 'cannot-see-images',
    message: 'There is no model here that can see images.',
    remedy: 'Choose a model that has its image half beside it.',
  })
}
