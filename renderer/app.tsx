import { useState, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { notLetIn } from './browser-door.ts'
import { NewChat } from './chat/new-chat.tsx'
import { OpenChat } from './chat/open-chat.tsx'
import { ConversationList, SEARCH_FIELD } from './conversations/conversation-list.tsx'
import { ArenaPage } from './capabilities/grade-answers/index.ts'
import { LearningPage } from './capabilities/learn-from-grades/index.ts'
import { Header } from './header.tsx'
import { CopyProgress } from './models/copy-progress.tsx'
import { DropTarget } from './models/drop-target.tsx'
import { CHOOSE_MODEL } from './models/model-picker.tsx'
import { ModelsPage } from './models/models-page.tsx'
import { useDownloadNotices } from './models/use-download-notices.ts'
import { useAddModel } from './models/use-add-model.ts'
import { blindOf } from './models/blind-of.ts'
import { titleOfPage } from './page-links.ts'
import { Sheet } from './parts/dialog.tsx'
import { focusMessage } from './parts/focus-message.ts'
import { WholePage } from './parts/whole-page.tsx'
import type { Ponder } from './ponder.ts'
import { SettingsDialog } from './settings/settings-dialog.tsx'
import { ShortcutsDialog } from './settings/shortcuts-dialog.tsx'
import type { Command } from './state/shortcuts.ts'
import { useEfforts } from './state/use-efforts.ts'
import { useAppActions } from './state/use-app-actions.ts'
import { useAppState } from './state/use-app-state.ts'
import { NARROW, useMedia } from './state/use-media.ts'
import { useMode } from './state/use-mode.ts'
import { ModelsProvider } from './state/use-models.ts'
import { NoticesProvider, useNoticeList } from './state/use-notices.ts'
import { goTo, goToPage, usePage, usePlace } from './state/use-place.ts'
import { PonderProvider, useConnection } from './state/use-ponder.ts'
import { useRemembered } from './state/use-remembered.ts'
import { useShortcuts } from './state/use-shortcuts.ts'
import { useTitle } from './state/use-title.ts'
import { useTheme } from './state/use-theme.ts'

/** The window: list, chat, details, and the two dialogs. */
export function App({ ponder }: { readonly ponder: Ponder }): ReactNode {
  const connection = useConnection(ponder)
  const { app, problem } = useAppState(ponder)
  const notices = useNoticeList()
  const actions = useAppActions(ponder, notices)
  const [mode, changeMode] = useMode(ponder, notices, app.settings)
  const efforts = useEfforts()
  const conversationId = usePlace()
  const openPage = usePage()
  const adding = useAddModel(ponder, notices)
  useDownloadNotices(app.downloads, openPage === 'models', notices)
  const isNarrow = useMedia(NARROW)
  const [listWanted, setListWanted] = useRemembered('list', true)
  const [sheetOpen, setSheetOpen] = useState(false)
  const [detailsOpen, setDetailsOpen] = useState(false)
  const [dialog, setDialog] = useState<'settings' | 'shortcuts' | null>(null)
  useTheme(app.settings?.theme)
  const title = app.conversations?.find(({ id }) => id === conversationId)?.title ?? null
  useTitle(openPage === null ? title : titleOfPage(openPage))

  const listOpen = isNarrow ? sheetOpen : listWanted
  const setListOpen = isNarrow ? setSheetOpen : setListWanted
  const newChat = (): void => {
    setSheetOpen(false)
    goTo(null)
    // Already there: the message is what one wants next.
    focusMessage()
  }
  const search = (): void => {
    // Drawn before it can be focused.
    flushSync(() => setListOpen(true))
    document.getElementById(SEARCH_FIELD)?.focus()
  }
  const chooseModel = (): void => document.getElementById(CHOOSE_MODEL)?.click()
  const commands: Partial<Record<Command, () => void>> = {
    'new-chat': newChat,
    search,
    'toggle-list': () => setListOpen(!listOpen),
    'toggle-details': () => setDetailsOpen(!detailsOpen),
    settings: () => setDialog('settings'),
    shortcuts: () => setDialog('shortcuts'),
    models: chooseModel,
  }
  useShortcuts((command) => {
    const run = commands[command]
    run?.()
    return run !== undefined
  })

  if (connection === 'refused')
    return (
      <WholePage message={notLetIn.message} remedy={notLetIn.remedy}>
        <button type="button" className="button mt-4" onClick={() => location.reload()}>
          Try again
        </button>
      </WholePage>
    )
  if (problem !== null)
    return (
      <WholePage message={problem.message} remedy={problem.remedy}>
        <button type="button" className="button mt-4" onClick={() => location.reload()}>
          Try again
        </button>
      </WholePage>
    )
  const { engine } = app
  const chat = {
    engine,
    model: {
      id: engine?.kind === 'ready' ? engine.model.id : null,
      blind: blindOf(engine, app.models, actions.openModel),
      canAsk:
        engine === null || engine.kind === 'ready' || engine.kind === 'loading' || engine.kind === 'resting',
      canThink: engine?.kind !== 'ready' || engine.model.thinking.canThink,
      alwaysThinks: engine?.kind === 'ready' && engine.model.thinking.style === 'always',
      efforts: engine?.kind === 'ready' ? engine.model.thinking.efforts : [],
    },
    mode,
    efforts,
    detailsOpen,
    onDetailsOpen: setDetailsOpen,
    onMode: changeMode,
    margin: app.settings?.learns === true ? app.settings.margin : null,
    onMargin: (margin: number) => actions.changeSettings({ margin }),
    onRestart: actions.restartEngine,
    // With one model there is nothing to choose.
    onChooseModel: app.models.length > 1 ? chooseModel : null,
    header: (
      <>
        <Header
          connection={connection}
          engine={engine}
          models={app.models}
          listOpen={listOpen}
          detailsOpen={detailsOpen}
          onList={() => setListOpen(!listOpen)}
          onDetails={() => setDetailsOpen(!detailsOpen)}
          onSettings={() => setDialog('settings')}
          onShortcuts={() => setDialog('shortcuts')}
          onOpenModel={actions.openModel}
          onAddModel={adding.choose}
          onShowModels={() => goToPage('models')}
        />
        <CopyProgress copying={adding.copying} onCancel={adding.cancel} />
      </>
    ),
  }
  const list = (
    <ConversationList
      conversations={app.conversations}
      answering={app.answering}
      openId={openPage === null ? conversationId : null}
      openPage={openPage}
      onNewChat={newChat}
      onOpened={() => setSheetOpen(false)}
    />
  )
  return (
    <PonderProvider value={ponder}>
      <NoticesProvider value={notices}>
        <ModelsProvider value={app.models}>
          <div className="flex h-full">
            {listOpen && !isNarrow && (
              <div className="flex w-(--list-width) shrink-0 flex-col border-r border-line bg-side">
                {list}
              </div>
            )}
            {listOpen && isNarrow && (
              <Sheet name="Conversations" side="start" onClose={() => setSheetOpen(false)}>
                {list}
              </Sheet>
            )}
            {openPage === 'models' ? (
              <ModelsPage
                header={chat.header}
                engine={engine}
                models={app.models}
                notes={app.modelNotes}
                downloads={app.downloads}
                devices={app.devices}
                onSettings={() => setDialog('settings')}
                onOpen={actions.openModel}
                onRestart={actions.restartEngine}
                onAdd={adding.choose}
                onForget={actions.forgetModel}
                onRefresh={actions.refreshModels}
              />
            ) : openPage === 'learning' ? (
              <LearningPage
                header={chat.header}
                engine={engine}
                settings={app.settings}
                onChange={actions.changeSettings}
              />
            ) : openPage === 'arena' ? (
              <ArenaPage header={chat.header} engine={engine} models={app.models} />
            ) : conversationId === null ? (
              <NewChat {...chat} />
            ) : (
              <OpenChat key={conversationId} conversationId={conversationId} {...chat} />
            )}
          </div>
          <DropTarget onDrop={adding.addFiles} />
          {dialog === 'settings' && app.settings !== null && (
            <SettingsDialog
              settings={app.settings}
              devices={app.devices}
              models={app.models}
              onChange={actions.changeSettings}
              onRefreshModels={actions.refreshModels}
              onClose={() => setDialog(null)}
            />
          )}
          {dialog === 'shortcuts' && <ShortcutsDialog onClose={() => setDialog(null)} />}
        </ModelsProvider>
      </NoticesProvider>
    </PonderProvider>
  )
}
