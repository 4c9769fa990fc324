import type { ReactNode } from 'react'
import { NEW_CHAT_DRAFT } from '../state/drafts.ts'
import { useNotices } from '../state/use-notices.ts'
import { usePonder } from '../state/use-ponder.ts'
import { ChatFrame } from './chat-frame.tsx'
import type { ChatProps } from './chat-props.ts'
import { Composer } from './composer.tsx'
import { DetailsPanel } from './details-panel.tsx'
import { EmptyPage } from './empty-page.tsx'
import { useAsk } from './use-ask.ts'
import { EngineNotice } from '../models/engine-notice.tsx'

/** A chat that has not begun: the first question makes it a conversation. */
export function NewChat(props: ChatProps): ReactNode {
  const { engine, model, mode, efforts, header, detailsOpen, onDetailsOpen } = props
  const { onMode, onRestart, onChooseModel } = props
  const effort = efforts.chosen(null) ?? null
  const next = { conversationId: null, parentId: null, modeAsked: mode, effort }
  const asking = useAsk(usePonder(), useNotices(), next, efforts.begun)
  const loaded = engine?.kind === 'ready' ? engine.model : null
  const closeDetails = (): void => onDetailsOpen(false)
  return (
    <ChatFrame
      header={header}
      onCloseDetails={closeDetails}
      details={detailsOpen ? <DetailsPanel answer={null} model={loaded} onClose={closeDetails} /> : null}
      composer={
        <>
          <EngineNotice engine={engine} onRestart={onRestart} />
          <Composer
            conversationId={null}
            parentId={null}
            draft={newDraft}
            model={model}
            mode={mode}
            effort={effort}
            asking={asking}
            isRunning={false}
            onMode={onMode}
            margin={props.margin}
            onMargin={props.onMargin}
            onEffort={(chosen) => efforts.choose(null, chosen)}
            onStop={nothing}
            onChooseModel={onChooseModel}
            onEditLast={nothing}
            onEditEnd={null}
          />
        </>
      }
    >
      <EmptyPage
        engine={engine}
        canAsk={model.canAsk && !asking.isAsking}
        onAsk={(text) => asking.ask([{ kind: 'text', text }], { asked: nothing, failed: nothing })}
      />
    </ChatFrame>
  )
}

const newDraft = { name: NEW_CHAT_DRAFT, first: [] }

// There is no answer to stop and no question to edit yet.
function nothing(): void {}
