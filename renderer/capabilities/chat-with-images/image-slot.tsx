import { useEffect, useRef, useState, type ReactNode } from 'react'
import { imageAddress, type Image } from '../../../electron/contract/images.ts'
import { problemOf } from '../../../electron/contract/ponder-error.ts'
import { chooseFiles } from '../../parts/choose-files.ts'
import { Icon } from '../../parts/icon.tsx'
import { usePonder } from '../../state/use-ponder.ts'
import { takeIn } from '../../writing/take-in.ts'

type ImageSlotProps = {
  /** "Candidate 3" */
  readonly name: string
  readonly image: Image | null
  readonly onImage: (image: Image) => void
  /** More files than one were given: this slot keeps the first, the others go on. */
  readonly onMore?: (files: readonly File[]) => void
}

/** A place for one image: chosen, dropped or pasted. */
export function ImageSlot({ name, image, onImage, onMore }: ImageSlotProps): ReactNode {
  const ponder = usePonder()
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])

  const take = ([file, ...more]: readonly File[]): void => {
    if (file === undefined) return
    if (more.length > 0) onMore?.(more)
    stop.current?.abort()
    const { signal } = (stop.current = new AbortController())
    setProblem(null)
    setIsBusy(true)
    takeIn(ponder, { file, page: 0, evenIfDamaged: false }, {}, signal)
      .then(({ image: taken }) => onImage(taken))
      .catch((thrown: unknown) => {
        if (!signal.aborted) setProblem(problemOf(thrown).message)
      })
      .finally(() => setIsBusy(false))
  }
  return (
    <div className="image-slot">
      <button
        type="button"
        aria-label={image === null ? `${name}: choose an image` : `${name}: ${image.name}`}
        aria-busy={isBusy}
        title={image?.name ?? 'Choose, drop or paste an image'}
        className="image-slot-button"
        onClick={() => chooseFiles('image/*', take)}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          take([...event.dataTransfer.files])
        }}
        onPaste={(event) => take([...event.clipboardData.files])}
      >
        {image === null ? (
          <Icon name="plus" size={20} />
        ) : (
          <img src={imageAddress(image.id, 'small')} alt="" className="h-full w-full object-contain" />
        )}
      </button>
      <p className="mt-0.5 text-xs text-muted">{name}</p>
      {problem !== null && (
        <p role="alert" className="text-xs text-loss">
          {problem}
        </p>
      )}
    </div>
  )
}
