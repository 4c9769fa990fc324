import type { ReactNode } from 'react'
import { addressOf } from '../state/place.ts'
import { splitSnippet } from './split-snippet.ts'
import type { Search } from './use-search.ts'

type FoundListProps = { readonly search: Exclude<Search, { kind: 'none' }>; readonly onOpened: () => void }

/** What the search found, with the words around each match. */
export function FoundList({ search, onOpened }: FoundListProps): ReactNode {
  if (search.kind === 'failed')
    return (
      <p role="alert" className="px-2.5 py-2 text-sm text-muted">
        {search.problem.message} {search.problem.remedy}
      </p>
    )
  return (
    <>
      <p role="status" className="px-2.5 pb-1 text-xs text-muted">
        {search.found.length === 0 ? 'Nothing found' : `${search.found.length} found`}
      </p>
      <ul aria-label="Found conversations" className="flex flex-col gap-px">
        {search.found.map(({ conversation, snippet, turnId }) => (
          <li key={conversation.id}>
            <a
              href={addressOf(conversation.id, turnId)}
              className="block rounded-md px-2.5 py-1.5 text-sm hover:bg-softer focus-visible:-outline-offset-2"
              onClick={onOpened}
            >
              <span className="block truncate">{conversation.title}</span>
              {snippet !== null && (
                <span className="line-clamp-2 text-xs break-words text-muted">
                  {splitSnippet(snippet).map(({ text, isMatch }, index) =>
                    isMatch ? (
                      <mark key={index} className="bg-transparent font-semibold text-text">
                        {text}
                      </mark>
                    ) : (
                      text
                    ),
                  )}
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}
