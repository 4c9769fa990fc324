import type {
  ArenaRound,
  ArenaVote,
  Leaderboard,
  NamedContender,
} from '../../../../electron/contract/arena.ts'
import { isDoubtful, isUndecided } from '../../../../electron/contract/undecided.ts'
import { percent } from '../../../parts/amounts.ts'

/** Only the beginning of a system prompt is shown; two that begin alike are told apart by their place. */
const PROMPT_SHOWN = 28

/** How a contender is called: its model, and everything in which it may differ from another. */
export function contenderWords({ modelName, mode, temperature, systemPrompt }: NamedContender): string {
  const prompt = systemPrompt.replaceAll(/\s+/gu, ' ')
  const begin = prompt.length > PROMPT_SHOWN ? `${prompt.slice(0, PROMPT_SHOWN).trimEnd()}…` : prompt
  return [
    modelName,
    mode === 'think' ? 'thinks' : 'quick',
    ...(temperature === 0 ? [] : [`temperature ${temperature}`]),
    ...(prompt === '' ? [] : [`told “${begin}”`]),
  ].join(', ')
}

/** Keys 1 to 4, in this order. */
export const votes: readonly { readonly vote: ArenaVote; readonly name: string }[] = [
  { vote: 'left', name: 'A is better' },
  { vote: 'right', name: 'B is better' },
  { vote: 'tie', name: 'Equally good' },
  { vote: 'both-bad', name: 'Both bad' },
]

export function roundWords({ state, done, reveal }: ArenaRound): string {
  switch (state) {
    case 'answering':
      return `Being written: ${done} of 2 answers are there. Your chat comes first.`
    case 'judging':
      return reveal === null ? 'Which one is better?' : 'The judge has not voted yet. Your chat comes first.'
    case 'done':
      if (reveal === null) return 'Which one is better?'
      return reveal.judge?.comparison.judgements.length === 0 ? 'You have voted.' : 'Both have voted.'
    case 'stopped':
      if (done < 2) return 'Stopped.'
      return reveal === null ? 'Which one is better?' : 'Stopped before the judge voted.'
    case 'failed':
      return done < 2 ? 'It could not be finished.' : 'The judge could not vote.'
  }
  return state satisfies never
}

/** Of the rounds besides the one that is shown. */
export function unvotedWords(count: number): string {
  return count === 1
    ? 'One more round has no vote of yours yet'
    : `${count} more rounds have no vote of yours yet`
}

/** What the person voted, once it is known who is who. */
export function voteWords(vote: ArenaVote): string {
  const words: Readonly<Record<ArenaVote, string>> = {
    left: 'You found A better.',
    right: 'You found B better.',
    tie: 'You found both equally good.',
    'both-bad': 'You found both bad.',
  }
  return words[vote]
}

export function judgeWords(judge: NonNullable<NonNullable<ArenaRound['reveal']>['judge']>): string {
  const { pFirst, isConsistent, judgements } = judge.comparison
  if (judgements.length === 0) return 'Both say the same, so the judge had nothing to do.'
  if (isUndecided(pFirst))
    return isConsistent === false
      ? `The judge, ${judge.name}, is undecided: it changed sides when the order was swapped.`
      : `The judge, ${judge.name}, is undecided.`
  return `The judge, ${judge.name}, finds ${pFirst > 0.5 ? 'A' : 'B'} better${isDoubtful(judge.comparison) ? ', with doubts' : ''}.`
}

export function agreementWords({ agreement, votes: count }: Leaderboard): string {
  if (agreement === null) return 'You and the judge have not voted on the same round yet.'
  const { share, kappa, n } = agreement
  const both = `You and the judge agree in ${Math.round(share * n)} of ${n} ${n === 1 ? 'round' : 'rounds'} (${percent(share)})`
  const chance =
    kappa === null
      ? 'beyond chance that says nothing yet, since both always vote alike'
      : `Cohen’s kappa is ${kappa.toFixed(2)}: 0 is what chance alone would give, 1 is full agreement`
  return `${both}; ${chance}.${count > n ? ` In ${count - n} more only you have voted.` : ''}`
}
