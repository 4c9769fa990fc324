import type { Capability } from '../capability.ts'

/**
 * Grading happens after an answer is stored, when nobody waits for the engine, so it hooks into no message: core runs it
 * (core/grading/grade-room.ts) with what is exported here.
 */
export const gradeAnswers: Capability = {
  name: 'grade-answers',
  title: 'Graded',
  paper: 'Reward Reasoning Model, arXiv 2505.14674',
}

export { judgeOn } from './ask-judge.ts'
export { ATTEMPTS, REFUSAL, chooseSiblings } from './choose-rivals.ts'
export { collectSeveral, collectWords, yielded, type Words } from './collect-words.ts'
export { compareScores } from './compare-scores.ts'
export { countJudgements, judgeOnce } from './judge-pair.ts'
export type { Judgement, PairJudgement } from './judge-pair.ts'
export { judgeMessages, promptForm } from './judge-prompt.ts'
export type { Pair } from './judge-prompt.ts'
export { isSettledQuickly } from './quick-verdict.ts'
export { sameWords } from './same-words.ts'
export { scoreAnswer } from './score-answer.ts'
export { shortReason } from './short-reason.ts'
export { agreementOf } from './agreement.ts'
export { bradleyTerry } from './bradley-terry.ts'
export { leaderboard } from './leaderboard.ts'
export type { Met, PairVote } from './leaderboard.ts'
export { knockout } from './knockout.ts'
export { judgePair } from './judge-pair.ts'
export type { AskJudge } from './ask-judge.ts'
export { roundRobin } from './round-robin.ts'
export { preferenceLine, preferencesOf } from './preferences.ts'
