import type { ReactNode } from 'react'
import { effortName } from './effort-words.ts'

type EffortControlProps = {
  /** In rising order, as the model's template names them. */
  readonly efforts: readonly string[]
  /** null: as the model does by itself. */
  readonly effort: string | null
  readonly onChange: (effort: string | null) => void
}

/** How hard the model thinks, for the few whose template can be told. */
export function EffortControl({ efforts, effort, onChange }: EffortControlProps): ReactNode {
  return (
    <select
      aria-label="Effort"
      title="How hard the model thinks"
      value={effort ?? ''}
      className="h-8 min-w-0 rounded-control bg-soft px-2 text-sm"
      onChange={(event) => {
        const { value } = event.currentTarget
        onChange(value === '' ? null : value)
      }}
    >
      <option value="">Usual effort</option>
      {efforts.map((one) => (
        <option key={one} value={one}>
          {effortName(one)}
        </option>
      ))}
    </select>
  )
}
