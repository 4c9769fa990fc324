import type { Arena, ArenaRound, Revealed } from '../../contract/arena.ts'
import type { KeptRound } from '../../store/arena.ts'
import { boardOf } from './arena-board.ts'

/** Of the prompt of a round that is only listed. */
const LONGEST_BEGINNING = 200

/** What a window may see of all rounds, oldest first: the chosen one, else the newest. `runningId`: the one at work. */
export function shownArena(
  rounds: readonly KeptRound[],
  chosenId: string | null,
  runningId: string | null,
): Arena {
  const last = rounds.at(-1)
  const shown = rounds.find(({ id }) => id === chosenId) ?? last
  const unvoted = rounds.filter(({ id, vote }) => vote === null && id !== shown?.id)
  return {
    round: shown === undefined ? null : shownRound(shown, runningId === shown.id),
    unvoted: unvoted
      .toReversed()
      .map(({ id, prompt }) => ({ id, beginning: prompt.slice(0, LONGEST_BEGINNING) })),
    board: boardOf(rounds),
    setup: last === undefined ? null : setupOf(last),
  }
}

function shownRound(round: KeptRound, isRunning: boolean): ArenaRound {
  const { id, prompt, left, right, vote, judge, problem, createdAt } = round
  const wasRunning = round.state === 'answering' || round.state === 'judging'
  return {
    id,
    prompt,
    // One that was running when Ponder was closed is stopped now.
    state: wasRunning && !isRunning ? 'stopped' : round.state,
    done: [left, right].filter(({ answer }) => answer !== null).length,
    texts: textsOf(round),
    reveal: vote === null ? null : { vote, left: revealed(left), right: revealed(right), judge },
    problem,
    createdAt,
  }
}

/** Null until both are there. */
export function textsOf({ left, right }: KeptRound): ArenaRound['texts'] {
  if (left.answer === null || right.answer === null) return null
  return { left: left.answer.text, right: right.answer.text }
}

function revealed({ contender, answer }: KeptRound['left']): Revealed {
  return {
    contender,
    thought: answer?.thought ?? '',
    tokens: answer?.tokens ?? 0,
    ms: answer?.ms.total ?? 0,
  }
}

function setupOf({ left, right, firstIsLeft }: KeptRound): Arena['setup'] {
  return firstIsLeft ? [left.contender, right.contender] : [right.contender, left.contender]
}
