import { useId, type ReactNode } from 'react'
import type { ModeAsked } from '../../electron/contract/turns.ts'

type ModeControlProps = {
  readonly mode: ModeAsked
  readonly canThink: boolean
  /** One native select instead of segments. */
  readonly isNarrow: boolean
  /** Id of a text that says more about the choice. */
  readonly describedBy: string | undefined
  readonly onChange: (mode: ModeAsked) => void
}

export type ModeChoice = { readonly mode: ModeAsked; readonly name: string; readonly why: string }

export const modes: readonly ModeChoice[] = [
  { mode: 'auto', name: 'Auto', why: 'Ponder decides whether to think first' },
  { mode: 'think', name: 'Think', why: 'Think first, then answer' },
  { mode: 'quick', name: 'Quick', why: 'Answer at once' },
]

/** For a model without a thought channel, where Auto and Quick are the same. */
export const plainModes: readonly ModeChoice[] = [
  { mode: 'auto', name: 'Plain answers', why: 'Answer at once' },
  { mode: 'think', name: 'Step by step', why: 'Write the steps into the answer' },
]

/** What a choice does otherwise than its name says; null where it does as it says. */
export function modeNoteOf(
  mode: ModeAsked,
  { canThink, alwaysThinks }: { readonly canThink: boolean; readonly alwaysThinks: boolean },
): string | null {
  if (!canThink)
    return 'This model has no thoughts of its own: step by step, it writes its steps into the answer.'
  if (alwaysThinks && mode === 'quick')
    return 'This model’s template cannot switch its thoughts off: Quick closes them by force, and it may think aloud in its answer.'
  return null
}

/** The mode after this one, for the shortcut. */
export function nextMode(mode: ModeAsked, canThink: boolean): ModeAsked {
  const choices = canThink ? modes : plainModes
  return choices[(choices.indexOf(chosenOf(choices, mode)) + 1) % choices.length]?.mode ?? 'auto'
}

/** How the next message is answered. */
export function ModeControl(props: ModeControlProps): ReactNode {
  const { mode, canThink, isNarrow, describedBy, onChange } = props
  const group = useId()
  const choices = canThink ? modes : plainModes
  const chosen = chosenOf(choices, mode)
  if (isNarrow)
    return (
      <select
        aria-label="How to answer"
        aria-describedby={describedBy}
        value={chosen.mode}
        className="h-8 min-w-0 rounded-control bg-soft px-2 text-sm"
        onChange={(event) => {
          const next = choices.find((one) => one.mode === event.currentTarget.value)
          if (next) onChange(next.mode)
        }}
      >
        {choices.map((one) => (
          <option key={one.mode} value={one.mode}>
            {one.name}
          </option>
        ))}
      </select>
    )
  return (
    <div
      role="radiogroup"
      aria-label="How to answer"
      aria-describedby={describedBy}
      className="flex rounded-control bg-soft p-0.5 text-sm"
    >
      {choices.map((one) => (
        <label key={one.mode} title={one.why} className="relative">
          {/* A native radio keeps arrow keys and names; it lies over its label unseen. */}
          <input
            type="radio"
            name={group}
            checked={one === chosen}
            className="peer absolute inset-0 cursor-pointer opacity-0"
            onChange={() => onChange(one.mode)}
          />
          <span
            className={`block rounded-md px-2.5 py-1 peer-focus-visible:outline-2 peer-focus-visible:outline-accent ${
              one === chosen ? 'mode-chosen bg-chosen font-medium shadow-sm' : 'text-muted'
            }`}
          >
            {one.name}
          </span>
        </label>
      ))}
    </div>
  )
}

function chosenOf(choices: readonly ModeChoice[], mode: ModeAsked): ModeChoice {
  const chosen = choices.find((one) => one.mode === mode) ?? choices[0]
  if (chosen === undefined) throw new Error('there is always a mode to choose')
  return chosen
}
