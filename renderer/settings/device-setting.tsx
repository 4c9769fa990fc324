import type { ReactNode } from 'react'
import {
  deviceChoiceSchema,
  gpuKindSchema,
  type DeviceChoice,
  type Devices,
  type GpuKind,
} from '../../electron/contract/devices.ts'
import { deviceNames } from '../models/model-words.ts'
import { useModelActions } from '../models/use-model-actions.ts'
import { SettingRow } from './setting-row.tsx'

type DeviceSettingProps = {
  readonly choice: DeviceChoice
  readonly devices: Devices | null
  readonly onChange: (choice: DeviceChoice) => void
}

const choiceNames: Readonly<Record<DeviceChoice, string>> = {
  auto: 'Automatic',
  cpu: 'Processor',
  metal: 'Metal (Apple)',
  cuda: 'CUDA (NVIDIA)',
  vulkan: 'Vulkan',
}

/** Where models run, why there, and the choice of another place. */
export function DeviceSetting({ choice, devices, onChange }: DeviceSettingProps): ReactNode {
  const { lookForDevices } = useModelActions()
  const chosen = devices?.chosen ?? null
  return (
    <SettingRow
      name="Runs on"
      htmlFor="setting-device"
      hint={
        // Told when it changes: it is the answer to the choice beside it.
        <span role="status">
          {chosen === null
            ? 'Looking for graphics processors…'
            : `${deviceNames[chosen.kind]}. ${chosen.reason}`}
        </span>
      }
    >
      <div className="flex w-44 flex-col items-stretch gap-2">
        <select
          id="setting-device"
          aria-describedby="setting-device-hint"
          className="field"
          value={choice}
          onChange={(event) => {
            const next = deviceChoiceSchema.safeParse(event.currentTarget.value)
            if (next.success) onChange(next.data)
          }}
        >
          {(['auto', 'cpu', ...kindsToOffer(choice, devices)] as const).map((one) => (
            <option key={one} value={one}>
              {choiceNames[one]}
              {stateWords(one, devices)}
            </option>
          ))}
        </select>
        <button type="button" className="button" disabled={chosen === null} onClick={lookForDevices}>
          Look again
        </button>
      </div>
    </SettingRow>
  )
}

/** Those that this kind of computer could have; all of them while nobody has looked. */
function kindsToOffer(choice: DeviceChoice, devices: Devices | null): readonly GpuKind[] {
  const found = devices?.gpus.map(({ kind }) => kind) ?? []
  return gpuKindSchema.options.filter((kind) => found.length === 0 || found.includes(kind) || kind === choice)
}

function stateWords(choice: DeviceChoice, devices: Devices | null): string {
  const gpu = devices?.gpus.find(({ kind }) => kind === choice)
  if (gpu?.state === 'absent') return ', not found'
  return gpu?.state === 'failed' ? ', does not work' : ''
}
