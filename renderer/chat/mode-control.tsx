import { useId, type ReactNode } from 'react'
import type { ModeAsked } from '../../electron/contract/turns.ts'

type ModeControlProps = {
  readonly mode: ModeAsked
  readonly canThink: boolean
  /** One native select instead of three segments. */
  readonly isNarrow: boolean
  readonly onChange: (mode: ModeAsked) => void
}

export const modes: readonly { readonly mode: ModeAsked; readonly name: string; readonly why: string }[] = [
  { mode: 'auto', name: 'Auto', why: 'Ponder decides whether to think first' },
  { mode: 'think', name: 'Think', why: 'Think first, then answer' },
  { mode: 'quick', name: 'Quick', why: 'Answer at once' },
]

/** The mode after this one, for the shortcut. */
export function nextMode(mode: ModeAsked): ModeAsked {
  const at = modes.findIndex((one) => one.mode === mode)
  return modes[(at + 1) % modes.length]?.mode ?? 'auto'
}

/** How the next message is answered. */
export function ModeControl({ mode, canThink, isNarrow, onChange }: ModeControlProps): ReactNode {
  const group = useId()
  if (!canThink)
    return (
      <p className="px-1 text-sm text-muted" title="This model has no way to think before it answers">
        Plain answers
      </p>
    )
  if (isNarrow)
    return (
      <select
        aria-label="How to answer"
        value={mode}
        className="h-8 rounded-control bg-soft px-2 text-sm"
        onChange={(event) => {
          const chosen = modes.find((one) => one.mode === event.currentTarget.value)
          if (chosen) onChange(chosen.mode)
        }}
      >
        {modes.map((one) => (
          <option key={one.mode} value={one.mode}>
            {one.name}
          </option>
        ))}
      </select>
    )
  return (
    <div role="radiogroup" aria-label="How to answer" className="flex rounded-control bg-soft p-0.5 text-sm">
      {modes.map((one) => (
        <label key={one.mode} title={one.why} className="relative">
          {/* A native radio keeps arrow keys and names; it lies over its label unseen. */}
          <input
            type="radio"
            name={group}
            checked={one.mode === mode}
            className="peer absolute inset-0 cursor-pointer opacity-0"
            onChange={() => onChange(one.mode)}
          />
          <span
            className={`block rounded-md px-2.5 py-1 peer-focus-visible:outline-2 peer-focus-visible:outline-accent ${
              one.mode === mode ? 'mode-chosen bg-chosen font-medium shadow-sm' : 'text-muted'
            }`}
          >
            {one.name}
          </span>
        </label>
      ))}
    </div>
  )
}
