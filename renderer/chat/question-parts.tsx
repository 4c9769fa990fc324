import type { ReactNode } from 'react'
import { imageAddress } from '../../electron/contract/images.ts'
import type { Image } from '../../electron/contract/images.ts'
import type { Part } from '../../electron/contract/turns.ts'
import { imageName } from '../writing/placed-image.ts'

/** Longest side of an image among the words, in pixels; the small copy has room for twice that on fine screens. */
const SHOWN_SIDE = 176

/** Words and images of a question, in their order. */
export function QuestionParts({ parts }: { readonly parts: readonly Part[] }): ReactNode {
  let number = 0
  return parts.map((part, index) => {
    if (part.kind === 'text') return <span key={index}>{part.text}</span>
    number += 1
    return <ShownImage key={index} image={part.image} number={number} />
  })
}

function ShownImage({ image, number }: { readonly image: Image; readonly number: number }): ReactNode {
  const scale = Math.min(1, SHOWN_SIDE / Math.max(image.width, image.height))
  const description = image.alt === '' ? image.name : image.alt
  return (
    <figure className="mx-0.5 my-1 inline-flex max-w-full flex-col align-middle">
      {/* Its room is known before it is there, so nothing moves when it comes. */}
      <img
        src={imageAddress(image.id, 'small')}
        alt={description}
        title={description}
        width={Math.max(1, Math.round(image.width * scale))}
        height={Math.max(1, Math.round(image.height * scale))}
        className="rounded-control bg-softer"
      />
      <figcaption className="text-xs text-muted">{imageName(number)}</figcaption>
    </figure>
  )
}
