import { describeFirst, layOutExamples } from '../../capabilities/chat-with-images/index.ts'
import type { Implementation } from '../../contract/define.ts'
import type { seeingCalls } from '../../contract/seeing.ts'
import type { ConversationRoom } from '../conversation-room.ts'
import type { ImageRoom } from './image-room.ts'
import type { SeeingRoom } from './seeing-room.ts'

/** What a window can ask about images besides a question in a conversation. */
export function createSeeingCalls(
  seeing: SeeingRoom,
  images: ImageRoom,
  conversations: ConversationRoom,
): Implementation<typeof seeingCalls> {
  return {
    describeImage: ({ imageId }, signal) => seeing.describe(imageId, signal),
    readByModel: ({ imageId }, signal) => seeing.read(imageId, signal),
    giveImageText: ({ questionId, image, given }) => {
      conversations.giveImageText(questionId, image, given)
      return {}
    },
    askDescribedFirst: async (input) => {
      const steps = describeFirst(await images.checked(input.parts))
      const asked = await conversations.ask({ ...input, parts: steps.describe, modeAsked: 'quick' })
      void conversations.askAfter(asked.answerId, { ...input, parts: steps.ask })
      return asked
    },
    layOutExamples: ({ examples, image, question }) => layOutExamples(examples, image, question),
    chooseAnswer: ({ parts, choices }, signal) => seeing.choose(parts, choices, signal),
    classifyImage: ({ image, category, classes, withDescriptions }, signal) =>
      seeing.classify(image, category, classes, withDescriptions, signal),
    solvePuzzle: ({ cells, candidates }, signal) => seeing.solve(cells, candidates, signal),
  }
}
