import type { ReactNode } from 'react'
import type { ImageText } from '../../electron/contract/images.ts'
import { wordShape } from './word-shape.ts'
import type { Size } from './zoom.ts'

/** Words below this may well be wrong; they are underlined. */
export const UNSURE = 60

/** The words that were read, lying over the picture where they stand: to be selected and copied. */
export function WordsOver({ image, text }: { readonly image: Size; readonly text: ImageText }): ReactNode {
  return (
    <svg viewBox={`0 0 ${image.width} ${image.height}`} className="words-over" aria-hidden="true">
      {text.lines.flatMap(({ words }, line) =>
        words.map((word, index) => {
          const { x, y, size, length, turn } = wordShape(word.box, text.turned)
          return (
            <text
              key={`${line}-${index}`}
              x={x}
              y={y}
              fontSize={size}
              textLength={length}
              lengthAdjust="spacingAndGlyphs"
              transform={turn === 0 ? undefined : `rotate(${turn} ${x} ${y})`}
              className={word.confidence < UNSURE ? 'word-unsure' : undefined}
            >
              <title>{`${Math.round(word.confidence)} % sure`}</title>
              {`${word.text}${index === words.length - 1 ? '\n' : ' '}`}
            </text>
          )
        }),
      )}
    </svg>
  )
}
