import { useId, useRef, useState, type ReactNode } from 'react'
import type { Fit } from '../../electron/contract/model-facts.ts'
import type { ModelSight } from '../../electron/contract/projectors.ts'
import { bytes, percent } from '../parts/amounts.ts'
import { chooseFiles } from '../parts/choose-files.ts'
import { useNotices } from '../state/use-notices.ts'
import { usePonder } from '../state/use-ponder.ts'
import { copyModel } from './copy-model.ts'

type ModelEyesProps = {
  readonly modelId: string
  readonly sight: ModelSight
  /** As it fits without images. */
  readonly fit: Fit
  /** Another one was chosen, or there are more to choose from. */
  readonly onChange: () => void
}

/** With which image half a model sees: what Ponder found, or what the person chooses; and what looking takes. */
export function ModelEyes({ modelId, sight, fit, onChange }: ModelEyesProps): ReactNode {
  const ponder = usePonder()
  const { attempt } = useNotices()
  const [copied, setCopied] = useState<number | null>(null)
  const stop = useRef<AbortController | null>(null)
  const field = useId()
  const used = sight.choices.find(({ isUsed }) => isUsed)
  const choose = (projectorId: string | null): void =>
    attempt(async () => {
      await ponder.calls().chooseProjector({ modelId, projectorId })
      onChange()
    })
  const copy = (files: readonly File[]): void => {
    const [file] = files
    if (file === undefined) return
    const { signal } = (stop.current = new AbortController())
    attempt(async () => {
      try {
        await copyModel(ponder.calls(), file, setCopied, signal)
      } finally {
        setCopied(null)
        onChange()
      }
    })
  }
  return (
    <div className="mt-3 border-t border-line pt-3 text-sm">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <label htmlFor={field} className="font-medium">
          Image half
        </label>
        <select
          id={field}
          className="field !w-auto max-w-full min-w-0"
          value={used?.id ?? ''}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          {used === undefined && <option value="">none: it cannot see images</option>}
          {sight.choices.map(({ id, name, place, sizeBytes }) => (
            <option key={id} value={id}>
              {place === null ? name : `${place}/${name}`} · {bytes(sizeBytes)}
            </option>
          ))}
        </select>
        {copied === null ? (
          <button type="button" className="button" onClick={() => chooseFiles('.gguf', copy)}>
            Choose a file…
          </button>
        ) : (
          <button type="button" className="button tabular-nums" onClick={() => stop.current?.abort()}>
            Stop copying, {percent(copied)}
          </button>
        )}
        {sight.isByHand && (
          <button type="button" className="button" onClick={() => choose(null)}>
            Let Ponder find it
          </button>
        )}
      </div>
      <p className={`mt-1 ${fits(sight, fit) ? 'text-muted' : 'text-caution'}`}>{wordsOf(sight, fit)}</p>
    </div>
  )
}

function fits({ needBytes }: ModelSight, fit: Fit): boolean {
  return needBytes === null || fit.needBytes + needBytes <= fit.haveBytes
}

function wordsOf(sight: ModelSight, fit: Fit): string {
  if (sight.needBytes === null)
    return 'A file named “mmproj” from the same place as the model, made for this very model. A chosen file is copied into your models folder.'
  const need = `While it looks at images it needs ${bytes(sight.needBytes)} more`
  return fits(sight, fit)
    ? `${need}, which fits too. An image half only fits the model it was made for.`
    : `${need}, which does not fit: images would fail or slow this computer down. Choose a shorter context.`
}
