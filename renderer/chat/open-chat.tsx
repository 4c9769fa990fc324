import { useState, type ReactNode } from 'react'
import type { Answer } from '../../electron/contract/turns.ts'
import { EngineNotice } from '../models/engine-notice.tsx'
import { copyText } from '../parts/copy-text.ts'
import { lastAnswer, type ConversationState } from '../state/fold-conversation.ts'
import { useConversation } from '../state/use-conversation.ts'
import { useNotices } from '../state/use-notices.ts'
import { usePonder } from '../state/use-ponder.ts'
import { useShortcuts } from '../state/use-shortcuts.ts'
import { useTitle } from '../state/use-title.ts'
import { ChatFrame } from './chat-frame.tsx'
import type { ChatProps } from './chat-props.ts'
import { Composer } from './composer.tsx'
import { ConversationGone } from './conversation-gone.tsx'
import { DetailsPanel } from './details-panel.tsx'
import { Transcript } from './transcript.tsx'
import { useAsk } from './use-ask.ts'
import { ChatActionsProvider, useNewChatActions } from './use-chat-actions.ts'

type OpenChatProps = ChatProps & { readonly conversationId: string }

/** One conversation: its turns, the composer under them, and the details of the answer one asks about. */
export function OpenChat(props: OpenChatProps): ReactNode {
  const { conversationId, engine, model, mode, header, detailsOpen, onDetailsOpen } = props
  const { onMode, onRestart, onSettings } = props
  const ponder = usePonder()
  const notices = useNotices()
  const { state, loadOlder } = useConversation(ponder, conversationId)
  const actions = useNewChatActions(ponder, notices)
  const [editedId, setEditedId] = useState<string | null>(null)
  const [detailsId, setDetailsId] = useState<string | null>(null)

  const turns = state.kind === 'shown' ? state.turns : []
  const last = lastAnswer(turns)
  const running = last?.status === 'running' ? last : null
  const asking = useAsk(ponder, notices, { conversationId, parentId: last?.id ?? null, modeAsked: mode })
  useTitle(state.kind === 'shown' ? state.conversation.title : null)
  useShortcuts((command) => {
    if (command === 'stop' && running !== null && !isSomethingOpen()) actions.stop(running)
    else if (command === 'copy-answer' && last !== null && last.text !== '')
      notices.attempt(async () => {
        await copyText(last.text)
        notices.say('The last answer was copied.')
      })
    else return false
    return true
  })

  const editLast = (): void => {
    const question = turns.findLast(({ turn }) => turn.kind === 'question')
    if (question) setEditedId(question.turn.id)
  }
  const showDetails = (answerId: string): void => {
    setDetailsId(answerId)
    onDetailsOpen(true)
  }
  const closeDetails = (): void => {
    setDetailsId(null)
    onDetailsOpen(false)
  }
  const loaded = engine?.kind === 'ready' ? engine.model : null
  return (
    <ChatActionsProvider value={actions}>
      <ChatFrame
        header={header}
        onCloseDetails={closeDetails}
        details={
          detailsOpen ? (
            <DetailsPanel answer={answerOf(state, detailsId) ?? last} model={loaded} onClose={closeDetails} />
          ) : null
        }
        composer={
          <>
            <EngineNotice engine={engine} onRestart={onRestart} />
            <Composer
              conversationId={conversationId}
              parentId={last?.id ?? null}
              model={model}
              mode={mode}
              asking={asking}
              isRunning={running !== null}
              onMode={onMode}
              onStop={() => running && actions.stop(running)}
              onEditLast={editLast}
              onSettings={onSettings}
            />
          </>
        }
      >
        {state.kind === 'shown' ? (
          <Transcript
            turns={state.turns}
            reading={state.reading}
            announcement={state.announcement}
            editedId={editedId}
            onEdit={setEditedId}
            onDetails={showDetails}
            onOlder={loadOlder}
          />
        ) : (
          <ConversationGone state={state} />
        )}
      </ChatFrame>
    </ChatActionsProvider>
  )
}

function answerOf(state: ConversationState, answerId: string | null): Answer | null {
  if (state.kind !== 'shown' || answerId === null) return null
  const turn = state.turns.find((shown) => shown.turn.id === answerId)?.turn
  return turn?.kind === 'answer' ? turn : null
}

/** Esc closes what lies above the page first. */
function isSomethingOpen(): boolean {
  return document.querySelector('dialog[open], :popover-open') !== null
}
