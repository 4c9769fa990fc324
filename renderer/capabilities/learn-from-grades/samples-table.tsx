import type { ReactNode } from 'react'
import type { LearningSample } from '../../../electron/contract/learning.ts'
import { TableFigure, type Cell } from '../../parts/table-figure.tsx'
import { addressOf } from '../../state/place.ts'
import { rewardWords, stateWords } from './learning-words.ts'

const modeNames = { think: 'Thought', quick: 'Quick', plain: 'Plain' } as const

/** Every Auto answer that was kept, newest first, with its reward and what became of it. */
export function SamplesTable({ samples }: { readonly samples: readonly LearningSample[] }): ReactNode {
  return (
    <TableFigure
      title="Answers given in Auto"
      caption="Newest first. A reward goes from 0 to 1, length counts tokens of thought and answer, and the advantage is the reward beyond the baseline of its step. Outdated: an older version chose, so nothing is learned from it."
      heading={['Question', 'Way', 'P(think)', 'Reward', 'Length', 'Advantage', 'State', 'Version']}
      rows={samples.map((sample) => ({ key: sample.answerId, cells: cellsOf(sample) }))}
    />
  )
}

function cellsOf(sample: LearningSample): readonly Cell[] {
  const { question, conversationId, answerId, mode, explored, pThink, reward, length, advantage, version } =
    sample
  const way = explored ? `${modeNames[mode]}, a try` : modeNames[mode]
  return [
    {
      text: question,
      shown: (
        <a
          href={addressOf(conversationId, answerId)}
          className="line-clamp-2 min-w-44 break-words whitespace-normal underline decoration-(--edge) underline-offset-3"
        >
          {question === '' ? 'An image' : question}
        </a>
      ),
    },
    way,
    { text: pThink, shown: pThink.toFixed(2) },
    { text: reward, shown: rewardWords(sample) },
    length,
    { text: advantage, shown: advantage === null ? '–' : signed(advantage) },
    stateWords(sample),
    version,
  ]
}

/** With its sign always: above 0 it spoke for its way. */
function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`
}
