import type { Capability } from '../capability.ts'

export { choiceProbabilities, placeOfLargest } from './choice-probabilities.ts'
export { describeClasses } from './describe-classes.ts'
export { DESCRIBE_ONE, describeFirst } from './describe-first.ts'
export { layOutExamples } from './lay-out-examples.ts'
export { layOutPuzzle } from './lay-out-puzzle.ts'
export { scoreChoices } from './score-choices.ts'

/** Nothing happens to a message on its way: what this adds is asked for by calls of its own. */
export const chatWithImages: Capability = {
  name: 'chat-with-images',
  title: 'Chat with images',
  paper: 'Language Is Not All You Need: Aligning Perception with Language Models, arXiv 2302.14045',
}
