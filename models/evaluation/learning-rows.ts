import { compareBaselines, simulateSequences } from '../../electron/capabilities/learn-from-grades/index.ts'
import { hiddenRule } from '../../electron/capabilities/think-when-needed/index.ts'
import { average } from './rows.ts'
import type { Row } from './rows.ts'

/** Runs of the simulation, each with a seed of its own. */
const RUNS = 10
const SEQUENCES = 8000

/** A rule nobody told the router, and how much less the gradient scatters with OPO's baseline than with the mean. */
export function learningRows(seed: number): Row[] {
  const rule = (name: string, rule: Parameters<typeof hiddenRule>[0]['rule']): Row => ({
    name,
    unit: 'share',
    ...hiddenRule({ seed, rule }),
  })
  const ratios = Array.from({ length: RUNS }, (_, run) => {
    const { opo, mean } = compareBaselines(simulateSequences('long-is-right', SEQUENCES, seed * 1000 + run))
    return opo / mean
  })
  return [
    rule('hidden-rule', 'think-with-marker'),
    rule('hidden-rule-swapped', 'quick-with-marker'),
    rule('hidden-rule-none', 'none'),
    average('opo-variance-ratio', 'ratio', ratios),
  ]
}
