import type { ReactNode } from 'react'
import type { Arena } from '../../../../electron/contract/arena.ts'
import { unvotedWords } from './arena-words.ts'

type UnvotedRoundsProps = { readonly rounds: Arena['unvoted']; readonly onShow: (roundId: string) => void }

/** The way back to rounds that were left for another one before the vote. */
export function UnvotedRounds({ rounds, onShow }: UnvotedRoundsProps): ReactNode {
  if (rounds.length === 0) return null
  return (
    <details className="mt-6 text-sm">
      <summary>{unvotedWords(rounds.length)}</summary>
      <ul className="mt-2 flex max-h-60 flex-col gap-1 overflow-y-auto p-0.5">
        {rounds.map(({ id, beginning }) => (
          <li key={id} className="min-w-0">
            <button
              type="button"
              dir="auto"
              className="max-w-full truncate rounded text-start underline decoration-line underline-offset-4 hover:decoration-current"
              onClick={() => onShow(id)}
            >
              {beginning}
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}
