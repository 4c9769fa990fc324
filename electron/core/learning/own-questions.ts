import {
  judgeOn,
  judgePair,
  promptForm,
  sameWords,
  type Pair,
} from '../../capabilities/grade-answers/index.ts'
import type { CalibrationQuestion } from '../../capabilities/think-when-needed/index.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import type { LoadedModel } from '../../contract/models.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Store } from '../../store/store.ts'
import { subjectOf } from '../grading/grade-subject.ts'
import { workingMode } from '../grading/bench.ts'

/** More would drown the questions whose answers are known. */
export const MOST_OWN = 20
/** So far back they are looked for. */
const RECENT = 100

/** What a report calls each of them: it must not repeat the words of a conversation that is deleted later. */
const WORDS = 'one of your own questions'

/** Answers to questions the person asked in Auto, newest first, no question twice. */
export function ownAnswerIds(store: Store, modelKey: string): string[] {
  const found = new Map<string, string>()
  for (const { question, answerId } of store.policySamples(modelKey, RECENT))
    if (question.trim() !== '' && !found.has(question)) found.set(question, answerId)
  return [...found.values()].slice(0, MOST_OWN)
}

/**
 * One of the person's own questions, asked as it was then. There is no right answer to look up, so the model judges: the
 * reward is how likely a new answer is held to be better than the one the person got, ½ where both say the same. Null where
 * it is gone by now, or holds images, which the judge cannot see.
 */
export function ownQuestion(
  store: Store,
  answerId: string,
  { engine, model }: { readonly engine: Pick<Engine, 'generate'>; readonly model: LoadedModel },
): CalibrationQuestion | null {
  const subject = readableSubject(store, answerId)
  if (subject === null) return null
  const { asked, answer, messages } = subject
  return {
    kind: 'your own',
    text: asked.question,
    answers: [],
    own: {
      says: WORDS,
      messages,
      rewardOf: async (text, signal) => {
        if (text.trim() === '') return 0
        if (sameWords(text, answer.text)) return 0.5
        const pair: Pair = { ...asked, first: text, second: answer.text }
        const how = { form: promptForm(model.contextSize), votes: 1 }
        return (await judgePair(judgeOn(engine, workingMode(model), signal), pair, how)).pFirst
      },
    },
  }
}

function readableSubject(store: Store, answerId: string): ReturnType<typeof subjectOf> | null {
  try {
    return subjectOf(store, answerId)
  } catch (thrown) {
    if (thrown instanceof PonderError) return null
    throw thrown
  }
}
