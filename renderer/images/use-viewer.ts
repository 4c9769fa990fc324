import { createContext, useContext } from 'react'
import type { Image } from '../../electron/contract/images.ts'

export type Viewed = { readonly image: Image; readonly name: string }

const ViewerContext = createContext<((viewed: Viewed) => void) | null>(null)
export const ViewerProvider = ViewerContext.Provider

/** Opens an image large. */
export function useViewer(): (viewed: Viewed) => void {
  const open = useContext(ViewerContext)
  if (open === null) throw new Error('useViewer needs a ViewerProvider above it')
  return open
}
