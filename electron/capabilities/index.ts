import type { Capability } from './capability.ts'
import { chatWithImages } from './chat-with-images/index.ts'
import { gradeAnswers } from './grade-answers/index.ts'
import { learnFromGrades } from './learn-from-grades/index.ts'
import { thinkWhenNeeded } from './think-when-needed/index.ts'

/** Every capability, in the order a message passes them. Adding one is a folder and a line here. */
export const capabilities: readonly Capability[] = [
  chatWithImages,
  thinkWhenNeeded,
  gradeAnswers,
  learnFromGrades,
]
