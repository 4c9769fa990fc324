import type { ReactNode } from 'react'
import { useNotices, type Notice } from '../state/use-notices.ts'
import { Icon } from './icon.tsx'

/** Short words above the composer: what was done, with Undo, or what went wrong, with its remedy. */
export function NoticeList(): ReactNode {
  const { list, close } = useNotices()
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-full z-20 mb-2 flex flex-col items-center gap-2">
      <div role="status" className="contents">
        {list
          .filter(({ remedy }) => remedy === null)
          .map((notice) => (
            <NoticeBox key={notice.id} notice={notice} onClose={() => close(notice.id)} />
          ))}
      </div>
      <div role="alert" className="contents">
        {list
          .filter(({ remedy }) => remedy !== null)
          .map((notice) => (
            <NoticeBox key={notice.id} notice={notice} onClose={() => close(notice.id)} />
          ))}
      </div>
    </div>
  )
}

function NoticeBox({
  notice,
  onClose,
}: {
  readonly notice: Notice
  readonly onClose: () => void
}): ReactNode {
  const undo = notice.undo
  return (
    <div className="pointer-events-auto flex max-w-[32rem] items-center gap-3 rounded-[10px] border border-line bg-raised py-2 pr-2 pl-4 text-sm shadow-raised">
      <p className="min-w-0 break-words">
        {notice.words}
        {notice.remedy !== null && <span className="text-muted"> {notice.remedy}</span>}
      </p>
      {undo !== null && (
        <button
          type="button"
          className="button"
          onClick={() => {
            undo()
            onClose()
          }}
        >
          Undo
        </button>
      )}
      <button type="button" className="icon-button" aria-label="Close notice" onClick={onClose}>
        <Icon name="close" />
      </button>
    </div>
  )
}
