import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import type { DownloadPlan } from '../../electron/contract/downloads.ts'
import { bytes, count } from '../parts/amounts.ts'
import { choiceLine } from './download-words.ts'

type DownloadChoiceProps = {
  readonly plan: DownloadPlan
  readonly onDownload: (choiceId: string) => void
  readonly onCancel: () => void
}

/** What was found at an address, and the decision: from whom, which file, how big, under which licence. */
export function DownloadChoice({ plan, onDownload, onCancel }: DownloadChoiceProps): ReactNode {
  const [choiceId, setChoiceId] = useState(plan.chosenId ?? '')
  const heading = useRef<HTMLHeadingElement>(null)
  const id = useId()
  // The answer to what was just asked: read from here on.
  useEffect(() => heading.current?.focus(), [])
  const choice = plan.choices.find((each) => each.id === choiceId)
  const isTooLittle = choice !== undefined && plan.freeBytes !== null && plan.freeBytes < choice.sizeBytes
  return (
    <section
      aria-labelledby={`${id}-name`}
      className="mt-4 rounded-[10px] border border-line bg-raised p-4 shadow-raised"
    >
      <h3 id={`${id}-name`} ref={heading} tabIndex={-1} className="font-semibold break-words outline-none">
        {plan.repository}
      </h3>
      <dl className="mt-3 grid grid-cols-[auto_1fr] items-baseline gap-x-5 gap-y-2 text-sm">
        <dt className="text-muted">
          <label htmlFor={`${id}-choice`}>Model</label>
        </dt>
        <dd className="min-w-0">
          <select
            id={`${id}-choice`}
            className="field"
            value={choiceId}
            onChange={(event) => setChoiceId(event.currentTarget.value)}
          >
            {choice === undefined && <option value="">Choose one of {count(plan.choices.length)}</option>}
            {plan.choices.map((each) => (
              <option key={each.id} value={each.id}>
                {choiceLine(each)}
              </option>
            ))}
          </select>
        </dd>
        {choice !== undefined && (
          <>
            <dt className="text-muted">{choice.fileNames.length === 1 ? 'File' : 'Files'}</dt>
            <dd className="min-w-0">
              <Files names={choice.fileNames} />
            </dd>
          </>
        )}
        <dt className="text-muted">Licence</dt>
        <dd>{plan.licence ?? 'The repository names none.'}</dd>
        {plan.freeBytes !== null && (
          <>
            <dt className="text-muted">Free on disk</dt>
            <dd className="tabular-nums">{bytes(plan.freeBytes)}</dd>
          </>
        )}
      </dl>
      {choice !== undefined && !choice.fits && (
        <p className="mt-3 text-sm text-caution">
          This is probably more than the memory of this computer can hold.
        </p>
      )}
      {isTooLittle && (
        <p className="mt-3 text-sm text-caution">There is not enough room on the disk for it.</p>
      )}
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <button
          type="button"
          className="button button-main"
          disabled={choice === undefined}
          onClick={() => onDownload(choiceId)}
        >
          {choice === undefined ? 'Download' : `Download ${bytes(choice.sizeBytes)}`}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
        <p className="min-w-40 flex-1 text-sm text-muted">
          This contacts {plan.host}. The files go to your models folder.
        </p>
      </div>
    </section>
  )
}

/** A few by name; a split model of forty parts by its first name and their number. */
function Files({ names }: { readonly names: readonly string[] }): ReactNode {
  const shown = names.length <= 3 ? names : names.slice(-1)
  return (
    <>
      {shown.map((name) => (
        <span key={name} className="block font-mono text-xs leading-5 [overflow-wrap:anywhere]">
          {name}
        </span>
      ))}
      {shown.length < names.length && (
        <span className="block text-muted">and {count(names.length - shown.length)} more</span>
      )}
    </>
  )
}
