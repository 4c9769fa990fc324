import type { ReactNode } from 'react'

/** Instead of the window, when the browser shell no longer takes its key. */
export function PermissionLost(): ReactNode {
  return (
    <main className="flex h-full items-center justify-center px-6">
      <div role="alert" className="max-w-[26rem]">
        <h1 className="text-title font-semibold">This window has lost its permission.</h1>
        <p className="mt-2 text-muted">Open Ponder again from its terminal address or start it again.</p>
      </div>
    </main>
  )
}
