import { useState, type ReactNode } from 'react'
import type { Image } from '../../../electron/contract/images.ts'
import type { Part } from '../../../electron/contract/turns.ts'
import { MenuItem } from '../../parts/menu.tsx'
import { ChooseDialog } from './choose-dialog.tsx'
import { ClassifyDialog } from './classify-dialog.tsx'
import { ExamplesDialog } from './examples-dialog.tsx'
import { PuzzleDialog } from './puzzle-dialog.tsx'

export type Helper = 'choose' | 'classify' | 'examples' | 'puzzle'

/** What else can be done with images than asking about them; below "Images…" in the menu of the message. */
export function HelperItems({ onOpen }: { readonly onOpen: (helper: Helper) => void }): ReactNode {
  return (
    <>
      <MenuItem onChoose={() => onOpen('examples')}>Ask with examples…</MenuItem>
      <MenuItem onChoose={() => onOpen('choose')}>Weigh answers…</MenuItem>
      <MenuItem onChoose={() => onOpen('classify')}>Classify an image…</MenuItem>
      <MenuItem onChoose={() => onOpen('puzzle')}>Solve a picture puzzle…</MenuItem>
    </>
  )
}

type HelperDialogProps = {
  readonly helper: Helper | null
  /** The first image of the message, to begin with. */
  readonly first: Image | null
  readonly onWrite: (parts: readonly Part[]) => void
  readonly onClose: () => void
}

export function HelperDialog({ helper, first, onWrite, onClose }: HelperDialogProps): ReactNode {
  switch (helper) {
    case null:
      return null
    case 'choose':
      return <ChooseDialog first={first} onClose={onClose} />
    case 'classify':
      return <ClassifyDialog first={first} onClose={onClose} />
    case 'examples':
      return <ExamplesDialog first={first} onWrite={onWrite} onClose={onClose} />
    case 'puzzle':
      return <PuzzleDialog onClose={onClose} />
    default:
      return helper satisfies never
  }
}

/** Which helper is open. */
export function useHelper(): readonly [Helper | null, (helper: Helper | null) => void] {
  return useState<Helper | null>(null)
}
