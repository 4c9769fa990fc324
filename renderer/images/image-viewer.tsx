import { useState, type ReactNode } from 'react'
import type { Box } from '../../electron/contract/images.ts'
import type { Part } from '../../electron/contract/turns.ts'
import { announce } from '../parts/use-announcement.ts'
import { Icon } from '../parts/icon.tsx'
import { useModal } from '../parts/use-modal.ts'
import { useNotices } from '../state/use-notices.ts'
import { usePonder } from '../state/use-ponder.ts'
import { giveParts } from '../writing/given.ts'
import { MarkBar } from './mark-bar.tsx'
import { PictureFrame } from './picture-frame.tsx'
import { ReadPane } from './read-pane.tsx'
import { middleOf } from './region.ts'
import { useImageText } from './use-image-text.ts'
import type { Viewed } from './use-viewer.ts'

type ImageViewerProps = { readonly viewed: Viewed; readonly onClose: () => void }

/** An image in the whole window: nearer, a region of it asked about, its text read. */
export function ImageViewer({ viewed, onClose }: ImageViewerProps): ReactNode {
  const { image, name } = viewed
  const dialog = useModal()
  const ponder = usePonder()
  const { attempt } = useNotices()
  const [tool, setTool] = useState<'look' | 'mark' | 'read'>('look')
  const [region, setRegion] = useState<Box>(() => middleOf(image))
  const text = useImageText(image.id)
  const choose = (next: 'mark' | 'read'): void => setTool(tool === next ? 'look' : next)
  const give = (parts: readonly Part[]): void => {
    // Closed first: the message takes the focus, which the dialog would keep.
    dialog.current?.close()
    if (giveParts(parts)) announce('Put into the message')
  }
  const askAboutRegion = (): void =>
    attempt(async () => {
      const crop = await ponder
        .calls()
        .cropImage({ imageId: image.id, box: region, name: `Part of ${image.name}` })
      give([{ kind: 'image', image: crop }])
    })
  return (
    <dialog ref={dialog} aria-label={`Look at ${name}`} className="viewer" onClose={onClose}>
      <header className="flex items-center gap-2 border-b border-line py-2 pr-2 pl-4">
        <h2 className="min-w-0 flex-1 truncate text-sm">
          <span className="font-semibold capitalize">{name}</span>{' '}
          <span className="text-muted">{image.alt === '' ? image.name : image.alt}</span>
        </h2>
        <button
          type="button"
          className="button"
          aria-pressed={tool === 'mark'}
          onClick={() => choose('mark')}
        >
          Mark a region
        </button>
        <button
          type="button"
          className="button"
          aria-pressed={tool === 'read'}
          onClick={() => choose('read')}
        >
          Read text
        </button>
        <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div className="flex min-h-0 flex-1 flex-col min-[720px]:flex-row">
        <PictureFrame
          image={image}
          tool={tool}
          region={region}
          text={tool === 'read' && text.state.kind === 'read' ? text.state.result : null}
          onRegion={setRegion}
          onAsk={askAboutRegion}
        />
        {tool === 'read' && (
          <ReadPane imageId={image.id} text={text} onUse={(words) => give([{ kind: 'text', text: words }])} />
        )}
      </div>
      {tool === 'mark' && <MarkBar region={region} onAsk={askAboutRegion} />}
    </dialog>
  )
}
