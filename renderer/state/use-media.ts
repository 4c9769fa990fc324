import { useCallback, useSyncExternalStore } from 'react'

/** Below this the list becomes a sheet. */
export const NARROW = '(max-width: 719.9px)'
/** Below this the details become a sheet: with the list beside it, the text would be squeezed between the two. */
export const TOO_NARROW_FOR_DETAILS = '(max-width: 1023.9px)'
/** Below this the segmented mode control would not fit. */
export const VERY_NARROW = '(max-width: 519.9px)'

/** Whether a media query holds, now and after every change. */
export function useMedia(query: string): boolean {
  const listen = useCallback(
    (changed: () => void) => {
      const media = matchMedia(query)
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    [query],
  )
  return useSyncExternalStore(listen, () => matchMedia(query).matches)
}
