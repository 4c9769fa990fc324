import { useId, type ReactNode } from 'react'
import type { CalibrationReport } from '../../../electron/contract/learning.ts'
import { usePonder } from '../../state/use-ponder.ts'
import {
  calibratedWords,
  marginAt,
  marginName,
  MOST_THOROUGH,
  positionOf,
  previewWords,
} from './margin-words.ts'
import { useMargin } from './use-margin.ts'

type MarginSliderProps = {
  /** As it is set. */
  readonly margin: number
  /** The last calibration of the open model, to look at while nothing was asked in Auto yet. */
  readonly report: CalibrationReport | null
  /** Changes when the last questions may have. */
  readonly news: number
  readonly onChange: (margin: number) => void
}

/** How readily Auto thinks. What a place would have meant is said before the slider is let go, and kept only then. */
export function MarginSlider({ margin: set, report, news, onChange }: MarginSliderProps): ReactNode {
  const id = useId()
  const { margin, preview, tryOut, letGo } = useMargin(usePonder(), set, { news, onChange })
  const hasAsked = preview !== null && preview.questions > 0
  const effect = hasAsked ? previewWords(preview) : report === null ? null : calibratedWords(report, margin)
  return (
    <div>
      <div className="flex items-baseline justify-between gap-4">
        <label htmlFor={id} className="font-medium">
          How readily Auto thinks
        </label>
        <p className="text-sm text-muted">{marginName(margin)}</p>
      </div>
      <input
        id={id}
        type="range"
        min={0}
        max={MOST_THOROUGH}
        step={1}
        value={positionOf(margin)}
        aria-valuetext={marginName(margin)}
        aria-describedby={`${id}-effect`}
        className="mt-2 block h-6 w-full accent-(--accent)"
        onChange={(event) => tryOut(marginAt(event.currentTarget.valueAsNumber))}
        onPointerUp={letGo}
        onKeyUp={letGo}
        onBlur={letGo}
      />
      <div aria-hidden="true" className="flex justify-between text-sm text-muted">
        <span>Thrifty</span>
        <span>Thorough</span>
      </div>
      {/* Room for two lines is kept, so that nothing below moves while one drags. */}
      <output id={`${id}-effect`} htmlFor={id} className="mt-1 block min-h-10 text-sm">
        {effect ?? 'Ask something in Auto, and see here what another setting would have meant.'}
      </output>
    </div>
  )
}
