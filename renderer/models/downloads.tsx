import { useMemo, useState, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import type { Download } from '../../electron/contract/downloads.ts'
import { useNotices } from '../state/use-notices.ts'
import { usePonder } from '../state/use-ponder.ts'
import { ADDRESS_FIELD, AddressBox } from './address-box.tsx'
import { DownloadChoice } from './download-choice.tsx'
import { DownloadRow, type DownloadActions } from './download-row.tsx'
import { useLookUp } from './use-look-up.ts'

type DownloadsProps = {
  readonly downloads: readonly Download[]
  readonly onOpenModel: (modelId: string) => void
}

/** Getting a model from Hugging Face: the address, the decision, and how the downloads are doing. */
export function Downloads({ downloads, onOpenModel }: DownloadsProps): ReactNode {
  const ponder = usePonder()
  const { attempt } = useNotices()
  const { lookUp, look, leave } = useLookUp(ponder)
  // A fresh box for the next address.
  const [box, setBox] = useState(0)
  const actions = useMemo<DownloadActions>(
    () => ({
      pause: (downloadId) => attempt(async () => ponder.calls().pauseDownload({ downloadId })),
      resume: (downloadId) => attempt(async () => ponder.calls().resumeDownload({ downloadId })),
      remove: (downloadId) =>
        attempt(async () => {
          await ponder.calls().removeDownload({ downloadId })
          focusAddress()
        }),
      openModel: onOpenModel,
    }),
    [ponder, attempt, onOpenModel],
  )
  const download = (planId: string, choiceId: string): void => {
    attempt(async () => {
      await ponder.calls().startDownload({ planId, choiceId })
      leave()
      flushSync(() => setBox((before) => before + 1))
      focusAddress()
    })
  }
  const cancel = (): void => {
    leave()
    focusAddress()
  }
  return (
    <section aria-labelledby="downloads">
      <h2 id="downloads" className="text-base font-semibold">
        Get a model
      </h2>
      <div className="mt-3">
        <AddressBox key={box} lookUp={lookUp} onLook={look} onLeave={leave} />
        {lookUp.kind === 'found' && (
          <DownloadChoice
            key={lookUp.plan.planId}
            plan={lookUp.plan}
            onDownload={(choiceId) => download(lookUp.plan.planId, choiceId)}
            onCancel={cancel}
          />
        )}
      </div>
      {downloads.length > 0 && (
        <ul aria-label="Downloads" className="mt-6">
          {downloads.map((each) => (
            <DownloadRow key={each.id} download={each} actions={actions} />
          ))}
        </ul>
      )}
    </section>
  )
}

/** What had the focus is gone: the field is where one goes on. */
function focusAddress(): void {
  document.getElementById(ADDRESS_FIELD)?.focus()
}
