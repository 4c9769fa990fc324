import type { ReactNode } from 'react'
import { gradingSchema, judgeThinksSchema, votesSchema } from '../../../electron/contract/grades.ts'
import type { ModelEntry } from '../../../electron/contract/models.ts'
import type { Settings } from '../../../electron/contract/settings.ts'
import { useJudgeHint } from './use-judge-hint.ts'

type GradingSettingsProps = {
  readonly settings: Settings
  readonly models: readonly ModelEntry[]
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

const secondModels = [
  { secondModel: 'beside', name: 'Beside it, if both fit' },
  { secondModel: 'turns', name: 'In its place' },
] as const

const thoughts = [
  { judgeThinks: 'always', name: 'Always' },
  { judgeThinks: 'unsure', name: 'When it is unsure' },
] as const

/** The open model has no id of its own in a list of choices. */
const OPEN = ''

/** When answers are graded, by whom, and how thoroughly. */
export function GradingSettings({ settings, models, onChange }: GradingSettingsProps): ReactNode {
  const { judgeModelId, secondModel } = settings
  const hint = useJudgeHint(judgeModelId, secondModel)
  const usable = models.filter(({ problem }) => problem === null)
  const isGone = judgeModelId !== null && !usable.some(({ id }) => id === judgeModelId)
  return (
    <>
      <Choice
        id="setting-grading"
        name="Grade answers"
        hint="In the background. Your questions always come first."
        value={settings.grading}
        onChange={(value) => onChange({ grading: gradingSchema.parse(value) })}
        options={choices.map(({ grading, name }) => ({ value: grading, name }))}
      />
      <Choice
        id="setting-judge"
        name="Judge"
        hint={judgeModelId === null ? 'Who grades, compares and votes in the arena.' : (hint ?? ' ')}
        value={judgeModelId ?? OPEN}
        onChange={(value) => onChange({ judgeModelId: value === OPEN ? null : value })}
        options={[
          { value: OPEN, name: 'The open model' },
          ...(isGone ? [{ value: judgeModelId, name: 'Not here any more' }] : []),
          ...usable.map(({ id, name }) => ({ value: id, name })),
        ]}
      />
      <Choice
        id="setting-second"
        name="A second model works"
        hint="A judge of its own, or a model in the arena, while the open one waits."
        value={secondModel}
        onChange={(value) => onChange({ secondModel: value === 'turns' ? 'turns' : 'beside' })}
        options={secondModels.map((each) => ({ value: each.secondModel, name: each.name }))}
      />
      <Choice
        id="setting-judge-thinks"
        name="The judge thinks"
        hint="Unsure: its quick verdicts differ when the answers are swapped, or are below 90 %."
        value={settings.judgeThinks}
        onChange={(value) => onChange({ judgeThinks: judgeThinksSchema.parse(value) })}
        options={thoughts.map(({ judgeThinks, name }) => ({ value: judgeThinks, name }))}
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
