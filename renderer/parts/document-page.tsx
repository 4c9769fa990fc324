import type { ReactNode } from 'react'
import { NoticeList } from './notice-list.tsx'

type DocumentPageProps = {
  /** The bar at the top of the window. */
  readonly header: ReactNode
  readonly title: string
  /** One sentence that says what the page is for. */
  readonly sentence: ReactNode
  /** Buttons at the right of the title. */
  readonly actions?: ReactNode
  /** What stays at the bottom, below what scrolls. */
  readonly footer?: ReactNode
  readonly children: ReactNode
}

/** A page that is read like a document: a title, one sentence, then facts, tables and plots in one column. */
export function DocumentPage(props: DocumentPageProps): ReactNode {
  const { header, title, sentence, actions, footer, children } = props
  return (
    <main className="relative flex min-w-0 flex-1 flex-col bg-page">
      {header}
      <div className="min-h-0 flex-1 overflow-y-auto px-3">
        <div className="mx-auto w-full max-w-(--column) px-1 pt-6 pb-16 min-[480px]:px-3">
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
            <h1 className="text-title font-semibold">{title}</h1>
            {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
          </div>
          <p className="mt-2 text-muted">{sentence}</p>
          {children}
        </div>
      </div>
      <div className="relative mx-auto w-full max-w-(--column) px-2">
        <NoticeList />
        {footer}
      </div>
    </main>
  )
}
