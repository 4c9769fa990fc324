import { useState, type ReactNode } from 'react'
import type { Answer, Question } from '../../electron/contract/turns.ts'
import { ConversationGrades, GradesProvider, useFollowGrades } from '../capabilities/grade-answers/index.ts'
import { EngineNotice } from '../models/engine-notice.tsx'
import { copyText } from '../parts/copy-text.ts'
import { editDraft } from '../state/drafts.ts'
import { lastAnswer, type ConversationState } from '../state/fold-conversation.ts'
import { useConversation } from '../state/use-conversation.ts'
import { turnWasReached } from '../state/use-place.ts'
import { useNotices } from '../state/use-notices.ts'
import { usePonder } from '../state/use-ponder.ts'
import { useShortcuts } from '../state/use-shortcuts.ts'
import { ChatFrame } from './chat-frame.tsx'
import type { ChatProps } from './chat-props.ts'
import { Composer, type ComposerProps } from './composer.tsx'
import { ConversationGone } from './conversation-gone.tsx'
import { DetailsPanel } from './details-panel.tsx'
import { Transcript } from './transcript.tsx'
import { useAsk } from './use-ask.ts'
import { ChatActionsProvider, useNewChatActions } from './use-chat-actions.ts'
import { useSoughtTurn } from './use-sought-turn.ts'

type OpenChatProps = ChatProps & { readonly conversationId: string }

/** One conversation: its turns, the composer under them, and the details of the answer one asks about. */
export function OpenChat(props: OpenChatProps): ReactNode {
  const { conversationId, engine, model, mode, efforts, header, detailsOpen, onDetailsOpen } = props
  const { onMode, onRestart, onChooseModel } = props
  const ponder = usePonder()
  const notices = useNotices()
  const { state, loadOlder } = useConversation(ponder, notices, conversationId)
  const grades = useFollowGrades(ponder, notices, conversationId)
  const [editedId, setEditedId] = useState<string | null>(null)
  const [detailsId, setDetailsId] = useState<string | null>(null)

  const turns = state.kind === 'shown' ? state.turns : []
  const last = lastAnswer(turns)
  const running = last?.status === 'running' ? last : null
  const edited = questionOf(state, editedId)
  const parentId = edited === null ? (last?.id ?? null) : edited.parentId
  const chosenEffort = efforts.chosen(conversationId)
  const effort = chosenEffort === undefined ? (last?.route?.effort ?? null) : chosenEffort
  const actions = useNewChatActions(ponder, notices, { canThink: model.canThink, effort })
  const asking = useAsk(ponder, notices, { conversationId, parentId, modeAsked: mode, effort })
  const soughtId = useSoughtTurn(state, { conversationId, loadOlder, showBranch: actions.showBranch })
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
  const isGone = state.kind === 'deleted' || state.kind === 'failed'
  const loaded = engine?.kind === 'ready' ? engine.model : null
  return (
    <ChatActionsProvider value={actions}>
      <GradesProvider value={grades}>
        <ChatFrame
          header={header}
          onCloseDetails={closeDetails}
          details={
            detailsOpen ? (
              <DetailsPanel answer={answerOf(state, detailsId) ?? last} model={loaded} onClose={closeDetails}>
                {state.kind === 'shown' && (
                  <ConversationGrades turns={state.turns} conversation={state.conversation} />
                )}
              </DetailsPanel>
            ) : null
          }
          composer={
            <>
              <EngineNotice engine={engine} onRestart={onRestart} />
              <Composer
                key={edited?.id}
                conversationId={conversationId}
                parentId={parentId}
                draft={draftOf(conversationId, edited)}
                // Nothing can be asked where the conversation is gone.
                model={isGone ? { ...model, id: null, canAsk: false } : model}
                mode={mode}
                effort={effort}
                asking={asking}
                isRunning={running !== null}
                onMode={onMode}
                margin={props.margin}
                onMargin={props.onMargin}
                onEffort={(chosen) => efforts.choose(conversationId, chosen)}
                onStop={() => running && actions.stop(running)}
                onChooseModel={onChooseModel}
                onEditLast={editLast}
                onEditEnd={edited === null ? null : () => setEditedId(null)}
              />
            </>
          }
        >
          {state.kind === 'shown' ? (
            <Transcript
              title={state.conversation.title}
              turns={state.turns}
              busy={state.busy}
              announcement={state.announcement}
              editedId={edited?.id ?? null}
              soughtId={soughtId}
              onReached={turnWasReached}
              onEdit={setEditedId}
              onDetails={showDetails}
              onOlder={loadOlder}
            />
          ) : (
            <ConversationGone state={state} />
          )}
        </ChatFrame>
      </GradesProvider>
    </ChatActionsProvider>
  )
}

function answerOf(state: ConversationState, answerId: string | null): Answer | null {
  if (state.kind !== 'shown' || answerId === null) return null
  const turn = state.turns.find((shown) => shown.turn.id === answerId)?.turn
  return turn?.kind === 'answer' ? turn : null
}

function questionOf(state: ConversationState, questionId: string | null): Question | null {
  if (state.kind !== 'shown' || questionId === null) return null
  const turn = state.turns.find((shown) => shown.turn.id === questionId)?.turn
  return turn?.kind === 'question' ? turn : null
}

function draftOf(conversationId: string, edited: Question | null): ComposerProps['draft'] {
  if (edited === null) return { name: conversationId, first: [] }
  return { name: editDraft(edited.id), first: edited.parts }
}

/** Esc closes what lies above the page first. */
function isSomethingOpen(): boolean {
  return document.querySelector('dialog[open], :popover-open') !== null
}
