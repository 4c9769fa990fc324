import { useId, type KeyboardEvent, type ReactNode } from 'react'
import { LONGEST_TEXT, MOST_PARTS, type ModeAsked, type Part } from '../../electron/contract/turns.ts'
import { HelperDialog, HelperItems, useHelper } from '../capabilities/chat-with-images/index.ts'
import { MarginMenu } from '../capabilities/think-when-needed/index.ts'
import { Icon } from '../parts/icon.tsx'
import { MenuItem } from '../parts/menu.tsx'
import { addToDraft, NEW_CHAT_DRAFT, writeDraft } from '../state/drafts.ts'
import { useMeasure } from '../state/use-measure.ts'
import { useNotices } from '../state/use-notices.ts'
import { useMedia, VERY_NARROW } from '../state/use-media.ts'
import { goTo } from '../state/use-place.ts'
import { usePonder } from '../state/use-ponder.ts'
import { useShortcuts } from '../state/use-shortcuts.ts'
import { CannotSee, type Blind } from '../writing/cannot-see.tsx'
import { useGivenTexts } from '../writing/use-given-texts.ts'
import { AddMenu } from '../writing/add-menu.tsx'
import { ImageDetails } from '../writing/image-details.tsx'
import { MessageBox } from '../writing/message-box.tsx'
import { RefusedFiles } from '../writing/refused-files.tsx'
import { useGiven } from '../writing/given.ts'
import { useWriting } from '../writing/use-writing.ts'
import { ComposerNote } from './composer-note.tsx'
import { ContextMeter } from './context-meter.tsx'
import { EffortControl } from './effort-control.tsx'
import { ModeControl, modeNoteOf, nextMode } from './mode-control.tsx'
import type { Asking, AskWay } from './use-ask.ts'

export type ComposerModel = {
  /** null while none is open. */
  readonly id: string | null
  /** Given when it cannot see images. */
  readonly blind: Blind | null
  readonly canThink: boolean
  /** Its template knows no way not to think. */
  readonly alwaysThinks: boolean
  /** Efforts that it can be asked for; mostly none. */
  readonly efforts: readonly string[]
  /** True while it is being opened too: the question is saved, and answered once it is there. */
  readonly canAsk: boolean
}

