import type { ReactNode } from 'react'
import type { Box } from '../../electron/contract/images.ts'
import type { Size } from './zoom.ts'

/** The marked region: what is outside of it is dimmed. */
export function RegionMark({ region, picture }: { readonly region: Box; readonly picture: Size }): ReactNode {
  const { left, top, width, height } = region
  return (
    <div
      role="img"
      aria-label={`Region of ${width} by ${height} pixels, ${left} from the left, ${top} from the top`}
      className="region-mark"
      style={{
        left: `${(left / picture.width) * 100}%`,
        top: `${(top / picture.height) * 100}%`,
        width: `${(width / picture.width) * 100}%`,
        height: `${(height / picture.height) * 100}%`,
      }}
    />
  )
}
