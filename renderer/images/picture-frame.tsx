import { useState, type KeyboardEvent, type PointerEvent, type ReactNode, type WheelEvent } from 'react'
import { imageAddress, type Box, type Image, type ImageText } from '../../electron/contract/images.ts'
import { Icon } from '../parts/icon.tsx'
import { percent } from '../parts/amounts.ts'
import { boxBetween, moved, resized } from './region.ts'
import { RegionMark } from './region-mark.tsx'
import { useFrame } from './use-frame.ts'
import { WordsOver } from './words-over.tsx'
import { fitScale, inFrame, pixelAt, wholeView, zoomed, type Point, type View } from './zoom.ts'

type PictureFrameProps = {
  readonly image: Image
  readonly tool: 'look' | 'mark' | 'read'
  readonly region: Box
  /** Its words, to be selected over it. */
  readonly text: ImageText | null
  readonly onRegion: (region: Box) => void
  readonly onAsk: () => void
}

const STEP = 60
const CLOSER = 1.25

/** The picture itself: nearer by wheel, keys and buttons, moved by drag and keys, or a region of it drawn. */
export function PictureFrame({ image, tool, region, text, onRegion, onAsk }: PictureFrameProps): ReactNode {
  const [watch, frame] = useFrame()
  const [wanted, setView] = useState<View>(wholeView)
  const [grip, setGrip] = useState<{ readonly from: Point; readonly view: View } | null>(null)
  const size = frame ?? { width: image.width, height: image.height }
  const view = inFrame(wanted, image, size)
  const scale = fitScale(image, size) * view.zoom

  const pointOf = (event: { currentTarget: Element; clientX: number; clientY: number }): Point => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 }
  }
  const onWheel = (event: WheelEvent<HTMLElement>): void =>
    setView(zoomed(view, Math.exp(-event.deltaY / 400), pointOf(event)))
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    // Words over the picture are selected as words are.
    if (event.button !== 0 || tool === 'read') return
    event.currentTarget.setPointerCapture(event.pointerId)
    setGrip({ from: pointOf(event), view })
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    if (grip === null) return
    const to = pointOf(event)
    if (tool === 'mark')
      onRegion(boxBetween(pixelAt(grip.from, view, image, size), pixelAt(to, view, image, size), image))
    else setView({ ...view, x: grip.view.x + to.x - grip.from.x, y: grip.view.y + to.y - grip.from.y })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const arrows: Readonly<Record<string, Point>> = {
      ArrowLeft: { x: -1, y: 0 },
      ArrowRight: { x: 1, y: 0 },
      ArrowUp: { x: 0, y: -1 },
      ArrowDown: { x: 0, y: 1 },
    }
    const arrow = arrows[event.key]
    if (arrow !== undefined && tool === 'mark') {
      // A tenth of what is seen, so that a nearer look makes finer steps.
      const by = Math.max(1, Math.round(Math.min(image.width, image.height) / 40 / view.zoom))
      const step = { x: arrow.x * by, y: arrow.y * by }
      onRegion(event.shiftKey ? resized(region, step, image) : moved(region, step, image))
    } else if (arrow !== undefined)
      setView({ ...view, x: view.x - arrow.x * STEP, y: view.y - arrow.y * STEP })
    else if (event.key === '+' || event.key === '=') setView(zoomed(view, CLOSER))
    else if (event.key === '-') setView(zoomed(view, 1 / CLOSER))
    else if (event.key === '0') setView(wholeView)
    else if (event.key === 'Enter' && tool === 'mark') onAsk()
    else return
    event.preventDefault()
  }

  return (
    <div className="relative min-h-0 min-w-0 flex-1 bg-side">
      {/* Focusable, because keys bring the picture nearer and move it. */}
      <div
        ref={watch}
        tabIndex={0}
        role="group"
        aria-label={tool === 'mark' ? 'Picture with a marked region' : 'Picture'}
        data-tool={tool}
        className="picture-frame"
        onWheel={onWheel}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={() => setGrip(null)}
        onPointerCancel={() => setGrip(null)}
        onDoubleClick={(event) => tool === 'look' && setView(zoomed(view, 2, pointOf(event)))}
        onKeyDown={onKeyDown}
      >
        <div
          className="picture"
          style={{
            width: `${image.width * scale}px`,
            height: `${image.height * scale}px`,
            transform: `translate(-50%, -50%) translate(${view.x}px, ${view.y}px)`,
          }}
        >
          <img
            src={imageAddress(image.id, 'whole')}
            alt={image.alt === '' ? image.name : image.alt}
            width={image.width}
            height={image.height}
            draggable={false}
            className="h-full w-full"
          />
          {text !== null && <WordsOver image={image} text={text} />}
          {tool === 'mark' && <RegionMark region={region} picture={image} />}
        </div>
      </div>
      <div className="absolute right-3 bottom-3 flex items-center gap-1 rounded-control border border-line bg-raised px-1 text-xs shadow-raised">
        <button
          type="button"
          className="icon-button"
          aria-label="Farther"
          title="Farther (-)"
          onClick={() => setView(zoomed(view, 1 / CLOSER))}
        >
          <Icon name="minus" />
        </button>
        <button
          type="button"
          className="icon-button w-14 whitespace-nowrap tabular-nums"
          title="All of it (0)"
          onClick={() => setView(wholeView)}
        >
          <span className="sr-only">All of it, now </span>
          {percent(scale)}
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label="Nearer"
          title="Nearer (+)"
          onClick={() => setView(zoomed(view, CLOSER))}
        >
          <Icon name="plus" />
        </button>
      </div>
    </div>
  )
}
