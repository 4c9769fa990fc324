import type { ReactNode } from 'react'
import { chooseFiles } from '../parts/choose-files.ts'
import { Icon } from '../parts/icon.tsx'
import { Menu, MenuItem } from '../parts/menu.tsx'

/** Other files are tried too: what they are is told by their bytes, not by their names. */
const IMAGES = 'image/*,.heic,.heif,.tif,.tiff,.bmp,.svg,.avif,.webp'

type AddMenuProps = {
  readonly onFiles: (files: readonly File[]) => void
  /** More that can be begun from here. */
  readonly children?: ReactNode
}

/** What can be put into a message. */
export function AddMenu({ onFiles, children }: AddMenuProps): ReactNode {
  return (
    <Menu name="Add" button={<Icon name="plus" />} buttonClass="icon-button !h-8 !min-w-8">
      <MenuItem onChoose={() => chooseFiles(IMAGES, onFiles)}>Images…</MenuItem>
      {children}
    </Menu>
  )
}
