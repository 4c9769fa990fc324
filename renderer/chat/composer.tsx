import { useRef, type KeyboardEvent, type ReactNode } from 'react'
import { LONGEST_TEXT, type ModeAsked } from '../../electron/contract/turns.ts'
import { Icon } from '../parts/icon.tsx'
import { count } from '../parts/amounts.ts'
import { writeDraft } from '../state/drafts.ts'
import { useDraft } from '../state/use-draft.ts'
import { useMeasure } from '../state/use-measure.ts'
import { useMedia, VERY_NARROW } from '../state/use-media.ts'
import { goTo } from '../state/use-place.ts'
import { usePonder } from '../state/use-ponder.ts'
import { useShortcuts } from '../state/use-shortcuts.ts'
import { ContextMeter } from './context-meter.tsx'
import { DoesNotFit } from './does-not-fit.tsx'
import { ModeControl, nextMode } from './mode-control.tsx'
import type { Asking } from './use-ask.ts'

export type ComposerModel = {
  /** null while none is open. */
  readonly id: string | null
  readonly canThink: boolean
}

type ComposerProps = {
  readonly conversationId: string | null
  readonly parentId: string | null
  readonly model: ComposerModel
  readonly mode: ModeAsked
  readonly asking: Asking
  readonly isRunning: boolean
  readonly onMode: (mode: ModeAsked) => void
  readonly onStop: () => void
  /** Up in an empty box. */
  readonly onEditLast: () => void
  readonly onSettings: () => void
}

/** Where one writes. Holds the draft, says whether it fits, and sends or stops. */
export function Composer(props: ComposerProps): ReactNode {
  const { conversationId, parentId, model, mode, asking, isRunning, onMode, onStop, onEditLast, onSettings } =
    props
  const box = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useDraft(conversationId)
  const isVeryNarrow = useMedia(VERY_NARROW)
  const tooLong = text.length > LONGEST_TEXT
  const measure = useMeasure(usePonder(), {
    conversationId,
    parentId,
    text,
    modelId: model.id,
    isPaused: isRunning || tooLong,
  })
  const fits = !tooLong && measure?.fits !== false
  const canSend = model.id !== null && fits && !isRunning && !asking.isAsking && text.trim() !== ''

  const send = (): void => {
    if (canSend) asking.ask(text, () => setText(''))
  }
  const newChatWithThis = (): void => {
    writeDraft(localStorage, null, text)
    setText('')
    goTo(null)
  }
  useShortcuts((command) => {
    if (command === 'next-mode' && model.canThink) onMode(nextMode(mode))
    else if (command === 'write') box.current?.focus()
    else return false
    return true
  })

  return (
    <div className="rounded-composer border border-line bg-raised shadow-raised focus-within:border-edge">
      {tooLong && <TooManyCharacters length={text.length} />}
      {!tooLong && measure !== null && !measure.fits && (
        <DoesNotFit
          measure={measure}
          onNewChat={conversationId === null ? null : newChatWithThis}
          onShorten={() => box.current?.focus()}
          onSettings={onSettings}
        />
      )}
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
        onKeyDown={(event) => onKey(event, { send, onEditLast })}
      />
      <div className="flex items-center gap-2 px-2.5 pb-2.5">
        <ModeControl mode={mode} canThink={model.canThink} isNarrow={isVeryNarrow} onChange={onMode} />
        <div className="ml-auto" />
        <ContextMeter measure={measure} />
        {isRunning ? (
          <button
            type="button"
            className="button button-main !h-8 !w-8 !p-0"
            aria-label="Stop"
            title="Stop (Esc)"
            onClick={onStop}
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
    </div>
  )
}

function TooManyCharacters({ length }: { readonly length: number }): ReactNode {
  return (
    <p role="alert" className="border-b border-line px-3.5 py-2.5 text-sm">
      <span className="font-medium text-caution">Too long.</span> This is {count(length)} characters; one
      message holds {count(LONGEST_TEXT)}. Shorten it, or send it in parts.
    </p>
  )
}

function onKey(
  event: KeyboardEvent<HTMLTextAreaElement>,
  { send, onEditLast }: { readonly send: () => void; readonly onEditLast: () => void },
): void {
  // While a word is being composed (Japanese, Chinese, …) Enter chooses it and must not send.
  if (event.nativeEvent.isComposing) return
  if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault()
    send()
  } else if (event.key === 'ArrowUp' && event.currentTarget.value === '') {
    event.preventDefault()
    onEditLast()
  }
}
