import { brokenNumbers } from './broken/broken-numbers.ts'
import { brokenSettings } from './broken/broken-settings.ts'
import { brokenTensors } from './broken/broken-tensors.ts'
import { brokenVocabularies } from './broken/broken-vocabularies.ts'
import { cutFiles } from './broken/cut-files.ts'
import { otherFiles } from './broken/other-files.ts'
import type { BrokenFile } from './broken/sound-model.ts'

export type { BrokenFile } from './broken/sound-model.ts'

/**
 * Every way we know for a model file to be of no use, each with the code of the sentence that a person must get for it.
 * A file that once crashed or hung anything is kept here for good.
 */
export const brokenFiles: readonly BrokenFile[] = [
  ...cutFiles,
  ...brokenSettings,
  ...brokenTensors,
  ...brokenNumbers,
  ...brokenVocabularies,
  ...otherFiles,
]
