import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Connection, Ponder } from '../ponder.ts'

const PonderContext = createContext<Ponder | null>(null)
export const PonderProvider = PonderContext.Provider

export function usePonder(): Ponder {
  const ponder = useContext(PonderContext)
  if (ponder === null) throw new Error('usePonder needs a PonderProvider above it')
  return ponder
}

export function useConnection(ponder: Ponder): Connection {
  return useSyncExternalStore(ponder.onConnection, ponder.connection)
}
