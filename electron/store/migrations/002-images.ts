import type { DatabaseSync } from 'node:sqlite'

/**
 * Questions may hold images from here on: parts of the kind "image" with the image's id, whose file lies beside the
 * store. Which files are still needed is asked at every start; the index finds those few questions among all turns.
 */
export function imagesInQuestions(sqlite: DatabaseSync): void {
  sqlite.exec(`
    CREATE INDEX turns_with_images ON turns (conversation_id) WHERE instr(parts, '"kind":"image"') > 0;
  `)
}
