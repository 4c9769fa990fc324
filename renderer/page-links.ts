import type { IconName } from './parts/icon.tsx'
import type { Page } from './state/place.ts'

type PageLink = { readonly page: Page; readonly title: string; readonly icon: IconName }

/** The pages besides the chats, in the order in which the list at the left ends with them. */
export const pageLinks: readonly PageLink[] = [
  { page: 'models', title: 'Models', icon: 'model' },
  { page: 'learning', title: 'Learning', icon: 'learn' },
  { page: 'arena', title: 'Arena', icon: 'arena' },
]

export function titleOfPage(page: Page): string {
  return pageLinks.find((link) => link.page === page)?.title ?? ''
}
