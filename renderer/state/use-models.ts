import { createContext, useContext } from 'react'
import type { ModelEntry } from '../../electron/contract/models.ts'

const ModelsContext = createContext<readonly ModelEntry[]>([])
export const ModelsProvider = ModelsContext.Provider

/** Every model that a person can choose. */
export function useModels(): readonly ModelEntry[] {
  return useContext(ModelsContext)
}
