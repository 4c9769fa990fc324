import { useState, type ReactNode } from 'react'
import type { Conversation } from '../../electron/contract/turns.ts'
import { Icon } from '../parts/icon.tsx'
import { Menu, MenuItem } from '../parts/menu.tsx'
import { addressOf } from '../state/place.ts'

type ConversationRowProps = {
  readonly conversation: Conversation
  readonly isOpen: boolean
  readonly onOpened: () => void
  readonly onRename: (title: string) => void
  readonly onDelete: () => void
}

/** One conversation in the list: a link to it, and a menu to rename or delete it. */
export function ConversationRow(props: ConversationRowProps): ReactNode {
  const { conversation, isOpen, onOpened, onRename, onDelete } = props
  const [isRenaming, setIsRenaming] = useState(false)
  const title = conversation.title === '' ? 'New chat' : conversation.title
  if (isRenaming)
    return (
      <TitleField
        title={conversation.title}
        onDone={(changed) => {
          setIsRenaming(false)
          if (changed !== null && changed !== conversation.title) onRename(changed)
        }}
      />
    )
  return (
    <div className={`conversation-row ${isOpen ? 'bg-softer' : ''}`}>
      <a
        href={addressOf(conversation.id)}
        aria-current={isOpen ? 'page' : undefined}
        title={title}
        className="min-w-0 flex-1 truncate py-1.5 pl-2.5 focus-visible:-outline-offset-2"
        onClick={onOpened}
      >
        {title}
      </a>
      <Menu
        name={`More for ${title}`}
        title="Rename or delete"
        buttonClass="icon-button conversation-more"
        button={<Icon name="more" />}
      >
        <MenuItem onChoose={() => setIsRenaming(true)}>Rename</MenuItem>
        <MenuItem onChoose={onDelete}>Delete</MenuItem>
      </Menu>
    </div>
  )
}

type TitleFieldProps = { readonly title: string; readonly onDone: (title: string | null) => void }

/** Enter or leaving the field keeps the new title, Esc the old one. */
function TitleField({ title, onDone }: TitleFieldProps): ReactNode {
  return (
    <input
      aria-label="Title"
      autoFocus
      defaultValue={title}
      maxLength={200}
      className="field !min-h-8 !py-1 !text-sm"
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => onDone(event.currentTarget.value.trim() || null)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key !== 'Escape') return
        event.preventDefault()
        onDone(null)
      }}
    />
  )
}
