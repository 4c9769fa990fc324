import { z } from 'zod'
import { judgeMessages, promptForm, type Pair } from '../../capabilities/grade-answers/index.ts'
import { PonderError } from '../../contract/ponder-error.ts'
import { isReplaced, nameOfModel } from './bench.ts'
import type { Judge } from './judge-step.ts'
import type { KeptWork } from './kept-work.ts'

/** As many as an engine keeps free behind a prompt: no verdict is shorter by much. */
const VERDICT_TOKENS = 32

/** 0 to 1 each. */
export const scoresSchema = z.array(z.number())

const REMEDY = 'Choose a judge with a larger context, or open this model with one.'

/** Whether a judge could read an answer at all, asked before others are written that it is to be compared with. */
export function createFitSteps(work: KeptWork) {
  const ask = async (
    judge: Judge,
    conversationId: string,
    { question, before, first }: Omit<Pair, 'second'>,
    signal: AbortSignal,
  ): Promise<void> => {
    if (judge.kind === 'scores') {
      const asked = [queryOf({ question, before }), [first]] as const
      const key = { conversationId, parts: ['score', judge.key, ...asked] }
      // Where it is too long, it says so itself.
      const score = (stop: AbortSignal) => judge.score(...asked, stop).then((scores) => [...scores])
      await work.once(judge, key, scoresSchema, signal, score)
      return
    }
    const { engine, model } = judge
    const messages = judgeMessages({ question, before, first, second: '' }, promptForm(model.contextSize))
    const key = { conversationId, parts: ['count', nameOfModel(model), messages] }
    const tokens = await work.once(judge, key, z.int(), signal, () => engine.countTokens(messages))
    if (tokens + VERDICT_TOKENS > model.contextSize) throw tooLongAlone()
  }

  return {
    /**
     * Throws in words where the question with this one answer is too long already. The other answers are not known yet: where
     * only both together are too long, it is found when they are judged.
     */
    refuseTooLong: async (...asked: Parameters<typeof ask>): Promise<void> => {
      try {
        await ask(...asked)
      } catch (thrown) {
        // Whoever took the judge's place is asked later.
        if (!isReplaced(thrown)) throw thrown
      }
    },
  }
}

/** What a judge that scores is asked about. */
export function queryOf({ question, before }: Pick<Pair, 'question' | 'before'>): string {
  return [before, question].filter((part) => part !== '').join('\n\n')
}

function tooLongAlone(): PonderError {
  return new PonderError({
    code: 'too-long-to-judge',
    message:
      'The question with this answer is too long for the judge to read, so no other answers were written.',
    remedy: REMEDY,
  })
}

/** A conversation that is too long is told to shorten itself; here that would help nothing. */
export function tooLongTogether(): PonderError {
  return new PonderError({
    code: 'too-long-to-judge',
    message: 'The question and the two answers are too long for the judge to read together.',
    remedy: REMEDY,
  })
}
