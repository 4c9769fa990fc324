import { useId, type ReactNode } from 'react'
import type { Contender } from '../../../../electron/contract/arena.ts'
import type { ModelEntry } from '../../../../electron/contract/models.ts'
import { NumberField } from '../../../settings/number-field.tsx'

type ContenderFieldsProps = {
  readonly name: string
  readonly contender: Contender
  readonly models: readonly ModelEntry[]
  readonly onChange: (change: Partial<Contender>) => void
}

/** Which model answers, and how it is asked. */
export function ContenderFields({ name, contender, models, onChange }: ContenderFieldsProps): ReactNode {
  const id = useId()
  const isThere = models.some((model) => model.id === contender.modelId)
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium">{name}</legend>
      <div className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-2 text-sm">
        <label htmlFor={`${id}-model`}>Model</label>
        <select
          id={`${id}-model`}
          className="field"
          value={contender.modelId}
          onChange={(event) => onChange({ modelId: event.currentTarget.value })}
        >
          {!isThere && <option value={contender.modelId}>Not here any more</option>}
          {models.map((model) => (
            <option key={model.id} value={model.id}>
              {model.name}
            </option>
          ))}
        </select>
        <label htmlFor={`${id}-mode`}>Answers</label>
        <select
          id={`${id}-mode`}
          className="field"
          value={contender.mode}
          onChange={(event) => onChange({ mode: event.currentTarget.value === 'think' ? 'think' : 'quick' })}
        >
          <option value="think">After a thought</option>
          <option value="quick">Quickly</option>
        </select>
        <label htmlFor={`${id}-temperature`}>Temperature</label>
        {/* As wide as the others, which the settings' own width would not be. */}
        <div className="[&_input]:!w-full">
          <NumberField
            id={`${id}-temperature`}
            value={contender.temperature}
            min={0}
            max={2}
            step={0.1}
            whenEmpty={null}
            onChange={(temperature) => temperature !== null && onChange({ temperature })}
          />
        </div>
        <label htmlFor={`${id}-system`} className="self-start pt-2">
          System prompt
        </label>
        <textarea
          id={`${id}-system`}
          dir="auto"
          rows={1}
          maxLength={20_000}
          value={contender.systemPrompt}
          placeholder="None"
          className="field field-sizing-content max-h-40 resize-none"
          onChange={(event) => onChange({ systemPrompt: event.currentTarget.value })}
        />
      </div>
    </fieldset>
  )
}
