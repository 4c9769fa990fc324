/** Questions nobody has to think about, and questions hardly anyone answers without. */
export const EASY_QUESTIONS = [
  'Hello!',
  'What is the capital of France?',
  'What is the opposite of hot?',
] as const
export const HARD_QUESTIONS = ['What is 47 + 85?', 'What is 386 - 129?', 'What is 68 + 57?'] as const

/** Below this an easy question counts as answered directly, above 1 − this a hard one as thought about. */
const SURE = 0.3

/**
 * Whether a model opens and skips its thought by difficulty. `pThink` asks it about one question, 0 to 1.
 * Stops at the first answer that rules it out: most models always think, so one short prompt is all they cost.
 */
export async function decidesItself(pThink: (question: string) => Promise<number>): Promise<boolean> {
  for (const question of EASY_QUESTIONS) if ((await pThink(question)) > SURE) return false
  for (const question of HARD_QUESTIONS) if ((await pThink(question)) < 1 - SURE) return false
  return true
}
