import type { ReactNode } from 'react'
import type { Device } from '../../electron/contract/devices.ts'
import { deviceNames } from './model-words.ts'

type DeviceLineProps = {
  /** null while it is being looked for. */
  readonly device: Device | null
  readonly onSettings: () => void
}

/** Where models run, and why there, in one line. */
export function DeviceLine({ device, onSettings }: DeviceLineProps): ReactNode {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 py-2.5 text-sm">
      <p className="min-w-0 flex-1 basis-48 break-words">
        {device === null ? (
          <span className="text-muted">Looking for graphics processors…</span>
        ) : (
          <>
            <span className="text-muted">Runs on: </span>
            {deviceNames[device.kind]}. <span className="text-muted">{device.reason}</span>
          </>
        )}
      </p>
      <button type="button" className="button" onClick={onSettings}>
        Change…
      </button>
    </div>
  )
}
