import { useState, type ReactNode } from 'react'
import { ImageViewer } from '../images/image-viewer.tsx'
import { ViewerProvider, type Viewed } from '../images/use-viewer.ts'
import { Sheet } from '../parts/dialog.tsx'
import { NoticeList } from '../parts/notice-list.tsx'
import { TOO_NARROW_FOR_DETAILS, useMedia } from '../state/use-media.ts'

type ChatFrameProps = {
  readonly header: ReactNode
  readonly children: ReactNode
  readonly composer: ReactNode
  /** null while the details are closed. */
  readonly details: ReactNode | null
  readonly onCloseDetails: () => void
}

/** The middle and the right column: header, page, composer; details beside them, or over them when narrow. */
export function ChatFrame({
  header,
  children,
  composer,
  details,
  onCloseDetails,
}: ChatFrameProps): ReactNode {
  const isNarrow = useMedia(TOO_NARROW_FOR_DETAILS)
  const [viewed, setViewed] = useState<Viewed | null>(null)
  return (
    <ViewerProvider value={setViewed}>
      <main className="relative flex min-w-0 flex-1 flex-col bg-page">
        {header}
        {children}
        <div className="px-2 pb-2 min-[480px]:px-3 min-[480px]:pb-4">
          <div className="relative mx-auto max-w-(--column)">
            <NoticeList />
            {composer}
          </div>
        </div>
      </main>
      {details !== null && !isNarrow && (
        <aside
          aria-label="About this answer"
          className="flex w-(--details-width) shrink-0 flex-col border-l border-line bg-side"
        >
          {details}
        </aside>
      )}
      {details !== null && isNarrow && (
        <Sheet name="About this answer" side="end" onClose={onCloseDetails}>
          {details}
        </Sheet>
      )}
      {viewed !== null && (
        <ImageViewer key={viewed.image.id} viewed={viewed} onClose={() => setViewed(null)} />
      )}
    </ViewerProvider>
  )
}
