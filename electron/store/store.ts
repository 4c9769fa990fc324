import type { DatabaseSync } from 'node:sqlite'
import { arenaIn } from './arena.ts'
import { calibrationsIn } from './calibrations.ts'
import { chosenModelsIn } from './chosen-models.ts'
import { conversationsIn } from './conversations.ts'
import { databaseOver } from './database.ts'
import { tournamentsIn } from './tournaments.ts'
import { gradesIn } from './grades.ts'
import { modelMemoryIn } from './model-memory.ts'
import { openDatabase, type OpenOptions } from './open-database.ts'
import { pastQuestionsIn } from './past-questions.ts'
import { pathsIn } from './paths.ts'
import { policiesIn } from './policies.ts'
import { policySamplesIn } from './policy-samples.ts'
import { searchIn } from './search.ts'
import { settingsIn } from './settings.ts'
import { thumbsIn } from './thumbs.ts'
import { turnsIn } from './turns.ts'
import { usedImagesIn } from './used-images.ts'

/** Everything of the person's that lasts. Synchronous: every call is saved when it returns. */
export type Store = Readonly<ReturnType<typeof storeOver>>

/** Opens the store in this file, or makes it; ':memory:' lasts as long as the process. */
export function openStore(file: string, options: OpenOptions = {}): Store {
  return storeOver(openDatabase(file, options), file)
}

/** Each room brings its own calls. */
export function storeOver(sqlite: DatabaseSync, file: string) {
  const database = databaseOver(sqlite, file)
  return {
    ...conversationsIn(database),
    ...turnsIn(database),
    ...thumbsIn(database),
    ...pathsIn(database),
    ...searchIn(database),
    ...settingsIn(database),
    ...chosenModelsIn(database),
    ...modelMemoryIn(database),
    ...usedImagesIn(database),
    ...gradesIn(database),
    ...policiesIn(database),
    ...policySamplesIn(database),
    ...calibrationsIn(database),
    ...tournamentsIn(database),
    ...arenaIn(database),
    ...pastQuestionsIn(database),
    transaction: database.transaction,
    close: database.close,
  }
}
