import type { DatabaseSync } from 'node:sqlite'
import { conversationsAndSettings } from './001-conversations.ts'
import { imagesInQuestions } from './002-images.ts'
import { thumbsOnAnswers } from './003-thumbs.ts'
import { gradesOfAnswers } from './004-grades.ts'
import { whatIsLearned } from './005-learning.ts'
import { tournamentsOfAnswers } from './006-tournaments.ts'
import { roundsOfArena } from './007-arena.ts'

/** One step of the store's form; runs in its own transaction, on a copy of the person's file. */
export type Migration = (sqlite: DatabaseSync) => void

/** The migration at index i leads from version i to version i + 1 (`PRAGMA user_version`). */
export const migrations: readonly Migration[] = [
  conversationsAndSettings,
  imagesInQuestions,
  thumbsOnAnswers,
  gradesOfAnswers,
  whatIsLearned,
  tournamentsOfAnswers,
  roundsOfArena,
]
