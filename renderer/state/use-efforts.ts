import { useCallback, useMemo, useState } from 'react'

export type Efforts = {
  /** Chosen in this window for a conversation, null for the chat that has not begun; undefined = nothing was. */
  readonly chosen: (conversationId: string | null) => string | null | undefined
  readonly choose: (conversationId: string | null, effort: string | null) => void
  /** The chat that had not begun is this conversation now, and the next one begins anew. */
  readonly begun: (conversationId: string) => void
}

/** Efforts are kept for each conversation; one that was asked with stands in its answers too, so outlives the window. */
export function useEfforts(): Efforts {
  const [efforts, setEfforts] = useState<ReadonlyMap<string, string | null>>(new Map())
  const choose = useCallback(
    (conversationId: string | null, effort: string | null) =>
      setEfforts((all) => new Map(all).set(conversationId ?? NOT_BEGUN, effort)),
    [],
  )
  const begun = useCallback(
    (conversationId: string) =>
      setEfforts((all) => {
        const { [NOT_BEGUN]: first, ...others } = Object.fromEntries(all)
        return new Map(Object.entries(first === undefined ? others : { ...others, [conversationId]: first }))
      }),
    [],
  )
  return useMemo(
    () => ({ chosen: (conversationId) => efforts.get(conversationId ?? NOT_BEGUN), choose, begun }),
    [efforts, choose, begun],
  )
}

/** No id of a conversation. */
const NOT_BEGUN = ''
