import type { ReactNode } from 'react'

type NumberFieldProps = {
  readonly id: string
  readonly value: number | null
  readonly min: number
  readonly max: number
  readonly step: number
  /** Shown in the empty field, which then means null; null when it must not be empty. */
  readonly whenEmpty: string | null
  readonly onChange: (value: number | null) => void
}

/** A number that is kept when one leaves the field; one that cannot be is put right to the nearest that can. */
export function NumberField(props: NumberFieldProps): ReactNode {
  const { id, value, min, max, step, whenEmpty, onChange } = props
  const keep = (input: HTMLInputElement): void => {
    const typed = input.valueAsNumber
    if (Number.isNaN(typed)) {
      if (whenEmpty === null) input.value = String(value ?? min)
      else if (value !== null) onChange(null)
      return
    }
    const whole = step >= 1 ? Math.round(typed) : typed
    const kept = Math.min(max, Math.max(min, whole))
    input.value = String(kept)
    if (kept !== value) onChange(kept)
  }
  return (
    <input
      id={id}
      type="number"
      inputMode="decimal"
      aria-describedby={`${id}-hint`}
      min={min}
      max={max}
      step={step}
      placeholder={whenEmpty ?? undefined}
      // Written anew when another window changes it.
      key={value}
      defaultValue={value ?? ''}
      className="field !w-44 tabular-nums"
      onBlur={(event) => keep(event.currentTarget)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep(event.currentTarget)
      }}
    />
  )
}
