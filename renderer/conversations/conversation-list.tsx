import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react'
import type { Conversation } from '../../electron/contract/turns.ts'
import { Icon } from '../parts/icon.tsx'
import { pageLinks } from '../page-links.ts'
import { addressOfPage, type Page } from '../state/place.ts'
import { groupConversations } from '../state/group-conversations.ts'
import { goTo } from '../state/use-place.ts'
import { useToday } from '../state/use-today.ts'
import { usePonder } from '../state/use-ponder.ts'
import { keysInWords } from '../state/shortcuts.ts'
import { onMac } from '../state/use-shortcuts.ts'
import { ConversationRow } from './conversation-row.tsx'
import { FoundList } from './found-list.tsx'
import { useConversationActions } from './use-conversation-actions.ts'
import { useSearch } from './use-search.ts'

export const SEARCH_FIELD = 'search-conversations'

/** Rows drawn at first, and more at each press: nobody scrolls through thousands, search finds them. */
const ROWS_AT_ONCE = 200

type ConversationListProps = {
  readonly conversations: readonly Conversation[] | null
  /** Those in which an answer is being written or stands in line. */
  readonly answering: readonly string[]
  readonly openId: string | null
  readonly openPage: Page | null
  readonly onNewChat: () => void
  /** A conversation was chosen: where the list lies over the page it goes away. */
  readonly onOpened: () => void
}

/** The list at the left: search, new chat, and every conversation under its day. */
export function ConversationList(props: ConversationListProps): ReactNode {
  const { conversations, answering, openId, openPage, onNewChat, onOpened } = props
  const [text, setText] = useState('')
  const [rows, setRows] = useState(ROWS_AT_ONCE)
  const today = useToday()
  const search = useSearch(usePonder(), text)
  const { rename, save, remove } = useConversationActions()
  const all = conversations ?? []
  const found = search.kind === 'found' && search.text === text.trim() ? search.found : null
  /** Enter came before what is in the field was searched for. */
  const opensFirst = useRef(false)
  const openFirst = useCallback((): void => {
    opensFirst.current = found === null
    const first = found?.[0]
    if (first === undefined) return
    goTo(first.conversation.id, first.turnId)
    onOpened()
  }, [found, onOpened])
  useEffect(() => {
    if (opensFirst.current && found !== null) openFirst()
  }, [found, openFirst])
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-col gap-1 p-2 pt-2.5">
        <div className="relative">
          <span className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-muted">
            <Icon name="search" />
          </span>
          <input
            id={SEARCH_FIELD}
            type="search"
            aria-label="Search conversations"
            placeholder="Search"
            value={text}
            className="h-8 w-full rounded-control bg-softer pr-2 pl-8 text-sm focus-visible:-outline-offset-2"
            onChange={(event) => {
              setText(event.currentTarget.value)
              opensFirst.current = false
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
              // The message box takes the focus, and would get the new line.
              event.preventDefault()
              openFirst()
            }}
          />
        </div>
        <button type="button" className="conversation-row gap-2 px-2.5 py-1.5" onClick={onNewChat}>
          <Icon name="plus" />
          New chat
          <kbd aria-hidden="true" className="ml-auto font-sans text-xs text-muted">
            {keysInWords(['Mod', 'Shift', 'O'], onMac).join(onMac ? ' ' : '+')}
          </kbd>
        </button>
      </div>
      <nav aria-label="Conversations" className="min-h-0 flex-1 overflow-y-auto px-2 pb-3">
        {search.kind !== 'none' ? (
          <FoundList search={search} onOpened={onOpened} />
        ) : (
          <ul aria-label="Conversations">
            {groupConversations(all.slice(0, rows), today).map((group) => (
              <li key={group.name}>
                <h2 className="px-2.5 pt-3 pb-1 text-xs text-muted">{group.name}</h2>
                <ul aria-label={group.name} className="flex flex-col gap-px">
                  {group.conversations.map((conversation) => (
                    <li key={conversation.id}>
                      <ConversationRow
                        conversation={conversation}
                        isOpen={conversation.id === openId}
                        isAnswering={answering.includes(conversation.id)}
                        onOpened={onOpened}
                        onRename={(title) => rename(conversation, title)}
                        onExport={() => save(conversation)}
                        onDelete={() => remove(conversation, conversation.id === openId)}
                      />
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        )}
        {search.kind === 'none' && all.length > rows && (
          <button type="button" className="button mt-2 w-full" onClick={() => setRows(rows + ROWS_AT_ONCE)}>
            Show more
          </button>
        )}
        {search.kind === 'none' && conversations?.length === 0 && (
          <p className="px-2.5 pt-3 text-sm text-muted">Your conversations will stand here.</p>
        )}
      </nav>
      <nav aria-label="Pages" className="border-t border-line p-2">
        {pageLinks.map(({ page, title, icon }) => (
          <a
            key={page}
            href={addressOfPage(page)}
            aria-current={openPage === page ? 'page' : undefined}
            className={`conversation-row gap-2 px-2.5 py-1.5 ${openPage === page ? 'bg-softer' : ''}`}
            onClick={onOpened}
          >
            <Icon name={icon} />
            {title}
          </a>
        ))}
      </nav>
    </div>
  )
}
