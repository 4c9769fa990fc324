import type { Capability } from '../capability.ts'

export { compareBaselines, type Variances } from './gradient-variance.ts'
export { optimalBaseline } from './optimal-baseline.ts'
export { simulateSequences } from './simulated-sequences.ts'
export { updateByOpo, type PolicySample } from './update-by-opo.ts'

/** Works between messages: core takes a step when enough answers were judged. */
export const learnFromGrades: Capability = {
  name: 'learn-from-grades',
  title: 'Learns from grades',
  paper: 'On-Policy RL with Optimal Reward Baseline, arXiv 2505.23585',
}
