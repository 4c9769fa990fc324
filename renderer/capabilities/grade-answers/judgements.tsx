import type { ReactNode } from 'react'
import type { Comparison } from '../../../electron/contract/grades.ts'
import { percent } from '../../parts/amounts.ts'

type JudgementsProps = {
  readonly comparison: Comparison
  /** What the two answers are called, the first at the beginning of a sentence. */
  readonly first: string
  readonly second: string
}

/** What the judge thought, once for each order and vote. */
export function Judgements({ comparison, first, second }: JudgementsProps): ReactNode {
  const small = first.charAt(0).toLowerCase() + first.slice(1)
  const big = second.charAt(0).toUpperCase() + second.slice(1)
  return (
    <ol className="mt-2 flex flex-col gap-2">
      {comparison.judgements.map(({ swapped, vote, chance, why, thought, text, attempts }, index) => (
        <li key={index}>
          <p className="text-muted">
            {comparison.judgements.length > 1 && `${swapped ? big : first} shown first: `}
            {vote === null ? `no verdict (${why ?? 'absent'})` : `for ${vote === 'first' ? small : second}`}
            {typeof chance === 'number' && `, ${percent(chance)} sure`}
            {attempts > 1 && `, after ${attempts} attempts`}
          </p>
          <p
            tabIndex={0}
            role="region"
            aria-label="The judge's thought"
            className="thought-text mt-1 border-l border-line pl-3 text-muted"
          >
            {[thought, text].filter((part) => part !== '').join('\n')}
          </p>
        </li>
      ))}
    </ol>
  )
}
