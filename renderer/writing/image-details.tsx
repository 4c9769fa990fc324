import { useEffectEvent, useId, useLayoutEffect, useRef, type ReactNode } from 'react'
import { imageAddress } from '../../electron/contract/images.ts'
import type { Given } from '../../electron/contract/turns.ts'
import { bytes, count, tokens } from '../parts/amounts.ts'
import { useViewer } from '../images/use-viewer.ts'
import { Icon } from '../parts/icon.tsx'
import { givenSource, imageName, type ImageSource, type PlacedImage } from './placed-image.ts'
import { nextPlace, previousPlace } from './word-places.ts'
import type { Writing } from './writing.ts'

type ImageDetailsProps = {
  readonly writing: Writing
  readonly imageKey: string
  readonly placed: Extract<PlacedImage, { kind: 'here' }>
  readonly number: number
  /** The open model cannot see it, and gets these words. */
  readonly isGiven: boolean
  /** Tokens the model takes for it; null while unknown. */
  readonly tokens: number | null
}

/** Above an image of the message: what it is, and what can be done with it without a mouse. */
export function ImageDetails({
  writing,
  imageKey,
  placed,
  number,
  isGiven,
  tokens: cost,
}: ImageDetailsProps): ReactNode {
  const { image, source } = placed
  const field = useId()
  const look = useViewer()
  const card = useRef<HTMLDivElement>(null)
  const closed = useEffectEvent(() => {
    writing.closeImage()
    const element = writing.elementOf(imageKey)
    // Not when something else was pressed meanwhile.
    if (document.activeElement === document.body || card.current?.contains(document.activeElement) === true)
      element.focus()
  })
  useLayoutEffect(() => {
    const element = card.current
    if (element === null) return undefined
    element.showPopover({ source: writing.elementOf(imageKey) })
    const toggled = (event: ToggleEvent): void => {
      if (event.newState === 'closed') closed()
    }
    element.addEventListener('toggle', toggled)
    return () => element.removeEventListener('toggle', toggled)
  }, [writing, imageKey])
  const name = imageName(number)
  return (
    <div ref={card} popover="auto" role="dialog" aria-label={`About ${name}`} className="menu image-details">
      <div className="flex gap-3">
        <img
          src={imageAddress(image.id, 'small')}
          alt=""
          width={image.width}
          height={image.height}
          className="h-20 w-20 shrink-0 rounded-control bg-softer object-contain"
        />
        <div className="min-w-0 text-sm">
          <p className="font-medium">
            <span className="capitalize">{name}</span>
          </p>
          <p className="truncate text-muted" title={image.name}>
            {image.name}
          </p>
          <p className="text-muted tabular-nums">
            {count(image.width)} × {count(image.height)} · {bytes(image.bytes)}
            {cost !== null && ` · ${tokens(cost)}`}
          </p>
        </div>
      </div>
      <label htmlFor={field} className="mt-3 block text-xs text-muted">
        What it shows, for those who cannot see it
      </label>
      <input
        id={field}
        className="field mt-1"
        autoFocus
        maxLength={2000}
        value={image.alt}
        onChange={(event) => writing.describe(imageKey, event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) card.current?.hidePopover()
        }}
      />
      {isGiven && <GivenField writing={writing} imageKey={imageKey} given={placed.given} />}
      {source !== null && source.pages > 1 && (
        <PageChoice source={source} onChoose={(page) => writing.choosePage(imageKey, source, page)} />
      )}
      <div className="mt-3 flex flex-wrap items-center gap-1">
        <button
          type="button"
          className="button mr-1"
          onClick={() => {
            card.current?.hidePopover()
            look({ image, name })
          }}
        >
          Look closer
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label="Move back"
          title="Move back (Alt and arrow)"
          onClick={() => writing.move(imageKey, previousPlace)}
        >
          <Icon name="left" />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label="Move on"
          title="Move on (Alt and arrow)"
          onClick={() => writing.move(imageKey, nextPlace)}
        >
          <Icon name="right" />
        </button>
        <button
          type="button"
          className="button ml-auto"
          onClick={() => {
            card.current?.hidePopover()
            writing.remove(imageKey)
          }}
        >
          Remove
        </button>
      </div>
    </div>
  )
}

type GivenFieldProps = {
  readonly writing: Writing
  readonly imageKey: string
  readonly given: Given | null
}

/** The very words that a model without eyes is given. */
function GivenField({ writing, imageKey, given }: GivenFieldProps): ReactNode {
  const field = useId()
  return (
    <>
      <label htmlFor={field} className="mt-3 block text-xs text-muted">
        {given === null ? 'Words instead of it' : `Words instead of it, ${givenSource[given.by]}`}
      </label>
      <textarea
        id={field}
        rows={4}
        dir="auto"
        className="field mt-1 resize-y"
        value={given?.text ?? ''}
        onChange={(event) => writing.give(imageKey, { by: 'person', text: event.currentTarget.value })}
      />
    </>
  )
}

type PageChoiceProps = { readonly source: ImageSource; readonly onChoose: (page: number) => void }

/** An animation or a document of many pages: one of its pictures is taken. */
function PageChoice({ source, onChoose }: PageChoiceProps): ReactNode {
  const { page, pages } = source
  return (
    <div className="mt-3 flex items-center gap-1 text-sm">
      <span className="tabular-nums">
        Picture {count(page + 1)} of {count(pages)}
      </span>
      <button
        type="button"
        className="icon-button ml-auto"
        aria-label="Previous picture"
        disabled={page === 0}
        onClick={() => onChoose(page - 1)}
      >
        <Icon name="left" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label="Next picture"
        disabled={page === pages - 1}
        onClick={() => onChoose(page + 1)}
      >
        <Icon name="right" />
      </button>
    </div>
  )
}
