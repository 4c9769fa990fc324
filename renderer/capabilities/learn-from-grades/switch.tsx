import { useId, type ReactNode } from 'react'

type SwitchProps = {
  readonly name: string
  readonly hint: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

/** One thing that is on or off: its name and what it does at the left, a native checkbox at the right. */
export function Switch({ name, hint, isOn, onChange }: SwitchProps): ReactNode {
  const id = useId()
  return (
    <div className="flex items-start justify-between gap-6">
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {name}
        </label>
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      </div>
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-describedby={`${id}-hint`}
        checked={isOn}
        className="mt-1 size-5 shrink-0 accent-(--accent)"
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </div>
  )
}
