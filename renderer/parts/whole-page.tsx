import type { ReactNode } from 'react'

type WholePageProps = { readonly message: string; readonly remedy: string; readonly children?: ReactNode }

/** Instead of the window, when there is nothing it could show: what happened and what to do. */
export function WholePage({ message, remedy, children }: WholePageProps): ReactNode {
  return (
    <main className="flex h-full items-center justify-center px-6">
      <div role="alert" className="max-w-[27rem]">
        <h1 className="text-title font-semibold text-balance">{message}</h1>
        <p className="mt-2 text-muted">{remedy}</p>
        {children}
      </div>
    </main>
  )
}
