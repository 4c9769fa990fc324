import type { ReactNode } from 'react'
import { Icon } from '../../parts/icon.tsx'

/** As many as have a letter. */
const MOST_CHOICES = 26

type ChoiceListProps = {
  readonly choices: readonly string[]
  readonly onChange: (choices: readonly string[]) => void
}

/** Answers to choose from, each in a field of its own. */
export function ChoiceList({ choices, onChange }: ChoiceListProps): ReactNode {
  return (
    <div className="mt-2">
      <ol aria-label="Answers" className="flex flex-col gap-1.5">
        {choices.map((choice, index) => (
          <li key={index} className="flex items-center gap-1">
            <input
              aria-label={`Answer ${index + 1}`}
              className="field"
              maxLength={200}
              value={choice}
              onChange={(event) => onChange(choices.with(index, event.currentTarget.value))}
            />
            <button
              type="button"
              className="icon-button"
              aria-label={`Remove answer ${index + 1}`}
              disabled={choices.length <= 2}
              onClick={() => onChange(choices.toSpliced(index, 1))}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ol>
      <button
        type="button"
        className="button mt-2"
        disabled={choices.length >= MOST_CHOICES}
        onClick={() => onChange([...choices, ''])}
      >
        Add an answer
      </button>
    </div>
  )
}
