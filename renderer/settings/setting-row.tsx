import type { ReactNode } from 'react'

type SettingRowProps = {
  readonly name: string
  readonly hint: ReactNode
  readonly htmlFor: string
  readonly children: ReactNode
}

/** One setting: its name and what it does at the left, its control at the right. */
export function SettingRow({ name, hint, htmlFor, children }: SettingRowProps): ReactNode {
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
      <div className="max-w-[17rem] min-w-0 flex-1 basis-44">
        <label htmlFor={htmlFor} className="font-medium">
          {name}
        </label>
        {hint !== null && (
          <p id={`${htmlFor}-hint`} className="text-sm text-muted">
            {hint}
          </p>
        )}
      </div>
      {children}
    </div>
  )
}
