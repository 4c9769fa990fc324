import type { ReactNode } from 'react'
import type { Answer } from '../../../electron/contract/turns.ts'
import { MenuItem } from '../../parts/menu.tsx'
import { useGrades } from './use-grades.ts'

/** In the menu of an answer: opens what finds the best of several. */
export function BestOfItem({ answer }: { readonly answer: Answer }): ReactNode {
  const { unfold } = useGrades()
  if (answer.text === '') return null
  return <MenuItem onChoose={() => unfold(answer.id, true)}>Best of several…</MenuItem>
}
