import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { LONGEST_TEXT, type ModeAsked } from '../../electron/contract/turns.ts'
import { Icon } from '../parts/icon.tsx'
import { NEW_CHAT_DRAFT, writeDraft } from '../state/drafts.ts'
import { useDraft } from '../state/use-draft.ts'
import { useMeasure } from '../state/use-measure.ts'
import { useMedia, VERY_NARROW } from '../state/use-media.ts'
import { goTo } from '../state/use-place.ts'
import { usePonder } from '../state/use-ponder.ts'
import { useShortcuts } from '../state/use-shortcuts.ts'
import { ComposerNote } from './composer-note.tsx'
import { ContextMeter } from './context-meter.tsx'
import { EffortControl } from './effort-control.tsx'
import { ModeControl, nextMode } from './mode-control.tsx'
import type { Asking } from './use-ask.ts'

export type ComposerModel = {
  /** null while none is open. */
  readonly id: string | null
  readonly canThink: boolean
  /** Efforts that it can be asked for; mostly none. */
  readonly efforts: readonly string[]
  /** True while it is being opened too: the question is saved, and answered once it is there. */
  readonly canAsk: boolean
}

export type ComposerProps = {
  readonly conversationId: string | null
  readonly parentId: string | null
  /** Where the text is kept, and what stands there at first: the question, when one is changed. */
  readonly draft: { readonly name: string; readonly first: string }
  readonly model: ComposerModel
  readonly mode: ModeAsked
  readonly effort: string | null
  readonly asking: Asking
  readonly isRunning: boolean
  readonly onMode: (mode: ModeAsked) => void
  readonly onEffort: (effort: string | null) => void
  readonly onStop: () => void
  readonly onChooseModel: (() => void) | null
  /** Up in an empty box: the last question is to be changed. */
  readonly onEditLast: () => void
  /** Given while a question is changed: it is to stay as it was, or has been asked anew. */
  readonly onEditEnd: (() => void) | null
}

/** Where one writes. Holds the draft, says whether it fits, and sends or stops. */
export function Composer(props: ComposerProps): ReactNode {
  const { conversationId, parentId, draft, model, mode, asking, isRunning, onMode, onEditEnd } = props
  const box = useRef<HTMLTextAreaElement>(null)
  const { text, change: setText, now: textNow } = useDraft(draft.name, draft.first)
  const isVeryNarrow = useMedia(VERY_NARROW)
  const plainNote = useId()
  const tooLong = text.length > LONGEST_TEXT
  const measure = useMeasure(usePonder(), {
    conversationId,
    parentId,
    text,
    modelId: model.id,
    isPaused: isRunning || tooLong,
  })
  const fits = !tooLong && measure?.fits !== false
  const canSend = model.canAsk && fits && !isRunning && !asking.isAsking && text.trim() !== ''

  const send = (): void => {
    if (!canSend) return
    // At once: what is typed from here on belongs to the next message.
    setText('')
    asking.ask(text, {
      asked: (to) => {
        // The box of a new chat goes; what was typed meanwhile moves along.
        if (conversationId === null) {
          writeDraft(localStorage, to, textNow())
          setText('')
        }
        onEditEnd?.()
      },
      failed: () => setText([text, textNow()].filter(Boolean).join('\n')),
    })
  }
  const cancelEdit = (): void => {
    setText(draft.first)
    onEditEnd?.()
  }
  const newChatWithThis = (): void => {
    writeDraft(localStorage, NEW_CHAT_DRAFT, text)
    setText(draft.first)
    goTo(null)
  }
  useShortcuts((command) => {
    if (command === 'next-mode') onMode(nextMode(mode, model.canThink))
    else if (command === 'write') box.current?.focus()
    else return false
    return true
  })

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // While a word is being composed (Japanese, Chinese, …) Enter chooses it and must not send.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey) send()
    else if (event.key === 'ArrowUp' && text === '') props.onEditLast()
    else if (event.key === 'Escape' && !event.shiftKey && onEditEnd !== null && !isRunning) cancelEdit()
    else return
    event.preventDefault()
  }

  return (
    <div className="rounded-composer border border-line bg-raised shadow-raised focus-within:border-edge">
      <ComposerNote
        length={text.length}
        measure={measure}
        onCancelEdit={onEditEnd === null ? null : cancelEdit}
        onNewChat={conversationId === null ? null : newChatWithThis}
        onShorten={() => box.current?.focus()}
        onChooseModel={props.onChooseModel}
      />
      <textarea
        ref={box}
        aria-label="Message"
        placeholder="Ask anything"
        dir="auto"
        // The window opens for writing.
        autoFocus
        rows={1}
        value={text}
        className="block field-sizing-content max-h-[40dvh] min-h-12 w-full resize-none bg-transparent px-4 pt-3 pb-1 outline-none"
        onChange={(event) => setText(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.setSelectionRange(text.length, text.length)}
        onKeyDown={onKeyDown}
      />
      <div className="flex items-center gap-2 px-2.5 pb-2.5">
        <ModeControl
          mode={mode}
          canThink={model.canThink}
          isNarrow={isVeryNarrow}
          describedBy={model.canThink ? undefined : plainNote}
          onChange={onMode}
        />
        {model.efforts.length > 0 && (
          <EffortControl efforts={model.efforts} effort={props.effort} onChange={props.onEffort} />
        )}
        <div className="ml-auto" />
        <ContextMeter measure={measure} />
        {isRunning ? (
          <button
            type="button"
            className="button button-main !h-8 !w-8 !p-0"
            aria-label="Stop"
            title="Stop (Esc)"
            onClick={props.onStop}
          >
            <Icon name="stop" />
          </button>
        ) : (
          <button
            type="button"
            className="button button-main !h-8 !w-8 !p-0"
            aria-label="Send"
            title="Send (Enter)"
            disabled={!canSend}
            onClick={send}
          >
            <Icon name="send" size={20} />
          </button>
        )}
      </div>
      {!model.canThink && (
        <p id={plainNote} className="border-t border-line px-3.5 py-1.5 text-xs text-muted">
          This model has no thoughts of its own: step by step, it writes its steps into the answer.
        </p>
      )}
    </div>
  )
}
