import { useEffectEvent, useId, useLayoutEffect, useRef, type ReactNode } from 'react'
import { imageAddress } from '../../electron/contract/images.ts'
import { bytes, count } from '../parts/amounts.ts'
import { Icon } from '../parts/icon.tsx'
import { imageName, type ImageSource, type PlacedImage } from './placed-image.ts'
import { nextPlace, previousPlace } from './word-places.ts'
import type { Writing } from './writing.ts'

type ImageDetailsProps = {
  readonly writing: Writing
  readonly imageKey: string
  readonly placed: Extract<PlacedImage, { kind: 'here' }>
  readonly number: number
}

/** Above an image of the message: what it is, and what can be done with it without a mouse. */
export function ImageDetails({ writing, imageKey, placed, number }: ImageDetailsProps): ReactNode {
  const { image, source } = placed
  const field = useId()
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
      {source !== null && source.pages > 1 && (
        <PageChoice source={source} onChoose={(page) => writing.choosePage(imageKey, source, page)} />
      )}
      <div className="mt-3 flex flex-wrap items-center gap-1">
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
