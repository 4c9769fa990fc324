import type { ReactNode } from 'react'
import type { Answer, ShownTurn } from '../../electron/contract/turns.ts'
import { BestOfItem, GradeButtons } from '../capabilities/grade-answers/index.ts'
import { Icon } from '../parts/icon.tsx'
import { Menu, MenuItem } from '../parts/menu.tsx'
import { useCopied } from '../parts/use-copied.ts'
import { BranchSwitch } from './branch-switch.tsx'
import { RouteLine } from './route-line.tsx'
import { useChatActions } from './use-chat-actions.ts'

type AnswerLineProps = {
  readonly answer: Answer
  readonly shown: ShownTurn
  readonly isLast: boolean
  readonly onDetails: (answerId: string) => void
}

/** The one quiet line under an answer. Its room is kept always, so nothing moves when it appears. */
export function AnswerLine({ answer, shown, isLast, onDetails }: AnswerLineProps): ReactNode {
  const { redo, canThink } = useChatActions()
  const { copied, copy } = useCopied()
  if (answer.status === 'running')
    return (
      <div className="turn-line turn-line-shown -ml-1.5">
        <RouteLine answer={answer} onDetails={onDetails} />
      </div>
    )
  return (
    <div className={`turn-line -ml-1.5 ${isLast ? 'turn-line-shown' : ''}`}>
      <BranchSwitch shown={shown} />
      {answer.text !== '' && (
        <button
          type="button"
          className="icon-button"
          aria-label="Copy answer"
          title="Copy answer"
          onClick={() => copy(answer.text)}
        >
          <Icon name={copied ? 'check' : 'copy'} />
        </button>
      )}
      <Menu name="Redo" button={<Icon name="redo" />}>
        <MenuItem onChoose={() => redo(answer, answer.modeAsked)}>Redo</MenuItem>
        <MenuItem onChoose={() => redo(answer, 'think')}>
          {canThink ? 'Redo with thinking' : 'Redo step by step'}
        </MenuItem>
        <MenuItem onChoose={() => redo(answer, 'quick')}>
          {canThink ? 'Redo without thinking' : 'Redo as a plain answer'}
        </MenuItem>
        <BestOfItem answer={answer} />
      </Menu>
      <GradeButtons answer={answer} siblingIds={shown.siblingIds} />
      <RouteLine answer={answer} onDetails={onDetails} />
    </div>
  )
}
