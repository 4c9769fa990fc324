import type { ReactNode } from 'react'
import type { Download } from '../../electron/contract/downloads.ts'
import { Icon } from '../parts/icon.tsx'
import { share, stateLine } from './download-words.ts'

export type DownloadActions = {
  readonly pause: (downloadId: string) => void
  readonly resume: (downloadId: string) => void
  readonly remove: (downloadId: string) => void
  readonly openModel: (modelId: string) => void
}

/** One download: its name, how far it is, and what can be done about it. */
export function DownloadRow({
  download,
  actions,
}: {
  readonly download: Download
  readonly actions: DownloadActions
}): ReactNode {
  const { id, name, repository, state, arrivedBytes, sizeBytes } = download
  const isOver = state.kind === 'done'
  return (
    <li aria-label={name} className="border-t border-line py-3 first:border-t-0">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <p className="font-medium [overflow-wrap:anywhere]">{name}</p>
          <p className="text-sm text-muted [overflow-wrap:anywhere]">{repository}</p>
        </div>
        <div className="flex shrink-0 items-center gap-1">
          <MainButton download={download} actions={actions} />
          <button
            type="button"
            className="icon-button"
            aria-label={isOver ? `Take ${name} off this list` : `Cancel the download of ${name}`}
            title={isOver ? 'Take off this list' : 'Cancel and remove what has arrived'}
            onClick={() => actions.remove(id)}
          >
            <Icon name="close" />
          </button>
        </div>
      </div>
      {!isOver && (
        <progress
          className="progress mt-2 block w-full"
          aria-label={`Download of ${name}`}
          aria-valuetext={share(download)}
          max={sizeBytes}
          value={arrivedBytes}
        />
      )}
      <p className="mt-1.5 text-sm text-muted tabular-nums">{stateLine(download)}</p>
      <div role="alert" className="contents">
        {state.kind === 'failed' && (
          <p className="mt-1 text-sm">
            <span className="text-loss">{state.problem.message}</span>{' '}
            <span className="text-muted">{state.problem.remedy}</span>
          </p>
        )}
      </div>
    </li>
  )
}

function MainButton({
  download: { id, name, state },
  actions,
}: {
  readonly download: Download
  readonly actions: DownloadActions
}): ReactNode {
  switch (state.kind) {
    case 'waiting':
    case 'running':
    case 'checking':
      return <Button words="Pause" name={name} onPress={() => actions.pause(id)} />
    case 'paused':
      return <Button words="Resume" name={name} onPress={() => actions.resume(id)} />
    case 'failed':
      return <Button words="Try again" name={name} onPress={() => actions.resume(id)} />
    case 'done': {
      const { modelId } = state
      return modelId === null ? null : (
        <Button words="Open" name={name} onPress={() => actions.openModel(modelId)} />
      )
    }
  }
  return state satisfies never
}

type ButtonProps = { readonly words: string; readonly name: string; readonly onPress: () => void }

function Button({ words, name, onPress }: ButtonProps): ReactNode {
  return (
    <button type="button" className="button" aria-label={`${words} ${name}`} onClick={onPress}>
      {words}
    </button>
  )
}
