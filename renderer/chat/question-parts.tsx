import type { ReactNode } from 'react'
import { givenWords } from '../../electron/contract/given-words.ts'
import { imageAddress } from '../../electron/contract/images.ts'
import type { Part } from '../../electron/contract/turns.ts'
import { useViewer } from '../images/use-viewer.ts'
import { givenSource, imageName } from '../writing/placed-image.ts'
import type { ImagePart } from '../writing/written.ts'

/** Longest side of an image among the words, in pixels. */
const SHOWN_SIDE = 176

/** Words and images of a question, in their order. */
export function QuestionParts({ parts }: { readonly parts: readonly Part[] }): ReactNode {
  let number = 0
  return parts.map((part, index) => {
    if (part.kind === 'text') return <span key={index}>{part.text}</span>
    number += 1
    return <ShownImage key={index} part={part} number={number} />
  })
}

function ShownImage({ part, number }: { readonly part: ImagePart; readonly number: number }): ReactNode {
  const look = useViewer()
  const { image, given } = part
  const scale = Math.min(1, SHOWN_SIDE / Math.max(image.width, image.height))
  const name = imageName(number)
  return (
    <span className="mx-0.5 my-1 inline-flex max-w-full flex-col items-start align-middle text-xs text-muted">
      <button
        type="button"
        aria-haspopup="dialog"
        title={`Look at ${name}`}
        className="inline-flex max-w-full flex-col items-start gap-0.5 rounded-control hover:text-text"
        onClick={() => look({ image, name })}
      >
        {/* Its room is known before it is there, so nothing moves when it comes. */}
        <img
          src={imageAddress(image.id, 'small')}
          alt={image.alt === '' ? image.name : image.alt}
          width={Math.max(1, Math.round(image.width * scale))}
          height={Math.max(1, Math.round(image.height * scale))}
          className="rounded-control bg-softer"
        />
        {name}
      </button>
      {given !== undefined && (
        <details className="max-w-full">
          <summary className="py-1">Words instead of it, {givenSource[given.by]}</summary>
          <p className="given-words">{givenWords(image, given)}</p>
        </details>
      )}
    </span>
  )
}
