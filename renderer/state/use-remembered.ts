import { useCallback, useState } from 'react'

/** A yes or no of this window that outlives it, such as whether the list is shown. */
export function useRemembered(name: string, first: boolean): readonly [boolean, (value: boolean) => void] {
  const key = `ponder-${name}`
  const [value, setValue] = useState(() => {
    const kept = localStorage.getItem(key)
    return kept === null ? first : kept === 'yes'
  })
  const remember = useCallback(
    (next: boolean) => {
      localStorage.setItem(key, next ? 'yes' : 'no')
      setValue(next)
    },
    [key],
  )
  return [value, remember]
}