export type ComposerProps = {
  readonly conversationId: string | null
  readonly parentId: string | null
  /** Where the message is kept, and what stands there at first: the question, when one is changed. */
  readonly draft: { readonly name: string; readonly first: readonly Part[] }
  readonly model: ComposerModel
  readonly mode: ModeAsked
  readonly effort: string | null
  readonly asking: Asking
  readonly isRunning: boolean
  readonly onMode: (mode: ModeAsked) => void
  /** How readily Auto thinks; null where that cannot be set. */
  readonly margin: number | null
  readonly onMargin: (margin: number) => void
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
  const [writing, { parts, images, isArriving, refused, openKey }] = useWriting(draft.name, draft.first)
  const [helper, openHelper] = useHelper()
  const notices = useNotices()
  const giving = useGivenTexts(writing, images)
  const isVeryNarrow = useMedia(VERY_NARROW)
  const plainNote = useId()
  const modeNote = modeNoteOf(mode, model)
  const isEmpty = parts.length === 0 && images.length === 0
  const isBlank = parts.every((part) => part.kind === 'text' && part.text.trim() === '')
  const length = Math.max(0, ...parts.map((part) => (part.kind === 'text' ? part.text.length : 0)))
  const isTooLong = length > LONGEST_TEXT || parts.length > MOST_PARTS
  const measure = useMeasure(usePonder(), {
    conversationId,
    parentId,
    parts,
    modelId: model.id,
    isPaused: isRunning || isTooLong || isArriving,
  })
  const isMissing = images.some(
    ({ placed }) => placed.kind === 'here' && (placed.given?.text.trim() ?? '') === '',
  )
  const isUnseen = model.blind !== null && isMissing
  const fits = !isTooLong && measure?.fits !== false
  const canSend =
    model.canAsk && fits && !isRunning && !asking.isAsking && !isBlank && !isArriving && !isUnseen

  const send = (way: AskWay = 'plain'): void => {
    if (!canSend) return
    // At once: what is written from here on belongs to the next message.
    writing.begin([])
    asking.ask(
      parts,
      {
        asked: (to) => {
          // The box of a new chat goes; what was written meanwhile moves along.
          if (conversationId === null) {
            writeDraft(localStorage, to, writing.state().parts)
            writing.begin([])
          }
          onEditEnd?.()
        },
        failed: () => {
          const since = writing.state().parts
          writing.begin(since.length === 0 ? parts : [...parts, { kind: 'text', text: '\n' }, ...since])
        },
      },
      way,
    )
  }
  const cancelEdit = (): void => {
    writing.begin(draft.first)
    onEditEnd?.()
  }
  const newChatWithThis = (): void => {
    if (!addToDraft(localStorage, NEW_CHAT_DRAFT, isBlank ? [] : parts))
      return notices.say('This message is too long to be moved. Copy it into a new chat.')
    writing.begin(draft.first)
    goTo(null)
  }
  useShortcuts((command) => {
    if (command === 'next-mode') onMode(nextMode(mode, model.canThink))
    else if (command === 'write') writing.focus()
    else return false
    return true
  })
  useGiven((given) => ('files' in given ? writing.addFiles(given.files) : writing.append(given.parts)))

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    // While a word is being composed (Japanese, Chinese, …) Enter chooses it and must not send.
    if (event.nativeEvent.isComposing || event.defaultPrevented) return
    if (event.key === 'Enter' && !event.shiftKey) send()
    else if (event.key === 'ArrowUp' && isEmpty) props.onEditLast()
    else if (event.key === 'Escape' && !event.shiftKey && onEditEnd !== null && !isRunning) cancelEdit()
    else return
    event.preventDefault()
  }
  const open = images.findIndex(({ key }) => key === openKey)
  const opened = images[open]

  return (
    <div className="rounded-composer border border-line bg-raised shadow-raised focus-within:border-edge">
      <ComposerNote
        length={length}
        pieces={parts.length}
        isBlank={isBlank}
        measure={measure}
        onCancelEdit={onEditEnd === null ? null : cancelEdit}
        onNewChat={conversationId === null ? null : newChatWithThis}
        onShorten={writing.focus}
        onChooseModel={props.onChooseModel}
      />
      {model.blind !== null && images.length > 0 && (
        <CannotSee blind={model.blind} isMissing={isMissing} giving={giving} />
      )}
      <RefusedFiles refused={refused} onSettle={(one, take) => writing.settle(one, take)} />
      <MessageBox
        writing={writing}
        isEmpty={isEmpty}
        placeholder="Ask anything, drop images"
        onKeyDown={onKeyDown}
      />
      {opened?.placed.kind === 'here' && (
        <ImageDetails
          key={opened.key}
          writing={writing}
          imageKey={opened.key}
          placed={opened.placed}
          number={open + 1}
          isGiven={model.blind !== null}
          tokens={isArriving ? null : (measure?.imageTokens[open] ?? null)}
        />
      )}
      <div className="flex flex-wrap items-center gap-2 px-2.5 pb-2.5">
        <AddMenu onFiles={writing.addFiles}>
          {canSend && images.length > 0 && model.blind === null && (
            <MenuItem onChoose={() => send('described-first')}>Send, describing the images first</MenuItem>
          )}
          <HelperItems onOpen={openHelper} />
        </AddMenu>
        <HelperDialog
          helper={helper}
          first={parts.find((part) => part.kind === 'image')?.image ?? null}
          onWrite={(made) => writing.rewrite(made)}
          onClose={() => openHelper(null)}
        />
        <ModeControl
          mode={mode}
          canThink={model.canThink}
          isNarrow={isVeryNarrow}
          describedBy={modeNote === null ? undefined : plainNote}
          onChange={onMode}
        />
        {mode === 'auto' && model.canThink && props.margin !== null && (
          <MarginMenu margin={props.margin} onChange={props.onMargin} />
        )}
        {model.efforts.length > 0 && (
          <EffortControl efforts={model.efforts} effort={props.effort} onChange={props.onEffort} />
        )}
        <div className="ml-auto flex items-center gap-2">
          <ContextMeter measure={measure} />
          {isRunning ? (
            <button
              type="button"
              className="button button-main !h-8 !w-8 shrink-0 !p-0"
              aria-label="Stop"
              title="Stop (Esc)"
              onClick={props.onStop}
            >
              <Icon name="stop" />
            </button>
          ) : (
            <button
              type="button"
              className="button button-main !h-8 !w-8 shrink-0 !p-0"
              aria-label="Send"
              title="Send (Enter)"
              disabled={!canSend}
              onClick={() => send()}
            >
              <Icon name="send" size={20} />
            </button>
          )}
        </div>
      </div>
      {modeNote !== null && (
        <p id={plainNote} className="border-t border-line px-3.5 py-1.5 text-xs text-muted">
          {modeNote}
        </p>
      )}
    </div>
  )
}
