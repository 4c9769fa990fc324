import type { ReactNode } from 'react'
import { gradingSchema, votesSchema } from '../../../electron/contract/grades.ts'
import type { Settings } from '../../../electron/contract/settings.ts'

type GradingSettingsProps = {
  readonly settings: Settings
  readonly onChange: (change: Partial<Settings>) => void
}

const choices = [
  { grading: 'off', name: 'Only when asked' },
  { grading: 'idle', name: 'When idle' },
  { grading: 'always', name: 'Always' },
] as const

const votes = [
  { count: 1, name: 'One' },
  { count: 3, name: 'Three' },
  { count: 5, name: 'Five' },
] as const

/** When answers are graded, and how thoroughly. */
export function GradingSettings({ settings, onChange }: GradingSettingsProps): ReactNode {
  return (
    <>
      <Choice
        id="setting-grading"
        name="Grade answers"
        hint="By the open model, in the background. Your questions always come first."
        value={settings.grading}
        onChange={(value) => onChange({ grading: gradingSchema.parse(value) })}
        options={choices.map(({ grading, name }) => ({ value: grading, name }))}
      />
      <Choice
        id="setting-votes"
        name="Votes of the judge"
        hint="In each order. More take longer and can be trusted more."
        value={String(settings.gradingVotes)}
        onChange={(value) => onChange({ gradingVotes: votesSchema.parse(Number(value)) })}
        options={votes.map(({ count, name }) => ({ value: String(count), name }))}
      />
    </>
  )
}

type ChoiceProps = {
  readonly id: string
  readonly name: string
  readonly hint: string
  readonly value: string
  readonly options: readonly { readonly value: string; readonly name: string }[]
  readonly onChange: (value: string) => void
}

function Choice({ id, name, hint, value, options, onChange }: ChoiceProps): ReactNode {
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
      <div className="max-w-[17rem] min-w-0 flex-1 basis-44">
        <label htmlFor={id} className="font-medium">
          {name}
        </label>
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      </div>
      <select
        id={id}
        aria-describedby={`${id}-hint`}
        className="field !w-44"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
    </div>
  )
}
