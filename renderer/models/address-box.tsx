import { useState, type FormEvent, type ReactNode } from 'react'
import type { LookUp } from './use-look-up.ts'

/** The field's id, to give it the focus again. */
export const ADDRESS_FIELD = 'hugging-face-address'

type AddressBoxProps = {
  readonly lookUp: LookUp
  readonly onLook: (address: string) => void
  readonly onLeave: () => void
}

const HINT = `${ADDRESS_FIELD}-hint`

/** Where an address is pasted. Nothing is asked of anybody before the button. */
export function AddressBox({ lookUp, onLook, onLeave }: AddressBoxProps): ReactNode {
  const [address, setAddress] = useState('')
  const isLooking = lookUp.kind === 'looking'
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (address.trim() !== '') onLook(address)
  }
  return (
    <form onSubmit={submit}>
      <label htmlFor={ADDRESS_FIELD} className="text-sm font-medium">
        Hugging Face address
      </label>
      <div className="mt-1.5 flex gap-2">
        <input
          id={ADDRESS_FIELD}
          type="text"
          inputMode="url"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="none"
          className="field min-w-0 flex-1"
          placeholder="organisation/repository"
          value={address}
          aria-invalid={lookUp.kind === 'refused'}
          aria-describedby={HINT}
          onChange={(event) => {
            setAddress(event.currentTarget.value)
            // What was found or refused belongs to another address now.
            if (lookUp.kind !== 'none') onLeave()
          }}
        />
        {isLooking ? (
          <button type="button" className="button !min-h-9 shrink-0" onClick={onLeave}>
            Cancel
          </button>
        ) : (
          <button type="submit" className="button !min-h-9 shrink-0" disabled={address.trim() === ''}>
            Look up
          </button>
        )}
      </div>
      <p id={HINT} className="mt-1.5 text-sm text-muted">
        A name, a name:quantisation, or the address of a model’s page. Looking it up contacts huggingface.co;
        nothing is downloaded yet.
      </p>
      <p role="status" className="text-sm text-muted">
        {isLooking ? 'Looking…' : ''}
      </p>
      <div role="alert" className="contents">
        {lookUp.kind === 'refused' && (
          <p className="mt-2 text-sm">
            <span className="text-loss">{lookUp.problem.message}</span>{' '}
            <span className="text-muted">{lookUp.problem.remedy}</span>
          </p>
        )}
      </div>
    </form>
  )
}
