import { useRef, useState, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import type { Conversation } from '../../electron/contract/turns.ts'
import { Icon } from '../parts/icon.tsx'
import { Menu, MenuItem } from '../parts/menu.tsx'
import { addressOf } from '../state/place.ts'

type ConversationRowProps = {
  readonly conversation: Conversation
  readonly isOpen: boolean
  readonly isAnswering: boolean
  readonly onOpened: () => void
  readonly onRename: (title: string) => void
  readonly onExport: () => void
  readonly onDelete: () => void
}

/** One conversation in the list: a link to it, and a menu to rename, export or delete it. */
export function ConversationRow(props: ConversationRowProps): ReactNode {
  const { conversation, isOpen, isAnswering, onOpened, onRename, onExport, onDelete } = props
  const [isRenaming, setIsRenaming] = useState(false)
  const link = useRef<HTMLAnchorElement>(null)
  const title = conversation.title === '' ? 'New chat' : conversation.title
  if (isRenaming)
    return (
      <TitleField
        title={conversation.title}
        onDone={(changed) => {
          flushSync(() => setIsRenaming(false))
          // Only where leaving the field has not already led elsewhere.
          if (document.activeElement === document.body) link.current?.focus()
          if (changed !== null && changed !== conversation.title) onRename(changed)
        }}
      />
    )
  return (
    <div className={`conversation-row ${isOpen ? 'bg-softer' : ''}`}>
      <a
        ref={link}
        href={addressOf(conversation.id)}
        aria-current={isOpen ? 'page' : undefined}
        title={title}
        className="min-w-0 flex-1 truncate py-1.5 pl-2.5 focus-visible:-outline-offset-2"
        onClick={onOpened}
      >
        {title}
        {isAnswering && <span className="sr-only">, answering</span>}
      </a>
      {isAnswering && (
        <span
          aria-hidden="true"
          title="Answering"
          className="thinking mr-1 size-1.5 shrink-0 rounded-full border-3 border-muted"
        />
      )}
      <Menu
        name={`More for ${title}`}
        title="Rename, export or delete"
        buttonClass="icon-button conversation-more"
        button={<Icon name="more" />}
      >
        <MenuItem onChoose={() => setIsRenaming(true)}>Rename</MenuItem>
        <MenuItem onChoose={onExport}>Export</MenuItem>
        <MenuItem onChoose={onDelete}>Delete</MenuItem>
      </Menu>
    </div>
  )
}

type TitleFieldProps = { readonly title: string; readonly onDone: (title: string | null) => void }

/** Enter or leaving the field keeps the new title, Esc the old one. */
function TitleField({ title, onDone }: TitleFieldProps): ReactNode {
  const isDone = useRef(false)
  // Taking the field away makes it lose the focus, which must not count as a second answer.
  const done = (changed: string | null): void => {
    if (isDone.current) return
    isDone.current = true
    onDone(changed)
  }
  return (
    <input
      aria-label="Title"
      autoFocus
      defaultValue={title}
      maxLength={200}
      className="field !min-h-8 !py-1 !text-sm"
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => done(event.currentTarget.value.trim() || null)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') done(event.currentTarget.value.trim() || null)
        if (event.key !== 'Escape') return
        event.preventDefault()
        done(null)
      }}
    />
  )
}
