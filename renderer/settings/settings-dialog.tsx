import { useEffect, type ReactNode } from 'react'
import type { Devices } from '../../electron/contract/devices.ts'
import type { ModelEntry } from '../../electron/contract/models.ts'
import type { Settings } from '../../electron/contract/settings.ts'
import { GradingSettings } from '../capabilities/grade-answers/index.ts'
import { Dialog } from '../parts/dialog.tsx'
import { AboutPonder } from './about-ponder.tsx'
import { DeviceSetting } from './device-setting.tsx'
import { NumberField } from './number-field.tsx'
import { SettingRow } from './setting-row.tsx'

type SettingsDialogProps = {
  readonly settings: Settings
  readonly devices: Devices | null
  /** A judge is chosen among them. */
  readonly models: readonly ModelEntry[]
  readonly onChange: (change: Partial<Settings>) => void
  readonly onRefreshModels: () => void
  readonly onClose: () => void
}

const themes = [
  { theme: 'system', name: 'As the system' },
  { theme: 'light', name: 'Light' },
  { theme: 'dark', name: 'Dark' },
] as const

/** Few settings, each kept as soon as it is changed. */
export function SettingsDialog(props: SettingsDialogProps): ReactNode {
  const { settings, devices, models, onChange, onRefreshModels, onClose } = props
  // Files come and go while Ponder runs; a judge is chosen among those that are there now.
  useEffect(onRefreshModels, [onRefreshModels])
  return (
    <Dialog name="Settings" onClose={onClose}>
      <div className="flex flex-col gap-5">
        <SettingRow name="Theme" hint={null} htmlFor="setting-theme">
          <select
            id="setting-theme"
            className="field !w-44"
            value={settings.theme}
            onChange={(event) => {
              const chosen = themes.find(({ theme }) => theme === event.currentTarget.value)
              if (chosen) onChange({ theme: chosen.theme })
            }}
          >
            {themes.map(({ theme, name }) => (
              <option key={theme} value={theme}>
                {name}
              </option>
            ))}
          </select>
        </SettingRow>
        <SettingRow
          name="Thinking budget"
          hint="Most tokens one thought may take. Empty: until the model is done."
          htmlFor="setting-budget"
        >
          <NumberField
            id="setting-budget"
            value={settings.thoughtBudget}
            min={1}
            max={1_000_000}
            step={1}
            whenEmpty="No limit"
            onChange={(thoughtBudget) => onChange({ thoughtBudget })}
          />
        </SettingRow>
        <SettingRow
          name="Answer limit"
          hint="Most tokens one answer may take after the thought."
          htmlFor="setting-limit"
        >
          <NumberField
            id="setting-limit"
            value={settings.answerLimit}
            min={1}
            max={1_000_000}
            step={1}
            whenEmpty={null}
            onChange={(answerLimit) => answerLimit !== null && onChange({ answerLimit })}
          />
        </SettingRow>
        <SettingRow
          name="Temperature"
          hint="0 gives the same answer every time; higher is more varied, up to 2."
          htmlFor="setting-temperature"
        >
          <NumberField
            id="setting-temperature"
            value={settings.temperature}
            min={0}
            max={2}
            step={0.1}
            whenEmpty={null}
            onChange={(temperature) => temperature !== null && onChange({ temperature })}
          />
        </SettingRow>
        <DeviceSetting
          choice={settings.device}
          devices={devices}
          onChange={(device) => onChange({ device })}
        />
        <div>
          <label htmlFor="setting-system" className="font-medium">
            System prompt
          </label>
          <p id="setting-system-hint" className="text-sm text-muted">
            Stands before every conversation. Empty: none.
          </p>
          <textarea
            id="setting-system"
            aria-describedby="setting-system-hint"
            dir="auto"
            rows={3}
            maxLength={20_000}
            defaultValue={settings.systemPrompt}
            className="field mt-2 field-sizing-content max-h-52 !min-h-20 resize-none"
            // Kept as it is typed: a page that goes loses none of it.
            onChange={(event) => onChange({ systemPrompt: event.currentTarget.value })}
          />
        </div>
        <GradingSettings settings={settings} models={models} onChange={onChange} />
        <AboutPonder />
      </div>
    </Dialog>
  )
}
